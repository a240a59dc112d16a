#include "services/logs/json_pattern.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "services/logs/logs_limits.h"

namespace tombola::services::logs {
namespace {

using dynamodb::JsonDocument;
using dynamodb::JsonType;
using dynamodb::JsonValue;

bool is_name_character(char character) {
  return is_alphanumeric(character) || character == '_' || character == '-';
}

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

// "The selector must point to a value node (string or number)"; true and false have their texts.
bool holds_for(const PatternComparison& comparison, JsonValue value) {
  switch (value.type()) {
    case JsonType::String:
      return comparison.holds({value.as_string(), std::nullopt});
    case JsonType::Integer:
      return comparison.holds({fmt::to_string(value.as_integer()), value.as_number()});
    case JsonType::Decimal:
      return comparison.holds({fmt::to_string(value.as_number()), value.as_number()});
    case JsonType::Bool:
      return comparison.holds({value.as_bool() ? "true" : "false", std::nullopt});
    default:
      return false;
  }
}

}  // namespace

JsonPattern::JsonPattern(std::string_view expression) {
  PatternReader reader(expression);
  root_ = read_any(reader, 0);
  if (!reader.at_end()) {
    reader.fail();
  }
}

JsonPattern::Node JsonPattern::read_any(PatternReader& reader, int depth) {
  if (depth > limits::filter_depth_max) {
    throw invalid_filter_pattern();
  }
  Node node;
  do {
    std::vector<Node>& all_of = node.any_of.emplace_back();
    do {
      all_of.push_back(read_one(reader, depth));
    } while (reader.accept("&&"));
  } while (reader.accept("||"));
  return node;
}

JsonPattern::Node JsonPattern::read_one(PatternReader& reader, int depth) {
  reader.skip_spaces();
  Node node;
  if (reader.accept('(')) {
    node = read_any(reader, depth + 1);
    if (!reader.accept(')')) {
      reader.fail();
    }
  } else {
    node.condition = read_condition(reader);
  }
  reader.skip_spaces();
  return node;
}

JsonPattern::Condition JsonPattern::read_condition(PatternReader& reader) {
  Condition condition;
  condition.selector = read_selector(reader);
  reader.skip_spaces();
  if (reader.accept_word("NOT")) {
    reader.skip_spaces();
    condition.kind = Condition::Kind::NotExists;
    if (!reader.accept_word("EXISTS")) {
      throw invalid_filter_pattern();
    }
    return condition;
  }
  if (reader.accept_word("IS")) {
    reader.skip_spaces();
    if (reader.accept_word("NULL")) {
      condition.kind = Condition::Kind::IsNull;
    } else if (reader.accept_word("TRUE")) {
      condition.kind = Condition::Kind::IsTrue;
    } else if (reader.accept_word("FALSE")) {
      condition.kind = Condition::Kind::IsFalse;
    } else {
      throw invalid_filter_pattern();
    }
    return condition;
  }
  condition.comparison = PatternComparison::read(reader);
  if (condition.comparison->has_regex() && ++regex_count_ > limits::filter_regexes_max) {
    throw invalid_filter_pattern();
  }
  return condition;
}

std::vector<JsonPattern::Step> JsonPattern::read_selector(PatternReader& reader) {
  if (!reader.accept('$')) {
    reader.fail();
  }
  std::vector<Step> selector;
  while (true) {
    Step step;
    if (reader.accept(".*")) {
      step.kind = Step::Kind::AnyMember;
    } else if (reader.accept('.')) {
      step.name = reader.take_while(is_name_character);
      if (step.name.empty()) {
        reader.fail();
      }
    } else if (reader.accept("[*]")) {
      step.kind = Step::Kind::AnyElement;
    } else if (reader.accept('[')) {
      step.kind = Step::Kind::Element;
      const std::string_view digits = reader.take_while(is_digit);
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), step.index);
      if (read.ec != std::errc() || !reader.accept(']')) {
        reader.fail();
      }
    } else {
      break;
    }
    selector.push_back(std::move(step));
  }
  if (selector.empty()) {
    reader.fail();
  }
  return selector;
}

bool JsonPattern::matches(std::string_view message) const {
  const std::size_t first = message.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (message[first] != '{' && message[first] != '[')) {
    return false;
  }
  try {
    const JsonDocument document = JsonDocument::parse(message);
    return holds(root_, document.root());
  } catch (const dynamodb::JsonError&) {
    return false;
  }
}

bool JsonPattern::holds(const Node& node, JsonValue root) {
  if (node.condition) {
    return holds(*node.condition, root);
  }
  return std::any_of(node.any_of.begin(), node.any_of.end(), [&](const auto& all_of) {
    return std::all_of(all_of.begin(), all_of.end(),
                       [&](const Node& inner) { return holds(inner, root); });
  });
}

bool JsonPattern::holds(const Condition& condition, JsonValue root) {
  std::vector<JsonValue> selected;
  select(root, condition.selector, 0, selected);
  if (condition.kind == Condition::Kind::NotExists) {
    return selected.empty();
  }
  return std::any_of(selected.begin(), selected.end(), [&](JsonValue value) {
    switch (condition.kind) {
      case Condition::Kind::IsNull:
        return value.type() == JsonType::Null;
      case Condition::Kind::IsTrue:
      case Condition::Kind::IsFalse:
        return value.type() == JsonType::Bool &&
               value.as_bool() == (condition.kind == Condition::Kind::IsTrue);
      default:
        return holds_for(*condition.comparison, value);
    }
  });
}

void JsonPattern::select(JsonValue value, const std::vector<Step>& selector, std::size_t at,
                         std::vector<JsonValue>& selected) {
  if (at == selector.size()) {
    selected.push_back(value);
    return;
  }
  const Step& step = selector[at];
  const bool wants_object = step.kind == Step::Kind::Member || step.kind == Step::Kind::AnyMember;
  if (wants_object ? !value.is_object() : !value.is_array()) {
    return;
  }
  if (step.kind == Step::Kind::Member) {
    if (const auto member = value.find(step.name)) {
      select(*member, selector, at + 1, selected);
    }
    return;
  }
  if (step.kind == Step::Kind::AnyMember) {
    for (const JsonValue::Member member : value.members()) {
      select(member.value, selector, at + 1, selected);
    }
    return;
  }
  std::size_t index = 0;
  for (const JsonValue element : value.elements()) {
    if (step.kind == Step::Kind::AnyElement || index == step.index) {
      select(element, selector, at + 1, selected);
    }
    ++index;
  }
}

}  // namespace tombola::services::logs
