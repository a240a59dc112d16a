#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/partiql/parser.h"

namespace tombola::dynamodb::partiql {
namespace {

ApiError more_than_a_table(const Position& position) {
  return ApiError::validation(fmt::format(
      "FROM clause may only contain a single table name in data manipulation statements at {}",
      position.to_string()));
}

class StatementParser {
 public:
  explicit StatementParser(std::string_view statement) : reader_(statement) {}

  SyntaxStatement statement();

 private:
  void verb(SyntaxStatement& statement);
  SyntaxSelect select();
  std::vector<SyntaxNode> select_list();
  SyntaxTable from();
  std::vector<SyntaxOrder> order_by();
  void check_no_other_clause() const;

  void exists(SyntaxStatement& statement);
  void insert(SyntaxStatement& statement);
  void update(SyntaxStatement& statement);
  void delete_from(SyntaxStatement& statement);
  SyntaxTable single_table();
  void assignments(SyntaxStatement& statement);
  std::optional<SyntaxNode> where();
  Returning returning();
  void check_no_alias() const;

  TokenReader reader_;
};

SyntaxStatement StatementParser::statement() {
  SyntaxStatement statement;
  verb(statement);
  if (reader_.take_if(TokenType::Semicolon) && !reader_.head().is(TokenType::End)) {
    throw malformed("Unexpected token after semicolon. (Only one query is allowed.)");
  }
  if (!reader_.head().is(TokenType::End)) throw malformed("Unexpected token after expression");
  statement.parameter_count = reader_.parameter_count();
  return statement;
}

void StatementParser::verb(SyntaxStatement& statement) {
  if (reader_.take_keyword("select")) {
    statement.type = SyntaxStatement::Type::Select;
    statement.select = select();
  } else if (reader_.take_keyword("insert")) {
    insert(statement);
  } else if (reader_.take_keyword("update")) {
    update(statement);
  } else if (reader_.take_keyword("delete")) {
    delete_from(statement);
  } else if (reader_.take_keyword("exists")) {
    exists(statement);
  } else {
    throw malformed("Expected data manipulation");
  }
}

SyntaxSelect StatementParser::select() {
  SyntaxSelect select;
  select.items = select_list();
  if (!reader_.take_keyword("from")) throw malformed("Expected FROM after SELECT list");
  select.from = from();
  select.where = where();
  if (reader_.take_keyword("order")) select.order = order_by();
  check_no_other_clause();
  return select;
}

std::vector<SyntaxNode> StatementParser::select_list() {
  if (reader_.head().is_keyword("distinct") || reader_.head().is_keyword("value")) {
    check_no_other_clause();
  }
  std::vector<SyntaxNode> items;
  if (reader_.take_operator("*")) {
    if (reader_.head().is(TokenType::Comma)) {
      throw malformed(
          "Other expressions may not be present in the select list when '*' is used without dot "
          "notation.");
    }
    return items;
  }
  do {
    items.push_back(parse_expression(reader_));
    check_no_alias();
  } while (reader_.take_if(TokenType::Comma));
  return items;
}

SyntaxTable StatementParser::from() {
  const SyntaxPath path = parse_simple_path(reader_);
  if (path.size() > 2) {
    throw ApiError::validation("A path may contain at most 2 components in the FROM clause");
  }
  check_no_alias();
  const Token& head = reader_.head();
  if (head.is(TokenType::Comma) || head.is_keyword("join") || head.is_keyword("inner") ||
      head.is_keyword("left") || head.is_keyword("right") || head.is_keyword("outer") ||
      head.is_keyword("cross") || head.is_keyword("full")) {
    throw ApiError::validation("Only select from a single table or index is supported.");
  }
  SyntaxTable table{path.front().text, std::nullopt};
  if (path.size() == 2) table.index = path.back().text;
  return table;
}

std::vector<SyntaxOrder> StatementParser::order_by() {
  reader_.expect_keyword("by");
  std::vector<SyntaxOrder> order;
  do {
    const SyntaxPath path = parse_simple_path(reader_);
    SyntaxOrder term{path.front().text, false};
    if (path.size() > 1) throw malformed("Expected identifier for simple path");
    if (reader_.take_keyword("desc")) {
      term.descending = true;
    } else {
      reader_.take_keyword("asc");
    }
    order.push_back(std::move(term));
  } while (reader_.take_if(TokenType::Comma));
  return order;
}

// What SQL has and DynamoDB has not.
void StatementParser::check_no_other_clause() const {
  const Token& head = reader_.head();
  for (std::string_view clause : {"distinct", "value", "group", "having", "limit"}) {
    if (!head.is_keyword(clause)) continue;
    std::string name(clause);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    throw ApiError::validation(fmt::format("Unsupported clause: {} at {}",
                                           name == "GROUP" ? "GROUP BY" : name,
                                           head.position.to_string()));
  }
}

void StatementParser::check_no_alias() const {
  const Token& head = reader_.head();
  if (head.is(TokenType::Identifier) || head.is(TokenType::QuotedIdentifier) ||
      head.is_keyword("as") || head.is_keyword("at") || head.is_keyword("by")) {
    throw ApiError::validation("Aliasing is not supported");
  }
}

void StatementParser::exists(SyntaxStatement& statement) {
  statement.type = SyntaxStatement::Type::Exists;
  reader_.expect(TokenType::LeftParenthesis);
  if (!reader_.take_keyword("select")) throw malformed("Expected data manipulation");
  statement.select = select();
  reader_.expect(TokenType::RightParenthesis);
}

void StatementParser::insert(SyntaxStatement& statement) {
  statement.type = SyntaxStatement::Type::Insert;
  if (!reader_.take_keyword("into")) throw malformed("Unexpected keyword");
  const Position position = reader_.head().position;
  statement.table = single_table();
  if (statement.table.index) throw more_than_a_table(position);
  const bool has_value = reader_.take_keyword("value");
  // Without VALUE this would be SQL's form, of which AWS complains in detail only as far as it
  // cannot read it.
  statement.value = parse_expression(reader_);
  if (!has_value) throw malformed("Expected VALUE keyword");
}

void StatementParser::update(SyntaxStatement& statement) {
  statement.type = SyntaxStatement::Type::Update;
  statement.table = single_table();
  assignments(statement);
  statement.where = where();
  statement.returning = returning();
}

void StatementParser::delete_from(SyntaxStatement& statement) {
  statement.type = SyntaxStatement::Type::Delete;
  if (!reader_.take_keyword("from")) throw malformed("Expected FROM after DELETE");
  statement.table = single_table();
  statement.where = where();
  statement.returning = returning();
}

// An index is refused later, with other words than AWS has for an INSERT.
SyntaxTable StatementParser::single_table() {
  const Position position = reader_.head().position;
  const SyntaxPath path = parse_simple_path(reader_);
  check_no_alias();
  SyntaxTable table{path.front().text, std::nullopt};
  if (path.size() == 2) table.index = path.back().text;
  if (path.size() > 2) throw more_than_a_table(position);
  return table;
}

// SET a = 1, b = 2 REMOVE c SET d = 3, in any order and number.
void StatementParser::assignments(SyntaxStatement& statement) {
  for (;;) {
    if (reader_.take_keyword("remove")) {
      statement.assignments.push_back({parse_simple_path(reader_), std::nullopt});
    } else if (reader_.take_keyword("set")) {
      do {
        SyntaxAssignment assignment{parse_simple_path(reader_), std::nullopt};
        if (!reader_.take_operator("=")) throw malformed("Expected '='");
        assignment.value = parse_expression(reader_);
        statement.assignments.push_back(std::move(assignment));
      } while (reader_.take_if(TokenType::Comma));
    } else {
      break;
    }
  }
  if (statement.assignments.empty()) throw malformed("Expected data manipulation");
}

std::optional<SyntaxNode> StatementParser::where() {
  if (!reader_.take_keyword("where")) return std::nullopt;
  return parse_expression(reader_);
}

Returning StatementParser::returning() {
  if (!reader_.take_keyword("returning")) return Returning::Nothing;
  const bool all = reader_.take_keyword("all");
  const bool known = all || reader_.take_keyword("modified");
  const bool old = known && reader_.take_keyword("old");
  if (!known || (!old && !reader_.take_keyword("new"))) {
    throw malformed("Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.");
  }
  if (!reader_.take_operator("*")) throw malformed("Expected * in each returning element.");
  if (all) return old ? Returning::AllOld : Returning::AllNew;
  return old ? Returning::ModifiedOld : Returning::ModifiedNew;
}

}  // namespace

std::string_view to_string(Returning returning) {
  switch (returning) {
    case Returning::AllOld:
      return "ALL OLD";
    case Returning::AllNew:
      return "ALL NEW";
    case Returning::ModifiedOld:
      return "MODIFIED OLD";
    case Returning::ModifiedNew:
      return "MODIFIED NEW";
    default:
      return "";
  }
}

SyntaxStatement parse_syntax(std::string_view statement) {
  return StatementParser(statement).statement();
}

}  // namespace tombola::dynamodb::partiql
