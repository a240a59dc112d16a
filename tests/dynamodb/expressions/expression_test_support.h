// What the tests of expressions share: requests written as JSON text, and refusals as text.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/expressions/placeholders.h"

namespace tombola::dynamodb::tests {

// Empty text: the member is absent.
inline ExpressionPlaceholders placeholders_of(std::string_view names_json,
                                              std::string_view values_json,
                                              ValueLayer layer = ValueLayer::Bare) {
  std::optional<JsonDocument> names;
  std::optional<JsonDocument> values;
  if (!names_json.empty()) names = JsonDocument::parse(names_json);
  if (!values_json.empty()) values = JsonDocument::parse(values_json);
  return ExpressionPlaceholders(layer,
                                names ? std::optional<JsonValue>(names->root()) : std::nullopt,
                                values ? std::optional<JsonValue>(values->root()) : std::nullopt);
}

inline AttributeMap item_of(std::string_view json) {
  return parse_attribute_map(JsonDocument::parse(json).root(), ValueLayer::Bare);
}

inline AttributeValue value_of(std::string_view json) {
  return parse_attribute_value(JsonDocument::parse(json).root(), ValueLayer::Bare);
}

// The message of the ApiError that `action` throws; "accepted" if it throws none. Anything else
// that it throws fails the test.
inline std::string refusal_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const ApiError& error) {
    return error.name() == "ValidationException" ? error.message() : error.name();
  }
  return "accepted";
}

}  // namespace tombola::dynamodb::tests
