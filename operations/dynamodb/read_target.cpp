#include "operations/dynamodb/read_target.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dynamodb/api_error.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/expressions/refusal.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/model/table_state.h"
#include "dynamodb/validation/item_rules.h"
#include "storage/index_rows.h"
#include "storage/item_range.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::ProjectionType;

constexpr std::string_view start_key_invalid = "The provided starting key is invalid";

void require_element(const dynamodb::AttributeMap& start, const dynamodb::KeyElement& element) {
  const dynamodb::AttributeValue* value = start.find(element.name);
  if (value == nullptr || value->type() != element.type) {
    throw ApiError::validation(std::string(start_key_invalid));
  }
}

// What AWS says of numbers, and of sets of them.
bool is_about_number(std::string_view sentence) {
  constexpr std::array beginnings{"The parameter cannot be converted to a numeric value",
                                  "Number overflow", "Number underflow",
                                  "Attempting to store more than 38 significant digits",
                                  "Input collection contains duplicates"};
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return sentence.starts_with(beginning); });
}

}  // namespace

std::optional<dynamodb::AttributeMap> start_key_of(const Request& request,
                                                   dynamodb::ValueLayer layer) {
  const auto json = request.member("ExclusiveStartKey");
  if (!json) {
    return std::nullopt;
  }
  try {
    return dynamodb::parse_attribute_map(*json, layer);
  } catch (const ApiError& error) {
    if (layer == dynamodb::ValueLayer::Bare || error.name() != "ValidationException" ||
        is_about_number(error.message())) {
      throw;
    }
    throw ApiError::validation(fmt::format("{}: {}", start_key_invalid, error.message()));
  }
}

void require_readable(const dynamodb::TableDefinition& table,
                      const dynamodb::IndexDefinition& index, const OperationContext& context) {
  if (!table.changes.empty() &&
      !dynamodb::is_readable(table, index, context.service_clock.now_ms())) {
    throw ApiError::validation(
        fmt::format("Cannot read from backfilling global secondary index: {}", index.name));
  }
}

ReadTarget::ReadTarget(storage::TableSnapshot table, const Request& request,
                       const ItemProjection& projection, const OperationContext& context)
    : table_(std::move(table)) {
  find_index(request, context);
  const std::vector<const dynamodb::DocumentPath*> projected = projection.paths();
  dynamodb::check_key_attributes_are_scalar(projected, *table_);
  if (index_ == nullptr || index_->projection == ProjectionType::All) {
    return;
  }
  const bool wants_all = request.string("Select") == "ALL_ATTRIBUTES";
  const std::vector<std::string> missing = not_projected(projected);
  if (index_->is_global) {
    if (wants_all) {
      throw ApiError::validation(
          fmt::format("{}Select type ALL_ATTRIBUTES is not supported for global secondary index {} "
                      "because its projection type is not ALL",
                      dynamodb::invalid_parameter_values, index_->name));
    }
    require_projected(missing);
  }
  fetches_from_table_ = !index_->is_global && (wants_all || !missing.empty());
}

void ReadTarget::find_index(const Request& request, const OperationContext& context) {
  const auto name = request.string("IndexName");
  if (!name) {
    return;
  }
  index_ = table_->find_index(*name);
  if (index_ == nullptr) {
    throw ApiError::validation(
        fmt::format("The table does not have the specified index: {}", *name));
  }
  if (index_->is_global && request.boolean("ConsistentRead").value_or(false)) {
    throw ApiError::validation("Consistent reads are not supported on global secondary indexes");
  }
  require_readable(*table_, *index_, context);
}

std::vector<std::string> ReadTarget::not_projected(
    const std::vector<const dynamodb::DocumentPath*>& paths) const {
  if (index_ == nullptr || index_->projection == ProjectionType::All) {
    return {};
  }
  std::vector<std::string> held = storage::index_key_names(*table_, *index_);
  held.insert(held.end(), index_->non_key_attributes.begin(), index_->non_key_attributes.end());
  std::vector<std::string> missing;
  for (const dynamodb::DocumentPath* path : paths) {
    const std::string& name = path->attribute_name();
    if (std::find(held.begin(), held.end(), name) == held.end()) {
      held.push_back(name);  // named once
      missing.push_back(name);
    }
  }
  return missing;
}

void ReadTarget::require_projected(const std::vector<std::string>& missing) const {
  if (!missing.empty()) {
    throw ApiError::validation(fmt::format("{}Global secondary index {} does not project [{}]",
                                           dynamodb::invalid_parameter_values, index_->name,
                                           fmt::join(missing, ", ")));
  }
}

void ReadTarget::require_filter_projected(
    const std::vector<const dynamodb::DocumentPath*>& filter) const {
  const std::vector<std::string> missing = not_projected(filter);
  if (!missing.empty()) {
    throw ApiError::validation(
        fmt::format("{}Secondary index {} does not project one or more filter attributes: [{}]",
                    dynamodb::invalid_parameter_values, index_->name, fmt::join(missing, ", ")));
  }
}

dynamodb::KeySchema ReadTarget::key_schema() const {
  if (index_) {
    return {index_->hash, index_->range};
  }
  dynamodb::KeySchema schema{{table_->hash_key}, {}};
  if (table_->range_key) {
    schema.range.push_back(*table_->range_key);
  }
  return schema;
}

std::vector<std::string> ReadTarget::key_names() const {
  const dynamodb::KeySchema schema = key_schema();
  std::vector<std::string> names;
  for (const dynamodb::KeyElement& element : schema.hash) {
    names.push_back(element.name);
  }
  for (const dynamodb::KeyElement& element : schema.range) {
    names.push_back(element.name);
  }
  return names;
}

storage::KeyRange ReadTarget::query_range(const dynamodb::KeyRange& condition) const {
  return index_ ? storage::index_query_range(*table_, *index_, condition)
                : storage::query_range(*table_, condition);
}

storage::KeyRange ReadTarget::segment_range(std::uint64_t segment,
                                            std::uint64_t total_segments) const {
  return index_ ? storage::index_segment_range(*table_, *index_, segment, total_segments)
                : storage::segment_range(*table_, segment, total_segments);
}

std::string ReadTarget::row_key_of_start(const dynamodb::AttributeMap& start) const {
  if (!index_) {
    return storage::item_key(*table_, dynamodb::start_key_from_map(start, *table_));
  }
  if (start.size() != storage::index_key_names(*table_, *index_).size()) {
    throw ApiError::validation(std::string(start_key_invalid));
  }
  for (const dynamodb::KeyElement& element : index_->hash) {
    require_element(start, element);
  }
  for (const dynamodb::KeyElement& element : index_->range) {
    require_element(start, element);
  }
  require_element(start, table_->hash_key);
  if (table_->range_key) {
    require_element(start, *table_->range_key);
  }
  return storage::index_row_key(*table_, *index_, start);
}

std::string ReadTarget::last_evaluated_key(const storage::StoredItem& item) const {
  if (!index_) {
    return storage::key_json(item, *table_);
  }
  const dynamodb::Item row = item.item();
  dynamodb::AttributeMap keys;
  for (const std::string& name : storage::index_key_names(*table_, *index_)) {
    keys.set(name, *row.find(name));
  }
  return dynamodb::to_json(keys);
}

std::string ReadTarget::fetch(storage::Transaction& transaction,
                              const storage::StoredItem& row) const {
  const dynamodb::Item item = row.item();
  dynamodb::Key key{*item.find(table_->hash_key.name), std::nullopt};
  if (table_->range_key) {
    key.range = *item.find(table_->range_key->name);
  }
  // Index rows and items are written together, and this is one snapshot.
  return transaction.get(storage::item_key(*table_, key)).value();
}

ConsumedUnits ReadTarget::units(dynamodb::CapacityUnits page,
                                dynamodb::CapacityUnits fetched) const {
  ConsumedUnits units;
  if (!index_) {
    units.table = page;
    return units;
  }
  units.table = fetched;
  (index_->is_global ? units.global_indexes : units.local_indexes)[index_->name] = page;
  return units;
}

}  // namespace tombola::operations
