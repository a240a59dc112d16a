// A template as it was parsed. Immutable.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tombola::services::velocity {

struct Expression;
using ExpressionPtr = std::unique_ptr<const Expression>;
struct Node;
using Block = std::vector<Node>;

// $name.member.method(arguments)[index]
struct Access {
  enum class Kind { Member, Method, Index };
  Kind kind;
  std::string name;
  std::vector<ExpressionPtr> arguments;  // of an index: one
};
struct Reference {
  std::string name;
  std::vector<Access> accesses;
  bool quiet = false;  // $!name
  std::string source;  // as it stands in the template
};

struct Literal {
  std::variant<std::monostate, bool, std::int64_t, double, std::string> value;
};
struct Interpolated {  // "text with $references"
  Block parts;
};
struct ListLiteral {
  std::vector<ExpressionPtr> elements;
};
struct RangeLiteral {
  ExpressionPtr from;
  ExpressionPtr to;
};
struct MapLiteral {
  std::vector<std::pair<ExpressionPtr, ExpressionPtr>> entries;
};
struct Negation {
  ExpressionPtr operand;
};
enum class Operator {
  Or,
  And,
  Equal,
  Unequal,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Plus,
  Minus,
  Times,
  Divide,
  Remainder
};
struct Operation {
  Operator sign;
  ExpressionPtr left;
  ExpressionPtr right;
};
struct Expression {
  std::variant<Literal, Interpolated, Reference, ListLiteral, RangeLiteral, MapLiteral, Negation,
               Operation>
      form;
};

struct Text {
  std::string text;
};
struct Set {
  Reference target;
  ExpressionPtr value;
};
struct If {
  std::vector<std::pair<ExpressionPtr, Block>> branches;
  Block otherwise;
};
struct Foreach {
  std::string variable;
  ExpressionPtr values;
  Block body;
};
struct Break {};
struct Stop {};

struct Node {
  std::variant<Text, Reference, Set, If, Foreach, Break, Stop> form;
};

}  // namespace tombola::services::velocity
