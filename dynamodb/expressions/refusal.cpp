#include "dynamodb/expressions/refusal.h"

#include <fmt/format.h>

namespace tombola::dynamodb {

std::string_view to_string(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::Condition:
      return "ConditionExpression";
    case ExpressionKind::Filter:
      return "FilterExpression";
    case ExpressionKind::KeyCondition:
      return "KeyConditionExpression";
    case ExpressionKind::Projection:
      return "ProjectionExpression";
    case ExpressionKind::Update:
      return "UpdateExpression";
  }
  return "";
}

ApiError request_refusal(ValueLayer layer, std::string_view sentence) {
  return ApiError::validation(in_layer(layer, std::string(sentence)));
}

ApiError expression_refusal(ValueLayer layer, ExpressionKind kind, std::string_view sentence) {
  return request_refusal(layer, fmt::format("Invalid {}: {}", to_string(kind), sentence));
}

}  // namespace tombola::dynamodb
