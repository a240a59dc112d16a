#include "dynamodb/expressions/condition_tree.h"

namespace tombola::dynamodb {
namespace {

void append_paths(std::vector<const DocumentPath*>& paths, const ConditionNode& node) {
  for (const Operand& operand : node.operands) {
    if (const auto* path = std::get_if<DocumentPath>(&operand.source)) paths.push_back(path);
  }
  for (const ConditionNode& child : node.children) append_paths(paths, child);
}

}  // namespace

std::string_view to_string(Comparator comparator) {
  switch (comparator) {
    case Comparator::Equal:
      return "=";
    case Comparator::NotEqual:
      return "<>";
    case Comparator::Less:
      return "<";
    case Comparator::LessOrEqual:
      return "<=";
    case Comparator::Greater:
      return ">";
    case Comparator::GreaterOrEqual:
      return ">=";
  }
  return "";
}

bool is_ordering(Comparator comparator) {
  return comparator != Comparator::Equal && comparator != Comparator::NotEqual;
}

Comparator mirrored(Comparator comparator) {
  switch (comparator) {
    case Comparator::Less:
      return Comparator::Greater;
    case Comparator::LessOrEqual:
      return Comparator::GreaterOrEqual;
    case Comparator::Greater:
      return Comparator::Less;
    case Comparator::GreaterOrEqual:
      return Comparator::LessOrEqual;
    default:
      return comparator;
  }
}

std::vector<const DocumentPath*> document_paths(const ConditionNode& node) {
  std::vector<const DocumentPath*> paths;
  append_paths(paths, node);
  return paths;
}

}  // namespace tombola::dynamodb
