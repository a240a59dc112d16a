// The pattern's tree is walked along the record. Where the record has an array, one of its elements
// must hold all that the pattern says below it. {"exists": false} is about the whole record: no
// element of an array may have a leaf of that name.
#include "triggers/filter_pattern.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"

namespace tombola::triggers {
namespace {

using dynamodb::JsonType;
using dynamodb::JsonValue;

// Nothing for an object or an array.
std::optional<JsonScalar> scalar_of(JsonValue value) {
  switch (value.type()) {
    case JsonType::Null:
      return JsonScalar(nullptr);
    case JsonType::Bool:
      return JsonScalar(value.as_bool());
    case JsonType::Integer:
    case JsonType::Decimal:
      return JsonScalar(value.as_number());
    case JsonType::String:
      return JsonScalar(std::string(value.as_string()));
    default:
      return std::nullopt;
  }
}

// Calls `visit` for each leaf of a value: itself, or what its arrays hold. Until it says true.
template <typename Visit>
bool any_leaf(JsonValue value, const Visit& visit) {
  if (value.is_array()) {
    for (const JsonValue element : value.elements()) {
      if (any_leaf(element, visit)) {
        return true;
      }
    }
    return false;
  }
  const auto scalar = scalar_of(value);
  return scalar && visit(*scalar);
}

// Calls `visit` for what `name` leads to: the member of that name, or, since dots join names, a
// member of a member. Until it says true.
template <typename Visit>
bool any_member(JsonValue value, std::string_view name, const Visit& visit) {
  if (value.is_array()) {
    for (const JsonValue element : value.elements()) {
      if (any_member(element, name, visit)) {
        return true;
      }
    }
    return false;
  }
  if (!value.is_object()) {
    return false;
  }
  if (const auto member = value.find(name); member && visit(*member)) {
    return true;
  }
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos;
       dot = name.find('.', dot + 1)) {
    const auto member = value.find(name.substr(0, dot));
    if (member && any_member(*member, name.substr(dot + 1), visit)) {
      return true;
    }
  }
  return false;
}

// Calls `visit` for each leaf at the path. Until it says true.
template <typename Visit>
bool any_leaf_at(JsonValue value, const std::vector<std::string>& path, std::size_t depth,
                 const Visit& visit) {
  if (depth == path.size()) {
    return any_leaf(value, visit);
  }
  return any_member(value, path[depth],
                    [&](JsonValue member) { return any_leaf_at(member, path, depth + 1, visit); });
}

class Walk {
 public:
  explicit Walk(JsonValue record) : record_(record) {}

  // `object`: what the record has there, if anything.
  bool holds(const FilterNode& node, std::optional<JsonValue> object) const {
    if (object && object->is_array()) {
      for (const JsonValue element : object->elements()) {
        if (!scalar_of(element) && holds(node, element)) {
          return true;
        }
      }
      object.reset();
    }
    return std::all_of(node.fields.begin(), node.fields.end(),
                       [&](const FilterNode::Field& field) { return holds(field, object); }) &&
           std::all_of(node.alternatives.begin(), node.alternatives.end(),
                       [&](const auto& nodes) { return one_holds(nodes, object); });
  }

  FilterMismatch mismatch(const FilterNode& node, std::optional<JsonValue> object) const {
    for (const FilterNode::Field& field : node.fields) {
      if (holds(field, object)) {
        continue;
      }
      if (field.clause) {
        return {fmt::format("{}", fmt::join(field.clause->path, ".")), field.clause->text,
                found_at(field.clause->path)};
      }
      std::optional<JsonValue> child;
      if (object) {
        any_member(*object, field.name, [&](JsonValue member) {
          child = member;
          return true;
        });
      }
      return mismatch(field.node, child);
    }
    for (const std::vector<FilterNode>& nodes : node.alternatives) {
      if (!one_holds(nodes, object)) {
        std::string wanted;
        for (const FilterNode& one : nodes) {
          wanted.append(wanted.empty() ? "[" : ",").append(one.text);
        }
        std::vector<std::string> path = node.path;
        path.emplace_back("$or");
        return {fmt::format("{}", fmt::join(path, ".")), wanted + "]", "none of them"};
      }
    }
    // Each part holds in some element of an array, all of them together in none.
    return {fmt::format("{}", fmt::join(node.path, ".")), node.text, "no element with all of it"};
  }

 private:
  bool one_holds(const std::vector<FilterNode>& nodes, std::optional<JsonValue> object) const {
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](const FilterNode& node) { return holds(node, object); });
  }

  bool holds(const FilterNode::Field& field, std::optional<JsonValue> object) const {
    if (field.clause) {
      return holds(*field.clause, field.name, object);
    }
    if (object && any_member(*object, field.name,
                             [&](JsonValue member) { return holds(field.node, member); })) {
      return true;
    }
    return holds(field.node, std::nullopt);
  }

  bool holds(const FilterClause& clause, std::string_view name,
             std::optional<JsonValue> object) const {
    return std::any_of(
        clause.any_of.begin(), clause.any_of.end(), [&](const FilterMatcher& matcher) {
          const auto matches = [&](const JsonScalar& scalar) { return matcher.matches(scalar); };
          if (matcher.kind == FilterMatcher::Kind::Absent) {
            return !any_leaf_at(record_, clause.path, 0, [](const JsonScalar&) { return true; });
          }
          return object && any_member(*object, name,
                                      [&](JsonValue member) { return any_leaf(member, matches); });
        });
  }

  std::string found_at(const std::vector<std::string>& path) const {
    std::string found;
    any_leaf_at(record_, path, 0, [&](const JsonScalar& scalar) {
      found.append(found.empty() ? "" : ", ");
      if (const auto* text = std::get_if<std::string>(&scalar)) {
        dynamodb::append_json_string(found, *text);
      } else if (const auto* number = std::get_if<double>(&scalar)) {
        found.append(fmt::format("{}", *number));
      } else if (const auto* truth = std::get_if<bool>(&scalar)) {
        found.append(*truth ? "true" : "false");
      } else {
        found.append("null");
      }
      return false;
    });
    return found.empty() ? "nothing" : found;
  }

  JsonValue record_;
};

void collect(const FilterNode& node, std::vector<FilterClause>& clauses) {
  for (const FilterNode::Field& field : node.fields) {
    if (field.clause) {
      clauses.push_back(*field.clause);
    } else {
      collect(field.node, clauses);
    }
  }
  for (const std::vector<FilterNode>& nodes : node.alternatives) {
    for (const FilterNode& one : nodes) {
      collect(one, clauses);
    }
  }
}

}  // namespace

bool FilterPattern::matches(JsonValue record) const {
  return Walk(record).holds(root_, record);
}

std::optional<FilterMismatch> FilterPattern::mismatch(JsonValue record) const {
  if (matches(record)) {
    return std::nullopt;
  }
  return Walk(record).mismatch(root_, record);
}

std::vector<FilterClause> FilterPattern::clauses() const {
  std::vector<FilterClause> clauses;
  collect(root_, clauses);
  return clauses;
}

}  // namespace tombola::triggers
