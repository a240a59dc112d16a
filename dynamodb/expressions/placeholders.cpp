#include "dynamodb/expressions/placeholders.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dynamodb/java_set_order.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

constexpr std::string_view names_member = "ExpressionAttributeNames";
constexpr std::string_view values_member = "ExpressionAttributeValues";

bool is_placeholder(std::string_view key, char sign) {
  auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return key.size() > 1 && key.front() == sign && std::all_of(key.begin() + 1, key.end(), is_word);
}

void check_key(std::string_view member, std::string_view key, char sign, ValueLayer layer) {
  if (key.empty()) {
    throw request_refusal(
        layer,
        fmt::format("{} contains invalid key: The expression attribute map contains an empty key;",
                    member));
  }
  if (key.size() > limits::placeholder_size_bytes_max) {
    throw request_refusal(
        layer, fmt::format("{} contains invalid key: The expression attribute map contains a key "
                           "that is too long; size of key: {}",
                           member, key.size()));
  }
  if (!is_placeholder(key, sign)) {
    throw request_refusal(
        layer, fmt::format("{} contains invalid key: Syntax error; key: \"{}\"", member, key));
  }
}

void check_keys(std::string_view member, JsonValue map, char sign, ValueLayer layer) {
  if (map.size() == 0) {
    throw request_refusal(layer, fmt::format("{} must not be empty", member));
  }
  for (const JsonValue::Member entry : map.members()) check_key(member, entry.name, sign, layer);
}

template <typename Definitions>
void require_used(std::string_view member, const Definitions& definitions) {
  std::vector<std::string_view> unused;
  for (const auto& [key, definition] : definitions) {
    if (!definition.used) unused.push_back(key);
  }
  if (unused.empty()) return;
  sort_as_java_set(unused, definitions.size());
  throw ApiError::validation(fmt::format("Value provided in {} unused in expressions: keys: {{{}}}",
                                         member, fmt::join(unused, ", ")));
}

}  // namespace

ExpressionPlaceholders::ExpressionPlaceholders(ValueLayer layer, std::optional<JsonValue> names,
                                               std::optional<JsonValue> values)
    : layer_(layer) {
  if (names) read_names(*names);
  if (values) read_values(*values);
  check_size();
}

void ExpressionPlaceholders::read_names(JsonValue names) {
  check_keys(names_member, names, '#', layer_);
  for (const JsonValue::Member entry : names.members()) {
    if (entry.value.as_string().empty()) {
      throw request_refusal(
          layer_, fmt::format("{} contains invalid value: Empty attribute name for key {}",
                              names_member, entry.name));
    }
    check_attribute_name(entry.value.as_string(), layer_);
    names_[std::string(entry.name)].value = entry.value.as_string();
  }
}

void ExpressionPlaceholders::read_values(JsonValue values) {
  // All keys are looked at before the first value.
  check_keys(values_member, values, ':', layer_);
  for (const Attribute& entry : parse_expression_attribute_values(values, layer_)) {
    values_[entry.name].value = entry.value;
  }
}

// Documented as one limit for both maps together.
void ExpressionPlaceholders::check_size() const {
  std::size_t names_size = 0;
  for (const auto& [key, name] : names_) names_size += key.size() + name.value.size();
  std::size_t values_size = 0;
  for (const auto& [key, value] : values_) values_size += key.size() + size_bytes(value.value);

  const auto check = [this](std::size_t size, std::string_view subject) {
    if (size > limits::placeholders_size_bytes_max) {
      throw request_refusal(layer_, fmt::format("{} exceeds max size", subject));
    }
  };
  check(names_size, names_member);
  check(values_size, values_member);
  check(names_size + values_size,
        fmt::format("Combined size of {} and {}", names_member, values_member));
}

const std::string* ExpressionPlaceholders::find_name(std::string_view placeholder) {
  auto found = names_.find(placeholder);
  if (found == names_.end()) return nullptr;
  found->second.used = true;
  return &found->second.value;
}

const AttributeValue* ExpressionPlaceholders::find_value(std::string_view placeholder) {
  auto found = values_.find(placeholder);
  if (found == values_.end()) return nullptr;
  found->second.used = true;
  return &found->second.value;
}

void ExpressionPlaceholders::require_all_used() const {
  require_used(names_member, names_);
  require_used(values_member, values_);
}

void check_expression_parameters(const ExpressionParameters& parameters, ValueLayer layer) {
  if (!parameters.legacy.empty() && !parameters.expressions.empty()) {
    throw request_refusal(
        layer,
        fmt::format("Can not use both expression and non-expression parameters in the same "
                    "request: Non-expression parameters: {{{}}} Expression parameters: {{{}}}",
                    fmt::join(parameters.legacy, ", "), fmt::join(parameters.expressions, ", ")));
  }
  if (!parameters.expressions.empty()) return;
  constexpr std::string_view needs_expression = "{} can only be specified when using expressions{}";
  if (parameters.has_names) {
    throw request_refusal(layer, fmt::format(needs_expression, names_member, ""));
  }
  if (parameters.has_values) {
    std::string absent;
    if (layer == ValueLayer::Older && !parameters.value_expressions.empty()) {
      absent = fmt::format(": {} {} null", fmt::join(parameters.value_expressions, " and "),
                           parameters.value_expressions.size() == 1 ? "is" : "are");
    }
    throw request_refusal(layer, fmt::format(needs_expression, values_member, absent));
  }
}

}  // namespace tombola::dynamodb
