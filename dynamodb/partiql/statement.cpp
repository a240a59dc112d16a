#include "dynamodb/partiql/statement.h"

#include <fmt/format.h>

#include "dynamodb/partiql/parser.h"
#include "dynamodb/partiql/translation.h"

namespace tombola::dynamodb::partiql {
namespace {

std::optional<Projection> translate_items(const std::vector<SyntaxNode>& items) {
  if (items.empty()) return std::nullopt;
  std::vector<DocumentPath> paths;
  for (const SyntaxNode& item : items) {
    if (item.type != SyntaxNode::Type::Path) {
      throw ApiError::validation(
          fmt::format("Unexpected path component at {}", item.position.to_string()));
    }
    paths.push_back(translate_path(item.path));
  }
  const std::string clash = path_clash_error(paths);
  if (!clash.empty()) throw ApiError::validation(clash);
  return Projection(std::move(paths), Projection::Shape::Columns);
}

void check_returning(const SyntaxStatement& syntax) {
  if (syntax.type != Statement::Type::Delete || syntax.returning == Returning::Nothing ||
      syntax.returning == Returning::AllOld) {
    return;
  }
  throw ApiError::validation(
      fmt::format("Invalid returning clause: RETURNING {} *. Only RETURNING ALL OLD * is allowed "
                  "in DELETE statements.",
                  to_string(syntax.returning)));
}

void place_table(Statement& statement, const SyntaxTable& table) {
  statement.table = table.name;
  statement.index = table.index;
}

}  // namespace

Statement parse_statement(std::string_view text, const std::vector<AttributeValue>& parameters) {
  const SyntaxStatement syntax = parse_syntax(text);
  if (syntax.parameter_count != parameters.size()) {
    throw ApiError::validation("Number of parameters in request and statement don't match.");
  }
  Statement statement;
  statement.type = syntax.type;
  statement.returning = syntax.returning;
  check_returning(syntax);
  const bool selects =
      syntax.type == Statement::Type::Select || syntax.type == Statement::Type::Exists;
  place_table(statement, selects ? syntax.select.from : syntax.table);
  if (!selects && statement.index) {
    throw ApiError::validation("This operation is not supported on an index");
  }
  statement.projection = translate_items(syntax.select.items);
  statement.order = syntax.select.order;
  if (syntax.value) statement.item = translate_item(*syntax.value, parameters);
  if (syntax.type == Statement::Type::Update) {
    statement.update = translate_update(syntax.assignments, parameters);
  }
  const std::optional<SyntaxNode>& where = selects ? syntax.select.where : syntax.where;
  if (where) statement.where = translate_condition(*where, parameters);
  return statement;
}

}  // namespace tombola::dynamodb::partiql
