#include "operations/dynamodb/index_change.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/validation/table_admission.h"
#include "operations/dynamodb/index_settings.h"
#include "operations/dynamodb/table_settings.h"
#include "operations/dynamodb/throughput_settings.h"
#include "storage/contributor_insights.h"
#include "storage/index_writer.h"
#include "storage/layout.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::IndexDefinition;
using dynamodb::KeyElement;
using dynamodb::TableDefinition;

// `action`: delete, update.
void require_index(const TableDefinition& table, const std::string& name, std::string_view action) {
  const IndexDefinition* index = table.find_index(name);
  if (index == nullptr) {
    throw ApiError::resource_not_found(
        fmt::format("Requested resource not found: Index {} for table {}", name, table.name));
  }
  if (!index->is_global) {
    throw ApiError::validation(
        fmt::format("Cannot {} an index that is not a GlobalSecondaryIndex: {}", action, name));
  }
}

void require_other_throughput(const IndexDefinition& index,
                              const dynamodb::ProvisionedThroughput& wanted) {
  if (index.throughput == wanted) {
    throw ApiError::validation(fmt::format(
        "The provisioned throughput for the index {} will not change. The requested value equals "
        "the current value. Current ReadCapacityUnits provisioned for index {}: {}. Requested "
        "ReadCapacityUnits: {}. Current WriteCapacityUnits provisioned for index {}: {}. Requested "
        "WriteCapacityUnits: {}. Refer to the Amazon DynamoDB Developer Guide for current limits "
        "and how to request higher limits.",
        index.name, index.name, index.throughput.read_capacity_units, wanted.read_capacity_units,
        index.name, index.throughput.write_capacity_units, wanted.write_capacity_units));
  }
}

bool is_defined(const TableDefinition& table, std::string_view name) {
  return std::any_of(table.attribute_definitions.begin(), table.attribute_definitions.end(),
                     [&](const KeyElement& element) { return element.name == name; });
}

// What the table knows already stays as it is: AWS ignores another type for it.
void add_definitions(TableDefinition& table,
                     const std::vector<dynamodb::AttributeDefinition>& definitions) {
  for (const dynamodb::AttributeDefinition& definition : definitions) {
    if (!is_defined(table, definition.name)) {
      table.attribute_definitions.push_back({definition.name, definition.type});
    }
  }
}

void prune_definitions(TableDefinition& table) {
  const auto is_used = [&](const KeyElement& element) {
    const auto names_it = [&](const KeyElement& key) { return key.name == element.name; };
    if (names_it(table.hash_key) || (table.range_key && names_it(*table.range_key))) {
      return true;
    }
    return std::any_of(table.indexes.begin(), table.indexes.end(),
                       [&](const IndexDefinition& index) {
                         return std::any_of(index.hash.begin(), index.hash.end(), names_it) ||
                                std::any_of(index.range.begin(), index.range.end(), names_it);
                       });
  };
  std::erase_if(table.attribute_definitions,
                [&](const KeyElement& element) { return !is_used(element); });
}

}  // namespace

IndexChange::IndexChange(const Request& request, const TableDefinition& table) {
  const auto updates = request.member("GlobalSecondaryIndexUpdates");
  if (!updates) {
    return;
  }
  if (request.has("AttributeDefinitions")) {
    definitions_ = attribute_definitions_of(request);
  }
  for (dynamodb::JsonValue json : updates->elements()) {
    read_entry(Request(json), table);
  }
  check_counts(names_);
}

void IndexChange::read_entry(const Request& entry, const TableDefinition& table) {
  const auto create = entry.structure("Create");
  const auto drop = entry.structure("Delete");
  const auto update = entry.structure("Update");
  if (!create && !drop && !update) {
    throw ApiError::validation(
        "One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, "
        "GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null");
  }
  if (create.has_value() + drop.has_value() + update.has_value() > 1) {
    throw ApiError::validation(
        "One or more parameter values were invalid: Only one global secondary index action is "
        "allowed per GlobalSecondaryIndexUpdate object");
  }
  const auto name_of = [&](const Request& action) {
    names_.emplace_back(action.required("IndexName").as_string());
    return names_.back();
  };
  if (create) {
    const std::string name = name_of(*create);
    if (table.find_index(name) != nullptr) {
      throw ApiError::validation("Attempting to create an index which already exists");
    }
    if (definitions_.empty()) {
      throw ApiError::validation(
          fmt::format("One or more parameter values were invalid: AttributeDefinitions is not "
                      "specified for index: {}",
                      name));
    }
    created_ = index_request_of(*create, true);
    ++online_count_;
  }
  if (drop) {
    dropped_name_ = name_of(*drop);
    require_index(table, *dropped_name_, "delete");
    ++online_count_;
  }
  if (update) {
    const std::string name = name_of(*update);
    require_index(table, name, "update");
    read_update(*update, name);
  }
}

void IndexChange::read_update(const Request& update, std::string name) {
  throughput_updates_.push_back(
      {std::move(name), throughput_of(update), on_demand_of(update), warm_of(update)});
}

void IndexChange::check_counts(std::vector<std::string> names) const {
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) {
    throw ApiError::validation(
        fmt::format("One or more parameter values were invalid: Only one global secondary index "
                    "update per index is allowed simultaneously. Index: {}",
                    *twice));
  }
  if (online_count_ > 1) {
    throw dynamodb::one_online_index_only();
  }
}

void IndexChange::apply_update(const ThroughputUpdate& update, TableDefinition& table,
                               std::int64_t now_ms) const {
  const auto found =
      std::find_if(table.indexes.begin(), table.indexes.end(),
                   [&](const IndexDefinition& index) { return index.name == update.index; });
  const dynamodb::ThroughputTarget target(*found);
  const bool on_demand = table.billing_mode == dynamodb::BillingMode::PayPerRequest;
  if (on_demand && (update.throughput || (update.on_demand.empty() && update.warm.empty()))) {
    throw ApiError::validation(fmt::format(
        "One or more parameter values were invalid: The only Updates for index: {} when "
        "TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, "
        "WarmThroughput",
        update.index));
  }
  if (update.throughput) {
    require_other_throughput(*found, *update.throughput);
    dynamodb::change_provisioned(target, *update.throughput, now_ms);
    dynamodb::raise_warm(target, table.billing_mode);
  }
  dynamodb::change_on_demand(target, update.on_demand, table.billing_mode, true);
  dynamodb::change_warm(target, update.warm);
}

void IndexChange::apply(TableDefinition& table, std::int64_t now_ms) const {
  for (const ThroughputUpdate& update : throughput_updates_) {
    apply_update(update, table, now_ms);
  }
  if (dropped_name_) {
    std::erase_if(table.indexes,
                  [&](const IndexDefinition& index) { return index.name == *dropped_name_; });
    // What is still under way goes with it.
    std::erase_if(table.changes, [&](const dynamodb::TableChange& change) {
      return change.index == *dropped_name_;
    });
  }
  if (created_) {
    IndexDefinition index = dynamodb::index_definition_from(
        *created_, definitions_, {table.hash_key, table.range_key, table.billing_mode});
    add_definitions(table, definitions_);
    // The types are the table's, whatever the request says again.
    for (std::vector<KeyElement>* elements : {&index.hash, &index.range}) {
      for (KeyElement& element : *elements) {
        const auto known = std::find_if(
            table.attribute_definitions.begin(), table.attribute_definitions.end(),
            [&](const KeyElement& definition) { return definition.name == element.name; });
        element.type = known->type;
      }
    }
    index.id = table.next_index_id++;
    table.indexes.push_back(std::move(index));
    dynamodb::check_indexes_together_with_new(table.indexes);
  }
  prune_definitions(table);
}

void IndexChange::write(storage::Transaction& transaction, const TableDefinition& before,
                        const TableDefinition& after) const {
  if (created_) {
    storage::backfill_index(transaction, after, *after.find_index(created_->name));
  }
  if (const IndexDefinition* index = dropped(before)) {
    transaction.erase(storage::layout::index_counter_key(before.id, index->id));
    storage::erase_insights(transaction, {before.id, index->id});
  }
}

const IndexDefinition* IndexChange::dropped(const TableDefinition& table) const {
  return dropped_name_ ? table.find_index(*dropped_name_) : nullptr;
}

std::string IndexChange::dropped_prefix(const TableDefinition& table) const {
  const IndexDefinition* index = dropped(table);
  return index ? storage::layout::index_prefix(table.id, index->id) : "";
}

}  // namespace tombola::operations
