// A PartiQL statement as it is written, before parameters are placed and names mean anything. As
// deep as limits::partiql_nesting_max at most, chains of AND and OR being flat.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dynamodb/partiql/token.h"

namespace tombola::dynamodb::partiql {

struct SyntaxPathElement {
  bool is_index = false;
  std::string text;  // a name, or the digits of an index
};
using SyntaxPath = std::vector<SyntaxPathElement>;

struct SyntaxNode {
  enum class Type {
    // Values and their parts.
    String,
    Number,
    Boolean,
    Null,
    Missing,
    Parameter,
    List,    // [..], and (.., ..)
    Bag,     // <<..>>
    Struct,  // children: names and values in turn
    Path,
    // Operations.
    Call,  // text is the function's name in lower case
    Plus,
    Minus,
    Compare,  // text is the operator
    Between,  // three children
    In,       // the operand, then the candidates
    Is,       // one child; text is "null" or "missing"
    Not,
    And,  // two children or more
    Or,
    Other,  // an operator that SQL has and DynamoDB has not
  };
  Type type = Type::Null;
  std::string text;
  std::size_t parameter = 0;  // which one, from 0
  SyntaxPath path;
  std::vector<SyntaxNode> children;
  Position position;
};

struct SyntaxTable {
  std::string name;
  std::optional<std::string> index;
};

struct SyntaxOrder {
  std::string attribute;
  bool descending = false;
};

struct SyntaxSelect {
  std::vector<SyntaxNode> items;  // none: *
  SyntaxTable from;
  std::optional<SyntaxNode> where;
  std::vector<SyntaxOrder> order;
};

struct SyntaxAssignment {
  SyntaxPath target;
  std::optional<SyntaxNode> value;  // none: REMOVE
};

// The words between RETURNING and *.
enum class Returning { Nothing, AllOld, AllNew, ModifiedOld, ModifiedNew };
// "ALL OLD", ...
std::string_view to_string(Returning returning);

struct SyntaxStatement {
  enum class Type { Select, Exists, Insert, Update, Delete };
  Type type = Type::Select;
  SyntaxSelect select;                        // Select, Exists
  SyntaxTable table;                          // the others
  std::optional<SyntaxNode> value;            // Insert
  std::vector<SyntaxAssignment> assignments;  // Update
  std::optional<SyntaxNode> where;            // Update, Delete
  Returning returning = Returning::Nothing;
  std::size_t parameter_count = 0;
};

}  // namespace tombola::dynamodb::partiql
