// A PartiQL statement with its parameters placed, in terms of what the other operations are made
// of: conditions, projections, updates. Immutable once made.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/expressions/condition_tree.h"
#include "dynamodb/expressions/projection.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/partiql/syntax_tree.h"

namespace tombola::dynamodb::partiql {

struct Statement {
  using Type = SyntaxStatement::Type;
  Type type = Type::Select;
  std::string table;                     // as given: a name or an ARN
  std::optional<std::string> index;      // Select, Exists
  std::optional<Projection> projection;  // none: *
  std::optional<ConditionNode> where;    // none: no condition
  std::vector<SyntaxOrder> order;        // Select
  Item item;                             // Insert
  Update update;                         // Update
  Returning returning = Returning::Nothing;

  bool is_read() const { return type == Type::Select; }
};

// Throws ApiError::validation, bare: what parser.h lists; what operand_rules.h lists, of conditions
// and updates; what values are refused for (attribute_json.h); and
//   Number of parameters in request and statement don't match.
//   Unexpected path component at 1:8:5                  (SELECT COUNT(*): only paths are selected)
//   This operation is not supported on an index         (UPDATE, DELETE)
//   Invalid returning clause: RETURNING ALL NEW *. Only RETURNING ALL OLD * is allowed in DELETE
//     statements.
Statement parse_statement(std::string_view text, const std::vector<AttributeValue>& parameters);

}  // namespace tombola::dynamodb::partiql
