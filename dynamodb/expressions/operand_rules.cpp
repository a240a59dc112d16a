#include "dynamodb/expressions/operand_rules.h"

#include <optional>

#include <fmt/format.h>

#include "dynamodb/expressions/value_comparison.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

std::optional<AttributeType> attribute_type_named(std::string_view name) {
  using enum AttributeType;
  for (AttributeType type : {S, N, B, BOOL, Null, SS, NS, BS, L, M}) {
    if (to_string(type) == name) return type;
  }
  return std::nullopt;
}

bool is_ordered(AttributeType type) {
  return type == AttributeType::S || type == AttributeType::N || type == AttributeType::B;
}

// AWS prints a Java AttributeValue; a binary shows as the buffer that it is there.
std::string bound_text(const AttributeValue& bound) {
  std::string content;
  if (bound.type() == AttributeType::S) content = bound.as_string();
  if (bound.type() == AttributeType::N) content = bound.as_number().to_string();
  if (bound.type() == AttributeType::B) {
    content =
        fmt::format("java.nio.HeapByteBuffer[pos=0 lim={0} cap={0}]", bound.as_binary().size());
  }
  return fmt::format("AttributeValue: {{{}:{}}}", to_string(bound.type()), content);
}

std::string distinct_refusal(std::string_view operation, const std::vector<Operand>& operands) {
  const DocumentPath* first = operands.front().path();
  if (first == nullptr) return {};
  for (std::size_t i = 1; i < operands.size(); ++i) {
    const DocumentPath* other = operands[i].path();
    if (other != nullptr && *other == *first) return operands_not_distinct(operation, *first);
  }
  return {};
}

// Only what the request itself holds is refused; an unfit attribute of an item makes the condition
// false instead.
std::string types_refusal(std::string_view operation, const std::vector<Operand>& operands,
                          bool (*accepts)(AttributeType)) {
  for (const Operand& operand : operands) {
    std::optional<AttributeType> type = operand.static_type();
    if (type && !accepts(*type)) return wrong_operand_type(operation, to_string(*type));
  }
  return {};
}

std::string bounds_refusal(const Operand& lower, const Operand& upper) {
  const AttributeValue* low = lower.value();
  const AttributeValue* high = upper.value();
  if (low == nullptr || high == nullptr) return {};
  std::string_view complaint;
  if (low->type() != high->type()) {
    complaint = "same data type for lower and upper bounds";
  } else if (compare(*low, *high) > 0) {
    complaint = "upper bound to be greater than or equal to lower bound";
  } else {
    return {};
  }
  return fmt::format(
      "The BETWEEN operator requires {}; lower bound operand: {}, upper bound operand: {}",
      complaint, bound_text(*low), bound_text(*high));
}

std::string settle_attribute_type(ConditionNode& leaf) {
  const Operand operand = std::move(leaf.operands[1]);
  leaf.operands.pop_back();
  const AttributeValue* value = operand.value();
  if (value == nullptr || value->type() != AttributeType::S) {
    // A path could hold anything, and AWS says so.
    std::optional<AttributeType> type = operand.static_type();
    return wrong_operand_type("attribute_type",
                              type ? to_string(*type) : "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
  }
  std::optional<AttributeType> type = attribute_type_named(value->as_string());
  if (!type) {
    return fmt::format(
        "Invalid attribute type name found; type: {}, valid types: "
        "{{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}",
        value->as_string());
  }
  leaf.attribute_type = *type;
  return {};
}

std::string in_refusal(std::string_view operation, const std::vector<Operand>& operands) {
  std::size_t candidates = operands.size() - 1;
  if (candidates > static_cast<std::size_t>(limits::expression_in_operands_max)) {
    return fmt::format("The IN operator is provided with too many operands; number of operands: {}",
                       candidates);
  }
  return distinct_refusal(operation, operands);
}

// What is left to check once the operands are distinct.
std::string settle_distinct_operands(std::string_view operation, ConditionNode& leaf) {
  switch (leaf.type) {
    case ConditionNode::Type::Between: {
      std::string refusal = types_refusal(operation, leaf.operands, is_ordered);
      return refusal.empty() ? bounds_refusal(leaf.operands[1], leaf.operands[2]) : refusal;
    }
    case ConditionNode::Type::Comparison:
      return is_ordering(leaf.comparator) ? types_refusal(operation, leaf.operands, is_ordered)
                                          : std::string();
    case ConditionNode::Type::AttributeExists:
    case ConditionNode::Type::AttributeNotExists:
      return leaf.operands.front().path() == nullptr ? needs_document_path(operation)
                                                     : std::string();
    case ConditionNode::Type::BeginsWith:
      return types_refusal(operation, leaf.operands, [](AttributeType type) {
        return type == AttributeType::S || type == AttributeType::B;
      });
    case ConditionNode::Type::AttributeType:
      return settle_attribute_type(leaf);
    default:
      return {};
  }
}

}  // namespace

std::string wrong_operand_count(std::string_view operation, std::size_t count) {
  return fmt::format(
      "Incorrect number of operands for operator or function; operator or function: {}, number of "
      "operands: {}",
      operation, count);
}

std::string wrong_operand_type(std::string_view operation, std::string_view type) {
  return fmt::format(
      "Incorrect operand type for operator or function; operator or function: {}, operand type: {}",
      operation, type);
}

std::string needs_document_path(std::string_view function) {
  return fmt::format("Operator or function requires a document path; operator or function: {}",
                     function);
}

std::string operands_not_distinct(std::string_view operation, const DocumentPath& operand) {
  return fmt::format(
      "The first operand must be distinct from the remaining operands for this operator or "
      "function; operator: {}, first operand: {}",
      operation, operand.to_string());
}

std::string path_refusal(const DocumentPath& path) {
  std::size_t levels = path.elements().size();
  if (levels <= static_cast<std::size_t>(limits::document_path_depth_max)) return {};
  return fmt::format("The document path has too many nesting levels; nesting levels: {}", levels);
}

std::size_t operand_count_of(ConditionNode::Type function) {
  return function == ConditionNode::Type::AttributeExists ||
                 function == ConditionNode::Type::AttributeNotExists
             ? 1
             : 2;
}

std::string settle_operands(std::string_view operation, ConditionNode& leaf) {
  if (leaf.type == ConditionNode::Type::In) return in_refusal(operation, leaf.operands);
  std::string refusal = distinct_refusal(operation, leaf.operands);
  return refusal.empty() ? settle_distinct_operands(operation, leaf) : refusal;
}

std::string size_operand_refusal(const Operand& operand) {
  return types_refusal("size", {operand}, [](AttributeType type) {
    return type != AttributeType::N && type != AttributeType::BOOL && type != AttributeType::Null;
  });
}

std::string value_operands_refusal(std::string_view operation, const UpdateValue& value) {
  AttributeType type =
      value.type == UpdateValue::Type::ListAppend ? AttributeType::L : AttributeType::N;
  for (const UpdateValue& operand : value.operands) {
    if (operand.type != UpdateValue::Type::Value || operand.value.type() == type) continue;
    return wrong_operand_type(operation, to_string(operand.value.type()));
  }
  return {};
}

}  // namespace tombola::dynamodb
