// ExpressionAttributeNames and ExpressionAttributeValues of one request: what #name and :value
// stand for, and which of them were used. Parsing an expression marks what it mentions, whether or
// not an evaluation ever gets there; require_all_used() then refuses the rest, as AWS does, after
// the last expression of the request is parsed.
//
// Carries the request layer: it decides how every refusal of the request's expressions is worded.
// One request, one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/expressions/refusal.h"
#include "dynamodb/json/json_document.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/model/attribute_value.h"

namespace tombola::dynamodb {

class ExpressionPlaceholders {
 public:
  // The two members of the request, if present; their JSON types must have been checked. Throws
  // ApiError::validation:
  //   ExpressionAttributeNames must not be empty                              (Values likewise)
  //   ExpressionAttributeNames contains invalid key: Syntax error; key: "a"   (Values likewise)
  //   ExpressionAttributeNames contains invalid value: Empty attribute name for key #a
  //   ExpressionAttributeNames exceeds max size                               (Values likewise)
  //   Combined size of ExpressionAttributeNames and ExpressionAttributeValues exceeds max size
  //   and the sentences of check_attribute_name and parse_expression_attribute_values.
  ExpressionPlaceholders(ValueLayer layer, std::optional<JsonValue> names = std::nullopt,
                         std::optional<JsonValue> values = std::nullopt);

  ValueLayer layer() const { return layer_; }

  // With # or :, as in the expression. Marks it used. Null: not defined.
  const std::string* find_name(std::string_view placeholder);
  const AttributeValue* find_value(std::string_view placeholder);

  // Bare in every layer:
  //   Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}
  void require_all_used() const;

 private:
  template <typename Value>
  struct Definition {
    Value value;
    bool used = false;
  };
  template <typename Value>
  using Definitions = std::map<std::string, Definition<Value>, std::less<>>;

  void read_names(JsonValue names);
  void read_values(JsonValue values);
  void check_size() const;

  ValueLayer layer_;
  Definitions<std::string> names_;
  Definitions<AttributeValue> values_;
};

// Expression and legacy parameters do not mix, and placeholders need an expression.
struct ExpressionParameters {
  // Names of the members that the request has, an empty map included, in AWS's order:
  //   {AttributesToGet, ScanFilter, ConditionalOperator} {ProjectionExpression, FilterExpression}
  //   {QueryFilter, ConditionalOperator, KeyConditions} {ProjectionExpression, FilterExpression,
  //     KeyConditionExpression}
  //   {AttributeUpdates, Expected, ConditionalOperator} {UpdateExpression, ConditionExpression}
  // KeyConditions counts only beside a KeyConditionExpression: it may go with the other
  // expressions.
  std::vector<std::string_view> legacy;
  std::vector<std::string_view> expressions;
  bool has_names = false;
  bool has_values = false;
  // The expressions that the operation takes and that may hold values, for the older layer's suffix
  // ": UpdateExpression and ConditionExpression are null".
  std::vector<std::string_view> value_expressions;
};

// Throws ApiError::validation:
//   Can not use both expression and non-expression parameters in the same request: Non-expression
//   parameters: {Expected} Expression parameters: {ConditionExpression}
//   ExpressionAttributeNames can only be specified when using expressions     (Values likewise)
void check_expression_parameters(const ExpressionParameters& parameters, ValueLayer layer);

}  // namespace tombola::dynamodb
