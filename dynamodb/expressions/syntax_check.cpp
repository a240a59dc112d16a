#include "dynamodb/expressions/syntax_check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "dynamodb/expressions/document_path.h"
#include "dynamodb/expressions/reserved_words.h"

namespace tombola::dynamodb {
namespace {

constexpr std::array<std::string_view, 5> condition_functions = {
    "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains"};
constexpr std::array<std::string_view, 2> update_functions = {"if_not_exists", "list_append"};

bool is_condition_function(std::string_view name) {
  return std::find(condition_functions.begin(), condition_functions.end(), name) !=
         condition_functions.end();
}

bool is_update_function(std::string_view name) {
  return std::find(update_functions.begin(), update_functions.end(), name) !=
         update_functions.end();
}

std::optional<std::uint32_t> parse_list_index(std::string_view digits) {
  std::uint32_t index = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (error != std::errc() || end != digits.data() + digits.size() || index > list_index_max) {
    return std::nullopt;
  }
  return index;
}

class SyntaxCheck {
 public:
  SyntaxCheck(const ExpressionSource& source, const SyntaxTree& tree)
      : source_(source), tree_(tree) {}

  void condition(SyntaxNodeId id) const;
  void operand(SyntaxNodeId id) const;
  void path(const SyntaxPath& path) const;

 private:
  void function(const SyntaxNode& node, bool as_condition) const;
  ApiError misused(std::string_view function) const {
    return source_.refusal(fmt::format(
        "The function is not allowed to be used this way in an expression; function: {}",
        function));
  }

  const ExpressionSource& source_;
  const SyntaxTree& tree_;
};

// A place that wants true or false.
void SyntaxCheck::condition(SyntaxNodeId id) const {
  const SyntaxNode& node = tree_[id];
  switch (node.type) {
    case SyntaxNode::Type::And:
    case SyntaxNode::Type::Or:
    case SyntaxNode::Type::Not:
      for (SyntaxNodeId child : node.children) condition(child);
      return;
    case SyntaxNode::Type::Function:
      return function(node, true);
    default:
      for (SyntaxNodeId child : node.children) operand(child);
  }
}

// A place that wants a value.
void SyntaxCheck::operand(SyntaxNodeId id) const {
  const SyntaxNode& node = tree_[id];
  if (node.type == SyntaxNode::Type::Function) return function(node, false);
  path(node.path);
  for (SyntaxNodeId child : node.children) operand(child);
}

void SyntaxCheck::function(const SyntaxNode& node, bool as_condition) const {
  bool for_condition = is_condition_function(node.text);
  bool for_update = is_update_function(node.text);
  if (!for_condition && !for_update && node.text != "size") {
    throw source_.refusal(fmt::format("Invalid function name; function: {}", node.text));
  }
  bool in_update = source_.kind == ExpressionKind::Update;
  if (in_update != for_update) {
    throw source_.refusal(fmt::format("The function is not allowed in {} expression; function: {}",
                                      in_update ? "an update" : "a condition", node.text));
  }
  if (!in_update && as_condition != for_condition) throw misused(node.text);
  for (SyntaxNodeId child : node.children) {
    // A list_append() cannot be an operand of another, though an if_not_exists() can.
    if (node.text == "list_append" && tree_[child].text == node.text) throw misused(node.text);
    operand(child);
  }
}

void SyntaxCheck::path(const SyntaxPath& path) const {
  for (const SyntaxPathElement& element : path) {
    if (element.type == TokenType::Name && is_reserved_word(element.text)) {
      throw source_.refusal(
          fmt::format("Attribute name is a reserved keyword; reserved keyword: {}", element.text));
    }
    if (element.type == TokenType::Integer && !parse_list_index(element.text)) {
      throw source_.refusal(
          fmt::format("List index is not within the allowable range; index: [{}]", element.text));
    }
  }
}

std::string_view section_name(TokenType type) {
  switch (type) {
    case TokenType::Set:
      return "SET";
    case TokenType::Remove:
      return "REMOVE";
    case TokenType::Add:
      return "ADD";
    default:
      return "DELETE";
  }
}

}  // namespace

void check_condition_syntax(const ExpressionSource& source, const SyntaxTree& tree) {
  SyntaxCheck(source, tree).condition(tree.root);
}

void check_projection_syntax(const ExpressionSource& source, const std::vector<SyntaxPath>& paths) {
  SyntaxTree none;
  SyntaxCheck check(source, none);
  for (const SyntaxPath& path : paths) check.path(path);
}

// AWS gathers the sections by keyword before it reads them: all of SET, then, if SET came twice,
// the complaint, then the keyword that came next.
void check_update_syntax(const ExpressionSource& source, const SyntaxUpdate& update) {
  SyntaxCheck check(source, update.values);
  std::vector<TokenType> seen;
  for (const SyntaxUpdateSection& first : update.sections) {
    if (std::find(seen.begin(), seen.end(), first.type) != seen.end()) continue;
    seen.push_back(first.type);
    int count = 0;
    for (const SyntaxUpdateSection& section : update.sections) {
      if (section.type != first.type) continue;
      ++count;
      for (const SyntaxUpdateAction& action : section.actions) {
        check.path(action.target);
        if (action.has_value) check.operand(action.value);
      }
    }
    if (count > 1) {
      throw source.refusal(
          fmt::format("The \"{}\" section can only be used once in an update expression;",
                      section_name(first.type)));
    }
  }
}

std::uint32_t list_index(std::string_view digits) {
  return parse_list_index(digits).value_or(0);
}

}  // namespace tombola::dynamodb
