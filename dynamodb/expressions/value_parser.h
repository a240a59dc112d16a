// Reads conditions and the right sides of SET into a syntax tree, without recursion.
#pragma once

#include <vector>

#include "dynamodb/expressions/syntax_reader.h"

namespace tombola::dynamodb {

class ValueParser {
 public:
  // What may stand at a place.
  enum class Place { Condition, SetValue, Operand };

  // Both outlive the parser; nodes are added to the tree.
  ValueParser(SyntaxReader& reader, SyntaxTree& tree) : reader_(reader), tree_(tree) {}

  // A condition takes the whole rest of the expression; a set value ends where it can no longer go
  // on. Throws ApiError::validation: a syntax error, or redundant parentheses.
  SyntaxNodeId read(Place place);

  // Operators and functions in all that was read.
  int operator_count() const { return operator_count_; }

 private:
  // Something that is begun and not finished.
  struct Frame {
    enum class Type {
      Parenthesis,
      Call,
      Comparison,
      BetweenLower,
      BetweenUpper,
      InList,
      Arithmetic,
      Not,
      Junction,  // AND, OR
    };
    Type type = Type::Parenthesis;
    Place inside = Place::Operand;
    SyntaxNodeId node = 0;  // the node that is being made; none for Parenthesis and Not
  };
  enum class Next { Operand, Token, Done };

  SyntaxNodeId first_operand();
  Next after(SyntaxNodeId& current);
  bool begin_operator(SyntaxNodeId current);
  Next end_of_frame(SyntaxNodeId& current);
  bool begin_junction(SyntaxNodeId current);
  void close_parenthesis(SyntaxNodeId current);

  Place place() const { return frames_.empty() ? outermost_ : frames_.back().inside; }
  SyntaxNodeId add_node(SyntaxNode node);
  SyntaxNodeId begin_node(SyntaxNode::Type type, SyntaxNodeId first_child);
  SyntaxNodeId finish_node(SyntaxNodeId last_child);

  SyntaxReader& reader_;
  SyntaxTree& tree_;
  std::vector<Frame> frames_;
  Place outermost_ = Place::Condition;
  int operator_count_ = 0;
};

}  // namespace tombola::dynamodb
