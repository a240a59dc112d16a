// How a request with a bad expression or legacy parameter is refused. The sentence is the same for
// all operations; what stands before it depends on the operation's request layer (ValueLayer):
// PutItem, UpdateItem and DeleteItem put it in the envelope "1 validation error detected: ", all
// others answer it bare. Every parse() below this folder takes its layer from the placeholders (or
// as a parameter) and throws the finished sentence, so that an operation only names its layer once.
//
// Never in the envelope, whatever the layer: unused placeholders, everything that needs the table
// (key conditions against the schema, key attributes in updates) and everything that needs the item
// (a path that is not there, an operand of the wrong type).
// Source: observed on AWS (eu-west-2, October 2026).
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/api_error.h"
#include "dynamodb/model/attribute_json.h"

namespace tombola::dynamodb {

enum class ExpressionKind { Condition, Filter, KeyCondition, Projection, Update };

// "ConditionExpression", "FilterExpression", ...
std::string_view to_string(ExpressionKind kind);

// The sentence, enveloped or bare.
ApiError request_refusal(ValueLayer layer, std::string_view sentence);

// "Invalid UpdateExpression: " + sentence, enveloped or bare.
ApiError expression_refusal(ValueLayer layer, ExpressionKind kind, std::string_view sentence);

// Prefix of many sentences about values and legacy parameters.
inline constexpr std::string_view invalid_parameter_values =
    "One or more parameter values were invalid: ";

}  // namespace tombola::dynamodb
