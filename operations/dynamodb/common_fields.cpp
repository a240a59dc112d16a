#include "operations/dynamodb/common_fields.h"

#include "dynamodb/limits.h"

namespace tombola::operations {

using dynamodb::Field;
using dynamodb::Presence;
using dynamodb::Shape;

// Source: the API model's TableArn, 1 to 1024.
Shape table_name_shape() {
  return Shape::string().length(1, 1024);
}

Shape unchecked_string() {
  return Shape::string();
}

Shape attribute_map() {
  return Shape::map_of(Shape::attribute_value());
}

Field unsupported(std::string_view name, Shape shape) {
  return {name, std::move(shape), Presence::Unsupported};
}

// AWS prints its enumerations in orders of its own, and UPDATED_NEW as UPDATE_NEW; these were
// observed (eu-west-2, October 2026).
Shape return_values_shape() {
  return Shape::string()
      .one_of({"ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW", "NONE"})
      .printed_as({"ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATE_NEW", "NONE"});
}

Shape return_consumed_capacity_shape() {
  return Shape::string().one_of({"INDEXES", "TOTAL", "NONE"});
}

Shape return_item_collection_metrics_shape() {
  return Shape::string().one_of({"SIZE", "NONE"});
}

Shape expression_attribute_names_shape() {
  return Shape::map_of(Shape::string());
}

Shape select_shape() {
  return Shape::string().one_of(
      {"SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"});
}

Shape comparison_operator_shape() {
  return Shape::string().one_of({"IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT",
                                 "NOT_NULL", "NE", "LE", "BEGINS_WITH", "GE", "CONTAINS"});
}

Shape expected_shape() {
  return Shape::map_of(
      Shape::structure("ExpectedAttributeValue",
                       {{"Value", Shape::attribute_value()},
                        {"Exists", Shape::boolean()},
                        {"ComparisonOperator", comparison_operator_shape()},
                        {"AttributeValueList", Shape::list_of(Shape::attribute_value())}}));
}

Shape filter_conditions_shape() {
  return Shape::map_of(Shape::structure(
      "Condition", {{"AttributeValueList", Shape::list_of(Shape::attribute_value())},
                    {"ComparisonOperator", comparison_operator_shape(), Presence::Required}}));
}

Shape conditional_operator_shape() {
  return Shape::string().one_of({"OR", "AND"});
}

Shape attribute_names_shape() {
  return Shape::list_of(Shape::string()).length(1, SIZE_MAX / 2);
}

Shape stream_specification_shape() {
  return Shape::structure(
      "StreamSpecification",
      {{"StreamEnabled", Shape::boolean(), Presence::Required},
       {"StreamViewType",
        Shape::string().one_of({"NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"})}});
}

Shape provisioned_throughput_shape() {
  return Shape::structure(
      "ProvisionedThroughput",
      {{"ReadCapacityUnits", Shape::integer().range(1, INT64_MAX), Presence::Required},
       {"WriteCapacityUnits", Shape::integer().range(1, INT64_MAX), Presence::Required}});
}

Shape attribute_definitions_shape() {
  return Shape::list_of(Shape::structure(
      "AttributeDefinition",
      {{"AttributeName", Shape::string().length(1, 255), Presence::Required},
       {"AttributeType", Shape::string().one_of({"B", "N", "S"}), Presence::Required}}));
}

Shape billing_mode_shape() {
  return Shape::string().one_of({"PROVISIONED", "PAY_PER_REQUEST"});
}

}  // namespace tombola::operations
