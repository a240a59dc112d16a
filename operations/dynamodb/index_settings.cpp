#include "operations/dynamodb/index_settings.h"

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/table_settings.h"
#include "operations/dynamodb/throughput_settings.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;

Shape index_name_shape() {
  return Shape::string()
      .pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name)
      .length(3, 255);
}

Shape projection_shape() {
  return Shape::structure(
      "Projection",
      {{"ProjectionType", Shape::string().one_of({"ALL", "INCLUDE", "KEYS_ONLY"})},
       {"NonKeyAttributes", Shape::list_of(Shape::string().length(1, 255)).length(1, 20)}});
}

std::vector<dynamodb::Field> global_index_fields() {
  return {{"IndexName", index_name_shape(), Presence::Required},
          {"KeySchema", key_schema_shape(2 * limits::index_key_attributes_max), Presence::Required},
          {"Projection", projection_shape(), Presence::Required},
          {"ProvisionedThroughput", provisioned_throughput_shape()},
          {"OnDemandThroughput", on_demand_throughput_shape()},
          {"WarmThroughput", warm_throughput_shape()}};
}

}  // namespace

Shape key_schema_shape(std::size_t elements_max) {
  return Shape::list_of(
             Shape::structure(
                 "KeySchemaElement",
                 {{"AttributeName", Shape::string().length(1, 255), Presence::Required},
                  {"KeyType", Shape::string().one_of({"HASH", "RANGE"}), Presence::Required}}))
      .length(1, elements_max);
}

Shape local_secondary_indexes_shape() {
  return Shape::list_of(Shape::structure("LocalSecondaryIndex",
                                         {{"IndexName", index_name_shape(), Presence::Required},
                                          {"KeySchema", key_schema_shape(2), Presence::Required},
                                          {"Projection", projection_shape(), Presence::Required}}));
}

Shape global_secondary_indexes_shape() {
  return Shape::list_of(Shape::structure("GlobalSecondaryIndex", global_index_fields()));
}

Shape global_secondary_index_updates_shape() {
  return Shape::list_of(Shape::structure(
      "GlobalSecondaryIndexUpdate",
      {{"Update", Shape::structure("UpdateGlobalSecondaryIndexAction",
                                   {{"IndexName", index_name_shape(), Presence::Required},
                                    {"ProvisionedThroughput", provisioned_throughput_shape()},
                                    {"OnDemandThroughput", on_demand_throughput_shape()},
                                    {"WarmThroughput", warm_throughput_shape()}})},
       {"Create", Shape::structure("CreateGlobalSecondaryIndexAction", global_index_fields())},
       {"Delete", Shape::structure("DeleteGlobalSecondaryIndexAction",
                                   {{"IndexName", index_name_shape(), Presence::Required}})}}));
}

std::vector<dynamodb::KeySchemaElement> key_schema_of(const Request& request) {
  std::vector<dynamodb::KeySchemaElement> schema;
  for (dynamodb::JsonValue json : request.required("KeySchema").elements()) {
    const Request element(json);
    schema.push_back({std::string(element.required("AttributeName").as_string()),
                      std::string(element.required("KeyType").as_string())});
  }
  return schema;
}

dynamodb::IndexRequest index_request_of(const Request& index, bool is_global) {
  dynamodb::IndexRequest out;
  out.name = index.required("IndexName").as_string();
  out.is_global = is_global;
  out.schema = key_schema_of(index);
  const Request projection(index.required("Projection"));
  out.projection_type = projection.string("ProjectionType").value_or("");
  if (const auto names = projection.member("NonKeyAttributes")) {
    out.non_key_attributes.emplace();
    for (dynamodb::JsonValue name : names->elements()) {
      out.non_key_attributes->emplace_back(name.as_string());
    }
  }
  out.throughput = throughput_of(index);
  out.on_demand = on_demand_of(index);
  out.warm = warm_of(index);
  return out;
}

std::vector<dynamodb::IndexRequest> index_requests_of(const Request& request) {
  std::vector<dynamodb::IndexRequest> indexes;
  for (const auto& [member, is_global] :
       {std::pair{"LocalSecondaryIndexes", false}, std::pair{"GlobalSecondaryIndexes", true}}) {
    const auto list = request.member(member);
    if (!list) {
      continue;
    }
    if (list->size() == 0) {
      throw dynamodb::ApiError::validation(
          std::string("One or more parameter values were invalid: List of ") + member +
          " is empty");
    }
    for (dynamodb::JsonValue json : list->elements()) {
      indexes.push_back(index_request_of(Request(json), is_global));
    }
  }
  return indexes;
}

}  // namespace tombola::operations
