// The clause is taken apart into the conditions that are ANDed; those that a key can answer are
// used up, and what is left is ANDed again.
#include "dynamodb/partiql/where_clause.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/expressions/value_comparison.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb::partiql {
namespace {

using Type = ConditionNode::Type;

// Conditions of a conjunction, and which of them a key has answered.
class Conjunction {
 public:
  explicit Conjunction(const std::optional<ConditionNode>& where) {
    if (where) add(*where);
    used_.resize(conditions_.size());
  }

  // Each unused condition that `reads` can use, until one is; nothing: none was.
  template <typename Read>
  auto use_first(Read reads) -> decltype(reads(std::declval<const ConditionNode&>())) {
    for (std::size_t i = 0; i < conditions_.size(); ++i) {
      if (used_[i]) continue;
      if (auto result = reads(*conditions_[i])) {
        used_[i] = true;
        return result;
      }
    }
    return std::nullopt;
  }

  std::optional<ConditionNode> rest() const {
    ConditionNode all;
    for (std::size_t i = 0; i < conditions_.size(); ++i) {
      if (!used_[i]) all.children.push_back(*conditions_[i]);
    }
    if (all.children.empty()) return std::nullopt;
    if (all.children.size() > 1) return all;
    ConditionNode only = std::move(all.children.front());
    return only;
  }

 private:
  void add(const ConditionNode& node) {
    if (node.type != Type::And) return conditions_.push_back(&node);
    for (const ConditionNode& child : node.children) add(child);
  }

  std::vector<const ConditionNode*> conditions_;
  std::vector<bool> used_;
};

bool is_attribute(const Operand& operand, const std::string& name) {
  const DocumentPath* path = operand.path();
  return path != nullptr && !path->is_nested() && path->attribute_name() == name;
}

// A comparison of the attribute with a value, the attribute on the left; BETWEEN and begins_with
// with values. Nothing for any other condition.
std::optional<KeyCondition::Clause> clause_on(const ConditionNode& node, const std::string& name) {
  if (node.type != Type::Comparison && node.type != Type::Between &&
      node.type != Type::BeginsWith) {
    return std::nullopt;
  }
  KeyCondition::Clause clause{name, node.type, node.comparator, {}};
  std::size_t key = 0;
  if (node.type == Type::Comparison && is_attribute(node.operands[1], name)) {
    key = 1;
    clause.comparator = mirrored(clause.comparator);
  }
  if (!is_attribute(node.operands[key], name) || clause.comparator == Comparator::NotEqual) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    if (i == key) continue;
    const AttributeValue* value = node.operands[i].value();
    if (value == nullptr) return std::nullopt;
    clause.values.push_back(*value);
  }
  return clause;
}

bool is_equality(const KeyCondition::Clause& clause) {
  return clause.type == Type::Comparison && clause.comparator == Comparator::Equal;
}

std::optional<KeyCondition::Clause> equality_on(const ConditionNode& node,
                                                const std::string& name) {
  std::optional<KeyCondition::Clause> clause = clause_on(node, name);
  return clause && is_equality(*clause) ? clause : std::nullopt;
}

using Values = std::vector<AttributeValue>;

void add_new(Values& values, const AttributeValue& value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

std::optional<Values> values_of(const ConditionNode& node, const std::string& name);

// a = 1 OR a IN [2, 3]
std::optional<Values> values_of_or(const ConditionNode& node, const std::string& name) {
  Values all;
  for (const ConditionNode& child : node.children) {
    const std::optional<Values> values = values_of(child, name);
    if (!values) return std::nullopt;
    for (const AttributeValue& value : *values) add_new(all, value);
  }
  return all;
}

// The values that the condition leaves for the attribute, each once.
std::optional<Values> values_of(const ConditionNode& node, const std::string& name) {
  if (node.type == Type::Or) return values_of_or(node, name);
  if (node.type != Type::In) {
    const std::optional<KeyCondition::Clause> equality = equality_on(node, name);
    return equality ? std::optional(equality->values) : std::nullopt;
  }
  if (!is_attribute(node.operands.front(), name)) return std::nullopt;
  Values values;
  for (std::size_t i = 1; i < node.operands.size(); ++i) {
    const AttributeValue* value = node.operands[i].value();
    if (value == nullptr) return std::nullopt;
    add_new(values, *value);
  }
  return values;
}

// The conditions on RANGE attributes that a query can use: equalities from left to right, then one
// of another kind.
std::vector<KeyCondition::Clause> range_clauses(Conjunction& conditions, const KeySchema& schema) {
  std::vector<KeyCondition::Clause> clauses;
  for (const KeyElement& element : schema.range) {
    auto clause = conditions.use_first(
        [&](const ConditionNode& node) { return equality_on(node, element.name); });
    const bool is_last = !clause;
    if (is_last) {
      clause = conditions.use_first(
          [&](const ConditionNode& node) { return clause_on(node, element.name); });
    }
    if (clause) clauses.push_back(std::move(*clause));
    if (is_last) break;
  }
  return clauses;
}

using Clauses = std::vector<KeyCondition::Clause>;

// Each of the lists with an equality of each value behind it.
std::vector<Clauses> with_each_value(const std::vector<Clauses>& lists, const std::string& name,
                                     const Values& values) {
  if (lists.size() * values.size() > limits::partiql_in_hash_values_max) {
    throw ApiError::validation(
        fmt::format("The IN operator is provided with too many operands; number of operands: {}",
                    lists.size() * values.size()));
  }
  std::vector<Clauses> result;
  for (const Clauses& list : lists) {
    for (const AttributeValue& value : values) {
      result.push_back(list);
      result.back().push_back({name, Type::Comparison, Comparator::Equal, {value}});
    }
  }
  return result;
}

void sort(Values& values, bool descending) {
  std::sort(values.begin(), values.end(), [&](const auto& left, const auto& right) {
    return descending ? compare(left, right) > 0 : compare(left, right) < 0;
  });
}

// Values of another type than the key's come to nothing but a refusal, and have no order.
bool have_type(const Values& values, AttributeType type) {
  return std::all_of(values.begin(), values.end(),
                     [&](const AttributeValue& value) { return value.type() == type; });
}

}  // namespace

std::optional<ItemWhere> find_item(const std::optional<ConditionNode>& where,
                                   const std::vector<std::string>& key_names) {
  Conjunction conditions(where);
  ItemWhere item;
  for (const std::string& name : key_names) {
    auto clause =
        conditions.use_first([&](const ConditionNode& node) { return equality_on(node, name); });
    if (!clause) return std::nullopt;
    item.key.set(name, std::move(clause->values.front()));
  }
  item.rest = conditions.rest();
  return item;
}

ReadPlan plan_read(const std::optional<ConditionNode>& where, const KeySchema& schema,
                   std::optional<bool> hash_descending) {
  ReadPlan plan;
  Conjunction conditions(where);
  std::vector<Clauses> queries = {{}};
  for (const KeyElement& element : schema.hash) {
    auto values = conditions.use_first(
        [&](const ConditionNode& node) { return values_of(node, element.name); });
    if (!values) {
      plan.filter = where;
      return plan;
    }
    plan.has_several_values = plan.has_several_values || values->size() > 1;
    if (hash_descending && have_type(*values, element.type)) sort(*values, *hash_descending);
    queries = with_each_value(queries, element.name, *values);
  }
  plan.is_scan = false;
  const Clauses range = range_clauses(conditions, schema);
  for (Clauses& query : queries) {
    query.insert(query.end(), range.begin(), range.end());
    plan.queries.emplace_back(std::move(query));
  }
  plan.filter = conditions.rest();
  return plan;
}

}  // namespace tombola::dynamodb::partiql
