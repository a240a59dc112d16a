#include <fmt/format.h>

#include "dynamodb/expressions/operand_rules.h"
#include "dynamodb/partiql/translation.h"

namespace tombola::dynamodb::partiql {
namespace {

using Type = SyntaxNode::Type;

class UpdateTranslator {
 public:
  explicit UpdateTranslator(const Parameters& parameters) : parameters_(parameters) {}

  UpdateAction action(const SyntaxAssignment& assignment) const;

 private:
  UpdateAction set_change(DocumentPath target, const SyntaxNode& call) const;
  UpdateValue value(const SyntaxNode& node) const;
  UpdateValue operation(UpdateValue::Type type, const SyntaxNode& node) const;

  const Parameters& parameters_;
};

UpdateAction UpdateTranslator::action(const SyntaxAssignment& assignment) const {
  DocumentPath target = translate_path(assignment.target);
  if (!assignment.value) return {UpdateAction::Type::Remove, std::move(target), {}};
  const SyntaxNode& node = *assignment.value;
  if (node.type == Type::Call && (node.text == "set_add" || node.text == "set_delete")) {
    return set_change(std::move(target), node);
  }
  return {UpdateAction::Type::Set, std::move(target), value(node)};
}

// SET a = set_add(a, <<..>>): the attribute that is set is the one that is added to.
UpdateAction UpdateTranslator::set_change(DocumentPath target, const SyntaxNode& call) const {
  if (call.children.size() != 2) {
    throw ApiError::validation(wrong_operand_count(call.text, call.children.size()));
  }
  const SyntaxNode& first = call.children[0];
  if (first.type != Type::Path || translate_path(first.path) != target) {
    throw ApiError::validation(
        fmt::format("The first operand of {} must be the path that is set at {}", call.text,
                    first.position.to_string()));
  }
  AttributeValue members = translate_value(call.children[1], parameters_);
  if (members.type() != AttributeType::SS && members.type() != AttributeType::NS &&
      members.type() != AttributeType::BS) {
    throw ApiError::validation(wrong_operand_type(call.text, to_string(members.type())));
  }
  UpdateAction action{call.text == "set_add" ? UpdateAction::Type::Add : UpdateAction::Type::Delete,
                      std::move(target),
                      {}};
  action.value.value = std::move(members);
  return action;
}

UpdateValue UpdateTranslator::value(const SyntaxNode& node) const {
  UpdateValue result;
  if (is_value(node)) {
    result.value = translate_value(node, parameters_);
    return result;
  }
  switch (node.type) {
    case Type::Path:
      result.type = UpdateValue::Type::Path;
      result.path = translate_path(node.path);
      return result;
    case Type::Plus:
      return operation(UpdateValue::Type::Plus, node);
    case Type::Minus:
      return operation(UpdateValue::Type::Minus, node);
    case Type::Call:
      if (node.text == "list_append") return operation(UpdateValue::Type::ListAppend, node);
      throw ApiError::validation(fmt::format("Invalid function name; function: {}", node.text));
    default:
      throw ApiError::validation(
          fmt::format("Unsupported expression in SET clause at {}", node.position.to_string()));
  }
}

UpdateValue UpdateTranslator::operation(UpdateValue::Type type, const SyntaxNode& node) const {
  UpdateValue result;
  result.type = type;
  for (const SyntaxNode& child : node.children) result.operands.push_back(value(child));
  if (result.operands.size() != 2) {
    throw ApiError::validation(wrong_operand_count(node.text, result.operands.size()));
  }
  const std::string refusal = value_operands_refusal(node.text, result);
  if (!refusal.empty()) throw ApiError::validation(refusal);
  return result;
}

}  // namespace

Update translate_update(const std::vector<SyntaxAssignment>& assignments,
                        const Parameters& parameters) {
  const UpdateTranslator translator(parameters);
  std::vector<UpdateAction> actions;
  std::vector<DocumentPath> targets;
  for (const SyntaxAssignment& assignment : assignments) {
    actions.push_back(translator.action(assignment));
    targets.push_back(actions.back().target);
  }
  const std::string clash = path_clash_error(targets);
  if (!clash.empty()) throw ApiError::validation(clash);
  return Update(Update::Form::Expression, std::move(actions));
}

}  // namespace tombola::dynamodb::partiql
