#include "operations/dynamodb/index_change.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/index_settings.h"
#include "operations/dynamodb/table_settings.h"
#include "storage/index_writer.h"
#include "storage/layout.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::IndexDefinition;
using dynamodb::KeyElement;
using dynamodb::TableDefinition;

void require_index(const TableDefinition& table, const std::string& name) {
  const IndexDefinition* index = table.find_index(name);
  if (index == nullptr || !index->is_global) {
    throw ApiError::resource_not_found("Requested resource not found");
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
  const auto name_of = [&](const Request& action) {
    names_.emplace_back(action.required("IndexName").as_string());
    return names_.back();
  };
  if (create) {
    const std::string name = name_of(*create);
    if (table.find_index(name) != nullptr) {
      throw ApiError::validation(
          fmt::format("One or more parameter values were invalid: Index already exists: {}", name));
    }
    created_ = index_request_of(*create, true);
    ++online_count_;
  }
  if (drop) {
    dropped_name_ = name_of(*drop);
    require_index(table, *dropped_name_);
    ++online_count_;
  }
  if (update) {
    const std::string name = name_of(*update);
    require_index(table, name);
    if (const auto throughput = throughput_of(*update)) {
      throughput_updates_.push_back({name, *throughput});
    }
  }
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
    throw ApiError::limit_exceeded(
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously "
        "per table");
  }
}

void IndexChange::apply(TableDefinition& table) const {
  for (const ThroughputUpdate& update : throughput_updates_) {
    for (IndexDefinition& index : table.indexes) {
      if (index.name == update.index) {
        index.throughput = update.throughput;
      }
    }
  }
  if (dropped_name_) {
    std::erase_if(table.indexes,
                  [&](const IndexDefinition& index) { return index.name == *dropped_name_; });
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
    dynamodb::check_indexes_together(table.indexes);
  }
  prune_definitions(table);
}

void IndexChange::write(storage::Transaction& transaction, const TableDefinition& before,
                        const TableDefinition& after) const {
  if (created_) {
    storage::backfill_index(transaction, after, *after.find_index(created_->name));
  }
  if (const IndexDefinition* index = dropped(before)) {
    transaction.erase(storage::layout::index_count_key(before.id, index->id));
    transaction.erase(storage::layout::index_bytes_key(before.id, index->id));
  }
}

std::string_view IndexChange::created_name() const {
  return created_ ? std::string_view(created_->name) : std::string_view();
}

const IndexDefinition* IndexChange::dropped(const TableDefinition& table) const {
  return dropped_name_ ? table.find_index(*dropped_name_) : nullptr;
}

std::string IndexChange::dropped_prefix(const TableDefinition& table) const {
  const IndexDefinition* index = dropped(table);
  return index ? storage::layout::index_prefix(table.id, index->id) : "";
}

}  // namespace tombola::operations
