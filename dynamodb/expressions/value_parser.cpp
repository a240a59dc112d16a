// A condition is read from left to right with an explicit stack of frames: one for each thing that
// is begun and not finished. An opening parenthesis is the difficulty: it may hold a condition, as
// in (a = b), or an operand, as in (a) = b, and only what follows tells. So both kinds of value
// live in one tree, a frame says what may stand inside it, and each token is judged by whether it
// can go on with what has been read. The first that cannot is the one that the syntax error names.
//
//   condition := condition OR condition | condition AND condition | NOT condition
//              | operand comparator operand | operand BETWEEN operand AND operand
//              | operand IN (operand, ...) | function(operand, ...) | (condition)
//   operand   := path | :value | function(operand, ...) | (operand)
//   set value := operand | operand +- operand | (set value)
//   path      := name, then .name or [index]
#include "dynamodb/expressions/value_parser.h"

#include <utility>

namespace tombola::dynamodb {
namespace {

bool is_comparator(TokenType type) {
  return type >= TokenType::Equal && type <= TokenType::GreaterOrEqual;
}

}  // namespace

SyntaxNodeId ValueParser::read(Place place) {
  outermost_ = place;
  for (;;) {
    SyntaxNodeId current = first_operand();
    Next next = Next::Token;
    while (next == Next::Token) next = after(current);
    if (next == Next::Done) return current;
  }
}

// Opens frames until a path or :value is read.
SyntaxNodeId ValueParser::first_operand() {
  for (;;) {
    SyntaxNode node;
    switch (reader_.peek()) {
      case TokenType::LeftParenthesis:
        reader_.take();
        frames_.push_back({Frame::Type::Parenthesis, place(), 0});
        continue;
      case TokenType::Not:
        if (place() != Place::Condition) reader_.fail();
        reader_.take();
        frames_.push_back({Frame::Type::Not, Place::Condition, 0});
        continue;
      case TokenType::Name:
        if (reader_.peek(1) == TokenType::LeftParenthesis) {
          ++operator_count_;
          node.type = SyntaxNode::Type::Function;
          node.text = reader_.take();
          reader_.take();
          frames_.push_back({Frame::Type::Call, Place::Operand, add_node(std::move(node))});
          continue;
        }
        [[fallthrough]];
      case TokenType::NamePlaceholder:
        node.type = SyntaxNode::Type::Path;
        node.path = reader_.path();
        return add_node(std::move(node));
      case TokenType::ValuePlaceholder:
        node.type = SyntaxNode::Type::Value;
        node.text = reader_.take();
        return add_node(std::move(node));
      default:
        reader_.fail();
    }
  }
}

// `current` is complete; the next token says what becomes of it.
ValueParser::Next ValueParser::after(SyntaxNodeId& current) {
  SyntaxNode::Type type = tree_[current].type;
  if (place() != Place::Operand && !tree_[current].is_condition() && begin_operator(current)) {
    return Next::Operand;
  }
  // A function may be a condition by itself; a bare path or value needs an operator, unless this is
  // the end of its own parentheses: (a) = b.
  bool is_bare = type == SyntaxNode::Type::Path || type == SyntaxNode::Type::Value;
  if (place() == Place::Condition && is_bare) {
    bool closes = !frames_.empty() && frames_.back().type == Frame::Type::Parenthesis &&
                  reader_.peek() == TokenType::RightParenthesis;
    if (!closes) reader_.fail();
  }
  return end_of_frame(current);
}

// Comparators, BETWEEN, IN, + and -: `current` is their left operand. False: the token is none of
// them, or does not belong here.
bool ValueParser::begin_operator(SyntaxNodeId current) {
  TokenType token = reader_.peek();
  if (place() == Place::SetValue) {
    bool is_sum = token == TokenType::Plus || token == TokenType::Minus;
    if (!is_sum || tree_[current].type == SyntaxNode::Type::Arithmetic) return false;
    SyntaxNodeId node = begin_node(SyntaxNode::Type::Arithmetic, current);
    frames_.push_back({Frame::Type::Arithmetic, Place::Operand, node});
    return true;
  }
  if (is_comparator(token)) {
    SyntaxNodeId node = begin_node(SyntaxNode::Type::Comparison, current);
    frames_.push_back({Frame::Type::Comparison, Place::Operand, node});
    return true;
  }
  if (token == TokenType::Between) {
    SyntaxNodeId node = begin_node(SyntaxNode::Type::Between, current);
    frames_.push_back({Frame::Type::BetweenLower, Place::Operand, node});
    return true;
  }
  if (token == TokenType::In) {
    SyntaxNodeId node = begin_node(SyntaxNode::Type::In, current);
    reader_.expect(TokenType::LeftParenthesis);
    frames_.push_back({Frame::Type::InList, Place::Operand, node});
    return true;
  }
  return false;
}

// `current` stands at the end of the innermost frame, or the token is wrong.
ValueParser::Next ValueParser::end_of_frame(SyntaxNodeId& current) {
  if (frames_.empty()) {
    if (outermost_ != Place::Condition) return Next::Done;
    if (begin_junction(current)) return Next::Operand;
    reader_.expect(TokenType::End);
    return Next::Done;
  }
  Frame& frame = frames_.back();
  switch (frame.type) {
    case Frame::Type::Parenthesis:
      if (frame.inside == Place::Condition && begin_junction(current)) return Next::Operand;
      close_parenthesis(current);
      return Next::Token;
    case Frame::Type::Call:
    case Frame::Type::InList:
      if (reader_.peek() == TokenType::Comma) {
        reader_.take();
        tree_[frame.node].children.push_back(current);
        return Next::Operand;
      }
      reader_.expect(TokenType::RightParenthesis);
      break;
    case Frame::Type::BetweenLower:
      reader_.expect(TokenType::And);
      tree_[frame.node].children.push_back(current);
      frame.type = Frame::Type::BetweenUpper;
      return Next::Operand;
    case Frame::Type::Not:
      ++operator_count_;
      frame.node = add_node({});
      tree_[frame.node].type = SyntaxNode::Type::Not;
      tree_[frame.node].text = "NOT";
      break;
    case Frame::Type::Junction:
      // AND binds tighter than the OR whose right side this is.
      if (tree_[frame.node].type == SyntaxNode::Type::Or && reader_.peek() == TokenType::And) {
        begin_junction(current);
        return Next::Operand;
      }
      break;
    case Frame::Type::Comparison:
    case Frame::Type::BetweenUpper:
    case Frame::Type::Arithmetic:
      break;
  }
  current = finish_node(current);
  return Next::Token;
}

bool ValueParser::begin_junction(SyntaxNodeId current) {
  TokenType token = reader_.peek();
  if (token != TokenType::And && token != TokenType::Or) return false;
  SyntaxNodeId node =
      begin_node(token == TokenType::And ? SyntaxNode::Type::And : SyntaxNode::Type::Or, current);
  frames_.push_back({Frame::Type::Junction, Place::Condition, node});
  return true;
}

// AWS refuses two pairs straight round one thing as soon as it reads the outer one, before any
// syntax error further on.
void ValueParser::close_parenthesis(SyntaxNodeId current) {
  reader_.expect(TokenType::RightParenthesis);
  if (tree_[current].parenthesised) {
    throw reader_.source().refusal("The expression has redundant parentheses;");
  }
  tree_[current].parenthesised = true;
  frames_.pop_back();
}

SyntaxNodeId ValueParser::add_node(SyntaxNode node) {
  tree_.nodes.push_back(std::move(node));
  return tree_.nodes.size() - 1;
}

// Takes the operator's token.
SyntaxNodeId ValueParser::begin_node(SyntaxNode::Type type, SyntaxNodeId first_child) {
  ++operator_count_;
  SyntaxNode node;
  node.type = type;
  node.operation = reader_.peek();
  node.text = reader_.take();
  node.children.push_back(first_child);
  return add_node(std::move(node));
}

SyntaxNodeId ValueParser::finish_node(SyntaxNodeId last_child) {
  SyntaxNodeId node = frames_.back().node;
  tree_[node].children.push_back(last_child);
  frames_.pop_back();
  return node;
}

}  // namespace tombola::dynamodb
