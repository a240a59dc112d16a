// Update::parse. AWS looks at an update in this order: the syntax; the targets, all of them, and
// whether they clash; then the actions from the last to the first, once for their #names and once
// more for their values.
#include <array>
#include <optional>

#include <fmt/format.h>

#include "dynamodb/expressions/operand_rules.h"
#include "dynamodb/expressions/resolver.h"
#include "dynamodb/expressions/syntax_check.h"
#include "dynamodb/expressions/update.h"

namespace tombola::dynamodb {
namespace {

bool is_set(AttributeType type) {
  return type == AttributeType::SS || type == AttributeType::NS || type == AttributeType::BS;
}

// The types of ADD and DELETE operands go by other names than anywhere else (observed on AWS,
// eu-west-2, September 2026). Sets are always allowed and need none.
std::string_view section_operand_type(AttributeType type) {
  switch (type) {
    case AttributeType::S:
      return "STRING";
    case AttributeType::N:
      return "NUMBER";
    case AttributeType::B:
      return "BINARY";
    case AttributeType::L:
      return "LIST";
    case AttributeType::M:
      return "MAP";
    default:
      return to_string(type);
  }
}

UpdateAction::Type action_type(TokenType section) {
  switch (section) {
    case TokenType::Set:
      return UpdateAction::Type::Set;
    case TokenType::Remove:
      return UpdateAction::Type::Remove;
    case TokenType::Add:
      return UpdateAction::Type::Add;
    default:
      return UpdateAction::Type::Delete;
  }
}

class UpdateResolver {
 public:
  UpdateResolver(const SyntaxTree& tree, const Resolver& resolver)
      : tree_(tree), resolver_(resolver) {}

  void resolve_names(SyntaxNodeId id) const;
  UpdateValue value(SyntaxNodeId id) const;
  void check_section_operand(const UpdateAction& action) const;

 private:
  UpdateValue operation(const SyntaxNode& node) const;
  void check_types(std::string_view operation, const UpdateValue& value) const;

  const SyntaxTree& tree_;
  const Resolver& resolver_;
};

void UpdateResolver::resolve_names(SyntaxNodeId id) const {
  const SyntaxNode& node = tree_[id];
  if (node.type == SyntaxNode::Type::Path) resolver_.path(node.path);
  for (SyntaxNodeId child : node.children) resolve_names(child);
}

UpdateValue UpdateResolver::value(SyntaxNodeId id) const {
  const SyntaxNode& node = tree_[id];
  UpdateValue value;
  switch (node.type) {
    case SyntaxNode::Type::Path:
      value.type = UpdateValue::Type::Path;
      value.path = resolver_.path(node.path);
      return value;
    case SyntaxNode::Type::Value:
      value.value = resolver_.value(node.text);
      return value;
    default:
      return operation(node);
  }
}

// + and -, if_not_exists() and list_append(); the syntax check has left no other function here.
UpdateValue UpdateResolver::operation(const SyntaxNode& node) const {
  UpdateValue result;
  for (SyntaxNodeId child : node.children) result.operands.push_back(value(child));
  if (node.type == SyntaxNode::Type::Arithmetic) {
    result.type =
        node.operation == TokenType::Plus ? UpdateValue::Type::Plus : UpdateValue::Type::Minus;
    check_types(node.text, result);
    return result;
  }
  if (result.operands.size() != 2) {
    throw resolver_.refusal(wrong_operand_count(node.text, result.operands.size()));
  }
  if (node.text == "list_append") {
    result.type = UpdateValue::Type::ListAppend;
    check_types(node.text, result);
    return result;
  }
  result.type = UpdateValue::Type::IfNotExists;
  const UpdateValue& path = result.operands[0];
  const UpdateValue& otherwise = result.operands[1];
  if (path.type != UpdateValue::Type::Path) {
    throw resolver_.refusal(needs_document_path(node.text));
  }
  if (otherwise.type == UpdateValue::Type::Path && otherwise.path == path.path) {
    throw resolver_.refusal(operands_not_distinct(node.text, path.path));
  }
  return result;
}

void UpdateResolver::check_types(std::string_view operation, const UpdateValue& value) const {
  std::string refusal = value_operands_refusal(operation, value);
  if (!refusal.empty()) throw resolver_.refusal(refusal);
}

void UpdateResolver::check_section_operand(const UpdateAction& action) const {
  if (action.type != UpdateAction::Type::Add && action.type != UpdateAction::Type::Delete) return;
  bool is_add = action.type == UpdateAction::Type::Add;
  AttributeType type = action.value.value.type();
  if (is_set(type) || (is_add && type == AttributeType::N)) return;
  throw resolver_.refusal(fmt::format(
      "Incorrect operand type for operator or function; operator: {}, operand type: {}, "
      "typeSet: ALLOWED_FOR_ADD_OPERAND",
      is_add ? "ADD" : "DELETE", section_operand_type(type)));
}

void check_targets(const ExpressionSource& source, const std::vector<UpdateAction>& actions) {
  std::vector<DocumentPath> targets;
  targets.reserve(actions.size());
  for (const UpdateAction& action : actions) targets.push_back(action.target);
  std::string clash = path_clash_error(targets);
  if (!clash.empty()) throw source.refusal(clash);
}

}  // namespace

Update Update::parse(std::string_view text, ExpressionPlaceholders& placeholders) {
  ExpressionSource source{text, ExpressionKind::Update, placeholders.layer()};
  SyntaxUpdate syntax = parse_update_syntax(source);
  check_update_syntax(source, syntax);

  Resolver resolver(source, placeholders);
  std::vector<UpdateAction> actions;
  std::vector<const SyntaxUpdateAction*> written;
  for (const SyntaxUpdateSection& section : syntax.sections) {
    for (const SyntaxUpdateAction& action : section.actions) {
      actions.push_back({action_type(section.type), resolver.path(action.target), {}});
      written.push_back(&action);
    }
  }
  check_targets(source, actions);

  UpdateResolver values(syntax.values, resolver);
  for (std::size_t i = actions.size(); i-- > 0;) {
    if (written[i]->has_value) values.resolve_names(written[i]->value);
  }
  for (std::size_t i = actions.size(); i-- > 0;) {
    if (!written[i]->has_value) continue;
    actions[i].value = values.value(written[i]->value);
    values.check_section_operand(actions[i]);
  }
  return Update(Form::Expression, std::move(actions));
}

}  // namespace tombola::dynamodb
