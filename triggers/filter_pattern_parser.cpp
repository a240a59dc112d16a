// From the text of a pattern to its tree. Strict: what EventBridge refuses is refused, so that no
// pattern can quietly match nothing.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "triggers/filter_pattern.h"

namespace tombola::triggers {
namespace {

using Json = nlohmann::ordered_json;  // of a name given twice the last counts, as on AWS
using Kind = FilterMatcher::Kind;
using Path = std::vector<std::string>;

constexpr std::string_view or_name = "$or";

// Within "$or" these are operators, not names of fields; then "$or" is a name itself.
constexpr std::array<std::string_view, 8> operators = {
    "anything-but", "cidr",    "equals-ignore-case", "exists", "numeric", "prefix",
    "suffix",       "wildcard"};

bool is_operator(std::string_view name) {
  return std::find(operators.begin(), operators.end(), name) != operators.end();
}

[[noreturn]] void refuse(const Path& path, std::string_view why) {
  throw FilterPatternError(path.empty() ? std::string(why)
                                        : fmt::format("{}: {}", fmt::join(path, "."), why));
}

std::string text_of(const Json& value, const Path& path, std::string_view name) {
  if (!value.is_string()) {
    refuse(path, fmt::format("{} takes a string", name));
  }
  return value.get<std::string>();
}

FilterMatcher equals(const Json& value) {
  FilterMatcher matcher;
  matcher.kind = Kind::Equals;
  if (value.is_boolean()) {
    matcher.value = value.get<bool>();
  } else if (value.is_number()) {
    matcher.value = value.get<double>();
  } else if (value.is_string()) {
    matcher.value = value.get<std::string>();
  }
  return matcher;
}

FilterMatcher on_text(Kind kind, std::string text) {
  FilterMatcher matcher;
  matcher.kind = kind;
  matcher.text = std::move(text);
  return matcher;
}

// "text", or {"equals-ignore-case": "text"}
FilterMatcher prefix_or_suffix(Kind kind, std::string_view name, const Json& value,
                               const Path& path) {
  if (!value.is_object()) {
    return on_text(kind, text_of(value, path, name));
  }
  if (value.size() != 1 || !value.contains("equals-ignore-case")) {
    refuse(path, fmt::format("{} takes a string or equals-ignore-case", name));
  }
  FilterMatcher matcher =
      on_text(kind, text_of(value.at("equals-ignore-case"), path, "equals-ignore-case"));
  matcher.ignore_case = true;
  return matcher;
}

FilterMatcher wildcard(const Json& value, const Path& path) {
  std::string text = text_of(value, path, "wildcard");
  if (!is_wildcard(text)) {
    refuse(path, "a wildcard has no '*' next to another, and a backslash only before '*' or '\\'");
  }
  return on_text(Kind::Wildcard, std::move(text));
}

double numeric_operand(const Json& value, const Path& path) {
  if (!value.is_number()) {
    refuse(path, "numeric compares with a number");
  }
  const auto number = value.get<double>();
  if (number < -limits::filter_number_max || number > limits::filter_number_max) {
    refuse(path, "numeric compares with numbers from -5e9 to 5e9");
  }
  return number;
}

// ["=", n], ["<", n], [">=", n, "<", n]: a range begins with its lower end.
FilterMatcher numeric(const Json& value, const Path& path) {
  if (!value.is_array() || (value.size() != 2 && value.size() != 4)) {
    refuse(path, "numeric takes an operator and a number, or two of each");
  }
  FilterMatcher matcher;
  matcher.kind = Kind::Numeric;
  for (std::size_t at = 0; at < value.size(); at += 2) {
    const std::string sign = value[at].is_string() ? value[at].get<std::string>() : std::string();
    const FilterMatcher::Bound bound{numeric_operand(value[at + 1], path), sign.ends_with('=')};
    if (sign == "=" && value.size() == 2) {
      matcher.lower = matcher.upper = bound;
    } else if ((sign == ">" || sign == ">=") && at == 0) {
      matcher.lower = bound;
    } else if ((sign == "<" || sign == "<=") && (at == 2) == matcher.lower.has_value()) {
      matcher.upper = bound;
    } else {
      refuse(path, "numeric knows '=', '<', '<=', '>' and '>=', of a range the lower end first");
    }
  }
  if (value.size() == 4 && matcher.lower->value >= matcher.upper->value) {
    refuse(path, "a numeric range begins below its end");
  }
  return matcher;
}

FilterMatcher cidr(const Json& value, const Path& path) {
  const auto network = parse_network(text_of(value, path, "cidr"));
  if (!network) {
    refuse(path, "cidr takes a block of IP addresses such as 10.0.0.0/24");
  }
  FilterMatcher matcher;
  matcher.kind = Kind::Cidr;
  matcher.network = *network;
  return matcher;
}

FilterMatcher exists(const Json& value, const Path& path) {
  if (!value.is_boolean()) {
    refuse(path, "exists takes true or false");
  }
  FilterMatcher matcher;
  matcher.kind = value.get<bool>() ? Kind::Exists : Kind::Absent;
  return matcher;
}

FilterMatcher expression(const Json& entry, const Path& path);

// A string, a number, an array of the one or the other, or an operator on strings that takes one or
// several.
FilterMatcher anything_but(const Json& value, const Path& path) {
  FilterMatcher matcher;
  matcher.kind = Kind::AnythingBut;
  if (value.is_object()) {
    static constexpr std::array<std::string_view, 4> nested = {"prefix", "suffix",
                                                               "equals-ignore-case", "wildcard"};
    if (value.size() != 1 ||
        std::find(nested.begin(), nested.end(), value.begin().key()) == nested.end()) {
      refuse(path, "anything-but takes prefix, suffix, equals-ignore-case or wildcard");
    }
    const Json operands =
        value.begin()->is_array() ? *value.begin() : Json::array({*value.begin()});
    for (const Json& operand : operands) {
      matcher.excluded.push_back(expression(Json{{value.begin().key(), operand}}, path));
    }
  } else {
    const Json operands = value.is_array() ? value : Json::array({value});
    for (const Json& operand : operands) {
      if (!(operand.is_string() || operand.is_number()) ||
          operand.is_string() != operands.front().is_string()) {
        refuse(path, "anything-but takes strings or numbers, not both");
      }
      matcher.excluded.push_back(equals(operand));
    }
  }
  if (matcher.excluded.empty()) {
    refuse(path, "anything-but needs something to exclude");
  }
  return matcher;
}

FilterMatcher expression(const Json& entry, const Path& path) {
  if (entry.size() != 1) {
    refuse(path, "an entry has one operator");
  }
  const std::string& name = entry.begin().key();
  const Json& value = *entry.begin();
  if (name == "prefix") return prefix_or_suffix(Kind::Prefix, name, value, path);
  if (name == "suffix") return prefix_or_suffix(Kind::Suffix, name, value, path);
  if (name == "equals-ignore-case") {
    return on_text(Kind::EqualsIgnoreCase, text_of(value, path, name));
  }
  if (name == "wildcard") return wildcard(value, path);
  if (name == "anything-but") return anything_but(value, path);
  if (name == "numeric") return numeric(value, path);
  if (name == "exists") return exists(value, path);
  if (name == "cidr") return cidr(value, path);
  refuse(path, fmt::format("unknown operator '{}'", name));
}

FilterClause parse_clause(const Json& entries, const Path& path) {
  if (entries.empty()) {
    refuse(path, "the array is empty");
  }
  FilterClause clause{path, {}, entries.dump()};
  for (const Json& entry : entries) {
    if (entry.is_array()) {
      refuse(path, "an array holds values, not arrays");
    }
    clause.any_of.push_back(entry.is_object() ? expression(entry, path) : equals(entry));
  }
  return clause;
}

bool is_or(const std::string& name, const Json& value) {
  return name == or_name && value.is_array() && value.size() >= 2 &&
         std::all_of(value.begin(), value.end(), [](const Json& one) {
           if (!one.is_object() || one.empty()) {
             return false;
           }
           for (const auto& [field, ignored] : one.items()) {
             if (is_operator(field)) {
               return false;
             }
           }
           return true;
         });
}

FilterNode parse_node(const Json& object, Path path) {
  if (object.empty()) {
    refuse(path, "the object is empty");
  }
  FilterNode node;
  for (const auto& [name, value] : object.items()) {
    if (is_or(name, value)) {
      std::vector<FilterNode>& alternatives = node.alternatives.emplace_back();
      for (const Json& one : value) {
        alternatives.push_back(parse_node(one, path));
      }
      continue;
    }
    Path field_path = path;
    field_path.push_back(name);
    FilterNode::Field field;
    field.name = name;
    if (value.is_array()) {
      field.clause = parse_clause(value, field_path);
    } else if (value.is_object()) {
      field.node = parse_node(value, field_path);
    } else {
      refuse(field_path, "a value stands in an array");
    }
    node.fields.push_back(std::move(field));
  }
  node.path = std::move(path);
  node.text = object.dump();
  return node;
}

}  // namespace

FilterPatternError::FilterPatternError(std::string why)
    : std::runtime_error("Invalid filter pattern definition."), why_(std::move(why)) {}

FilterPattern FilterPattern::parse(std::string_view text) {
  if (text.size() > limits::filter_pattern_size_max) {
    throw FilterPatternError(
        fmt::format("a pattern has {} characters at most", limits::filter_pattern_size_max));
  }
  Json pattern;
  try {
    pattern = Json::parse(text);
  } catch (const Json::exception&) {
    throw FilterPatternError("a pattern is JSON");
  }
  if (!pattern.is_object()) {
    throw FilterPatternError("a pattern is a JSON object");
  }
  return FilterPattern(parse_node(pattern, {}));
}

}  // namespace tombola::triggers
