#include "dynamodb/validation/index_rules.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dynamodb/api_error.h"
#include "dynamodb/java_set_order.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

constexpr std::string_view invalid_parameters = "One or more parameter values were invalid: ";

[[noreturn]] void refuse(std::string_view sentence) {
  throw ApiError::validation(std::string(invalid_parameters).append(sentence));
}

ProjectionType projection_of(const IndexRequest& request) {
  if (request.projection_type.empty()) {
    refuse("Unknown ProjectionType: null");
  }
  if (request.projection_type == "INCLUDE") {
    if (!request.non_key_attributes) {
      refuse("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
    }
    return ProjectionType::Include;
  }
  if (request.non_key_attributes) {
    refuse(fmt::format("ProjectionType is {}, but NonKeyAttributes is specified",
                       request.projection_type));
  }
  return request.projection_type == "ALL" ? ProjectionType::All : ProjectionType::KeysOnly;
}

void check_names_differ(const std::vector<KeySchemaElement>& schema) {
  std::set<std::string_view> names;
  for (const KeySchemaElement& element : schema) {
    if (!names.insert(element.name).second) {
      throw ApiError::validation(
          schema.size() == 2
              ? "Both the Hash Key and the Range Key element in the KeySchema have the same name"
              : "The KeySchema contains multiple key attributes with the same name");
    }
  }
}

void check_elements_differ(const std::vector<std::string>& names) {
  std::set<std::string_view> seen;
  for (const std::string& name : names) {
    if (!seen.insert(name).second) {
      refuse("Duplicate element in NonKeyAttributes: " + name);
    }
  }
}

// HASH attributes first, then RANGE attributes, at most four of each.
void read_schema(IndexDefinition& index, const IndexRequest& request,
                 const std::vector<AttributeDefinition>& definitions) {
  for (const KeySchemaElement& element : request.schema) {
    KeyElement key = key_element_of(element, request.schema, definitions);
    if (element.key_type == "HASH") {
      if (!index.range.empty()) {
        refuse("All HASH key attributes must precede RANGE key attributes in the KeySchema");
      }
      index.hash.push_back(std::move(key));
    } else {
      if (index.hash.empty()) {
        throw ApiError::validation(
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
      }
      index.range.push_back(std::move(key));
    }
  }
  for (const auto& [elements, type] :
       {std::pair{&index.hash, "HASH"}, std::pair{&index.range, "RANGE"}}) {
    if (elements->size() > limits::index_key_attributes_max) {
      refuse(fmt::format("The KeySchema exceeds the maximum allowed number of {} key attributes",
                         type));
    }
  }
  check_names_differ(request.schema);
}

void check_local(const IndexDefinition& index, const IndexSurroundings& surroundings) {
  if (!surroundings.table_range) {
    refuse(
        "Table KeySchema does not have a range key, which is required when specifying a "
        "LocalSecondaryIndex");
  }
  if (index.hash.size() != 1 || index.hash.front().name != surroundings.table_hash.name) {
    refuse(
        fmt::format("Index KeySchema does not have the same leading hash key as table KeySchema "
                    "for index: {}. index hash key: {}, table hash key: {}",
                    index.name, index.hash.front().name, surroundings.table_hash.name));
  }
  if (index.range.size() != 1) {
    refuse(fmt::format("Index KeySchema does not have a range key for index: {}", index.name));
  }
}

void check_throughput(const IndexRequest& request, const IndexSurroundings& surroundings) {
  if (surroundings.billing_mode == BillingMode::PayPerRequest && request.throughput) {
    refuse(
        fmt::format("ProvisionedThroughput should not be specified for index: {} when "
                    "BillingMode is PAY_PER_REQUEST",
                    request.name));
  }
  if (surroundings.billing_mode == BillingMode::Provisioned && !request.throughput) {
    refuse(
        fmt::format("Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: {}",
                    request.name));
  }
}

bool is_empty(const AttributeValue& value) {
  return (value.type() == AttributeType::S && value.as_string().empty()) ||
         (value.type() == AttributeType::B && value.as_binary().empty());
}

// Which limit an index sets to the size of a key attribute.
std::size_t key_size_max(const IndexDefinition& index, const KeyElement& element) {
  const bool is_hash = std::find(index.hash.begin(), index.hash.end(), element) != index.hash.end();
  return is_hash ? limits::hash_key_size_bytes_max : limits::range_key_size_bytes_max;
}

std::string type_mismatch(const KeyElement& element, AttributeType actual,
                          const IndexDefinition& index) {
  return fmt::format("{}Type mismatch for Index Key {} Expected: {} Actual: {} IndexName: {}",
                     invalid_parameters, element.name, to_string(element.type), to_string(actual),
                     index.name);
}

std::string refusal_of_key(const AttributeValue& value, const IndexDefinition& index,
                           const KeyElement& element, bool by_update) {
  if (value.type() != element.type) {
    return by_update ? "The update expression attempted to update the secondary index key to "
                       "unsupported type"
                     : type_mismatch(element, value.type(), index);
  }
  if (is_empty(value)) {
    return fmt::format(
        "One or more parameter values are not valid. {} The AttributeValue for a key attribute "
        "cannot contain an empty {} value. IndexName: {}, IndexKey: {}",
        by_update ? "The update expression attempted to update a secondary index key to a value "
                    "that is not supported."
                  : "A value specified for a secondary index key is not supported.",
        value.type() == AttributeType::S ? "string" : "binary", index.name, element.name);
  }
  const std::size_t size_max = key_size_max(index, element);
  if (size_bytes(value) <= size_max) {
    return {};
  }
  return by_update
             ? "The update expression attempted to update the secondary index key beyond allowed "
               "size limits"
             : fmt::format(
                   "{}Size limit exceeded for Index Key {} Actual Size: {} bytes Max Size: "
                   "{} bytes IndexName: {}",
                   invalid_parameters, element.name, size_bytes(value), size_max, index.name);
}

// Of several indexes that refuse, AWS names the first by name. `refusal` tells of one key attribute
// of an index why it cannot be, or nothing.
template <typename Refusal>
void require_for_all_index_keys(const TableDefinition& table, Refusal refusal) {
  const IndexDefinition* first = nullptr;
  std::string sentence;
  for (const IndexDefinition& index : table.indexes) {
    if (first != nullptr && first->name < index.name) {
      continue;
    }
    for (const auto* elements : {&index.range, &index.hash}) {
      for (auto element = elements->rbegin(); element != elements->rend(); ++element) {
        if (std::string found = refusal(index, *element); !found.empty()) {
          first = &index;
          sentence = std::move(found);
        }
      }
    }
  }
  if (first != nullptr) {
    throw ApiError::validation(std::move(sentence));
  }
}

}  // namespace

IndexDefinition index_definition_from(const IndexRequest& request,
                                      const std::vector<AttributeDefinition>& definitions,
                                      const IndexSurroundings& surroundings) {
  IndexDefinition index;
  index.name = request.name;
  index.is_global = request.is_global;
  read_schema(index, request, definitions);
  index.projection = projection_of(request);
  index.non_key_attributes = request.non_key_attributes.value_or(std::vector<std::string>());
  check_elements_differ(index.non_key_attributes);
  if (index.is_global) {
    check_throughput(request, surroundings);
    index.throughput = request.throughput.value_or(ProvisionedThroughput{});
    const ThroughputTarget target(index);
    change_on_demand(target, request.on_demand, surroundings.billing_mode, false);
    begin_warm(target, request.warm, surroundings.billing_mode);
  } else {
    check_local(index, surroundings);
  }
  return index;
}

void check_indexes_together(const std::vector<IndexDefinition>& indexes) {
  std::set<std::string_view> names;
  std::size_t global_count = 0;
  std::size_t projected_count = 0;
  for (const IndexDefinition& index : indexes) {
    if (!names.insert(index.name).second) {
      refuse(fmt::format("Duplicate index name: {}", index.name));
    }
    global_count += index.is_global ? 1 : 0;
    projected_count += index.non_key_attributes.size();
  }
  if (global_count > limits::global_indexes_max) {
    refuse(fmt::format("GlobalSecondaryIndex count exceeds the per-table limit of {}",
                       limits::global_indexes_max));
  }
  if (indexes.size() - global_count > limits::local_indexes_max) {
    refuse(fmt::format("Number of LocalSecondaryIndexes exceeds per-table limit of {}",
                       limits::local_indexes_max));
  }
  if (projected_count > limits::projected_attributes_max) {
    refuse(
        fmt::format("Number of user-specified NonKeyAttributes over all indexes exceeds the "
                    "limit of {}",
                    limits::projected_attributes_max));
  }
}

void check_indexes_together_with_new(const std::vector<IndexDefinition>& indexes) {
  const auto global_count = std::count_if(
      indexes.begin(), indexes.end(), [](const IndexDefinition& index) { return index.is_global; });
  if (static_cast<std::size_t>(global_count) > limits::global_indexes_max) {
    throw ApiError::limit_exceeded(
        fmt::format("Subscriber limit exceeded: Number of global secondary indexes exceeds "
                    "per-table limit of {}",
                    limits::global_indexes_max));
  }
  check_indexes_together(indexes);
}

void check_definitions_are_used(const std::vector<AttributeDefinition>& definitions,
                                const TableKey& table_key,
                                const std::vector<IndexRequest>& indexes) {
  std::set<std::string_view> keys = {table_key.hash.name};
  if (table_key.range) {
    keys.insert(table_key.range->name);
  }
  for (const IndexRequest& index : indexes) {
    for (const KeySchemaElement& element : index.schema) {
      keys.insert(element.name);
    }
  }
  std::vector<std::string_view> defined;
  for (const AttributeDefinition& definition : definitions) {
    defined.push_back(definition.name);
  }
  const bool every_key_is_defined = std::all_of(keys.begin(), keys.end(), [&](auto key) {
    return std::find(defined.begin(), defined.end(), key) != defined.end();
  });
  if (!every_key_is_defined || keys.size() == defined.size()) {
    return;
  }
  if (indexes.empty()) {
    refuse(
        "Number of attributes in KeySchema does not exactly match number of attributes defined "
        "in AttributeDefinitions");
  }
  std::vector<std::string_view> used(keys.begin(), keys.end());
  sort_as_java_set(used, used.size());
  refuse(fmt::format(
      "Some AttributeDefinitions are not used. AttributeDefinitions: [{}], keys used: [{}]",
      fmt::join(defined, ", "), fmt::join(used, ", ")));
}

void check_index_keys(const AttributeMap& item, const TableDefinition& table, bool by_update) {
  require_for_all_index_keys(table, [&](const IndexDefinition& index, const KeyElement& element) {
    const AttributeValue* value = item.find(element.name);
    return value ? refusal_of_key(*value, index, element, by_update) : std::string();
  });
}

void check_index_key_types(const Update& update, const TableDefinition& table) {
  require_for_all_index_keys(table, [&](const IndexDefinition& index, const KeyElement& element) {
    for (const UpdateAction& action : update.actions()) {
      const bool assigns =
          action.type == UpdateAction::Type::Set || action.type == UpdateAction::Type::Add;
      if (assigns && action.value.type == UpdateValue::Type::Value && !action.target.is_nested() &&
          action.target.attribute_name() == element.name &&
          action.value.value.type() != element.type) {
        return type_mismatch(element, action.value.value.type(), index);
      }
    }
    return std::string();
  });
}

}  // namespace tombola::dynamodb
