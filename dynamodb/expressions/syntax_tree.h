// An expression as it is written, before anything is looked up: what the parser makes and the
// resolvers read. Nodes lie in one vector and refer to their children by position, so that building
// and dropping a tree never recurses, however deep the text nests.
//
// The views point into the expression's text; a tree lives no longer than that.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "dynamodb/expressions/token.h"

namespace tombola::dynamodb {

using SyntaxNodeId = std::size_t;

// Name, NamePlaceholder or Integer (a list index, in digits).
struct SyntaxPathElement {
  TokenType type = TokenType::Name;
  std::string_view text;
};
using SyntaxPath = std::vector<SyntaxPathElement>;

struct SyntaxNode {
  enum class Type {
    Path,
    Value,     // text: the placeholder
    Function,  // text: its name; children: operands
    Arithmetic,
    Comparison,
    Between,  // children: operand, lower, upper
    In,       // children: operand, candidates
    And,
    Or,
    Not,
  };
  Type type = Type::Path;
  TokenType operation = TokenType::End;  // Arithmetic, Comparison: which
  std::string_view text;
  SyntaxPath path;
  std::vector<SyntaxNodeId> children;
  bool parenthesised = false;

  bool is_condition() const { return type >= Type::Comparison; }
};

struct SyntaxTree {
  std::vector<SyntaxNode> nodes;
  SyntaxNodeId root = 0;

  const SyntaxNode& operator[](SyntaxNodeId id) const { return nodes[id]; }
  SyntaxNode& operator[](SyntaxNodeId id) { return nodes[id]; }
};

// SET a = b + :c, d = :e is one section with two actions.
struct SyntaxUpdateAction {
  SyntaxPath target;
  bool has_value = false;  // REMOVE has none
  SyntaxNodeId value = 0;
};
struct SyntaxUpdateSection {
  TokenType type = TokenType::Set;  // Set, Remove, Add, Delete
  std::vector<SyntaxUpdateAction> actions;
};
struct SyntaxUpdate {
  SyntaxTree values;
  std::vector<SyntaxUpdateSection> sections;
};

}  // namespace tombola::dynamodb
