// What statements are refused for. Source of truth: the refusals of the PartiQL reference
// implementation, which DynamoDB answers behind "Statement wasn't well formed, ..."; those that are
// marked were observed on AWS (eu-west-2) or reported by its users.
#include "dynamodb/partiql/statement.h"

#include <catch2/catch.hpp>

#include "tests/dynamodb/model/refused.h"

namespace tombola::dynamodb::partiql {
namespace {

std::string refused(std::string_view statement, std::vector<AttributeValue> parameters = {}) {
  const std::string refusal = refusal_of([&] { parse_statement(statement, parameters); });
  const std::string lead = "ValidationException: ";
  return refusal.starts_with(lead) ? refusal.substr(lead.size()) : refusal;
}

struct Refusal {
  std::string_view statement;
  std::string_view detail;
};

TEST_CASE("statements that are not well formed") {
  const std::vector<Refusal> refusals = {
      {"SLECT * FROM t", "Expected data manipulation"},                // observed
      {"UPDATE a-b SET c=1", "Expected data manipulation"},            // reported
      {"INSERT INTO t (key, b) VALUES (1, 2)", "Unexpected keyword"},  // reported
      {"", "Expected data manipulation"},
      {"CREATE TABLE t", "Expected data manipulation"},
      {"UPDATE t WHERE a=1", "Expected data manipulation"},
      {"SELECT * FROM t WHERE date = 1", "Unexpected keyword"},
      {"INSERT t VALUE {}", "Unexpected keyword"},
      {"SELECT FROM t", "Unexpected keyword"},
      {"SELECT * t", "Expected FROM after SELECT list"},
      {"DELETE t WHERE a=1", "Expected FROM after DELETE"},
      {"SELECT * FROM", "Expected identifier for simple path"},
      {"SELECT * FROM 't'", "Expected identifier for simple path"},
      {"SELECT *, a FROM t",
       "Other expressions may not be present in the select list when '*' is used without dot "
       "notation."},
      {"SELECT a. FROM t", "Invalid path dot component"},
      {"SELECT a[b] FROM t", "Invalid path component for simple path"},
      {"SELECT a[0 FROM t", "Expected RIGHT_BRACKET"},
      {"SELECT * FROM t WHERE", "Unexpected term"},
      {"SELECT * FROM t WHERE a =", "Missing right-hand side expression of infix operator"},
      {"SELECT * FROM t WHERE a = )", "Unexpected term"},
      {"SELECT * FROM t WHERE a = = 1", "Unexpected operator"},
      {"SELECT * FROM t WHERE (a = 1", "Expected RIGHT_PAREN"},
      {"SELECT * FROM t WHERE a BETWEEN 1", "Expected AND keyword"},
      {"SELECT * FROM t WHERE a BETWEEN 1 AND", "Expected expression after AND"},
      {"SELECT * FROM t WHERE a IS 5", "Expected type name"},
      {"SELECT * FROM t WHERE a = 1 b", "Unexpected token after expression"},
      {"SELECT * FROM t WHERE a = 1; SELECT",
       "Unexpected token after semicolon. (Only one query is allowed.)"},
      {"UPDATE t SET a WHERE b=1", "Expected '='"},
      {"UPDATE t SET a = 1, WHERE b=1", "Expected identifier for simple path"},
      {"DELETE FROM t WHERE a=1 RETURNING OLD *",
       "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element."},
      {"INSERT INTO t VALUE {'a' 1}", "Expected COLON"},
      {"INSERT INTO t VALUE {'a': 1", "Expected RIGHT_CURLY"},
      {"INSERT INTO t VALUE {'a': <<1}", "Expected RIGHT_DOUBLE_ANGLE_BRACKET"},
      {"INSERT INTO t VALUE {a: 1}", "Expected a string as the name of an attribute at 1:22:1"},
  };
  for (const Refusal& refusal : refusals) {
    INFO(refusal.statement);
    CHECK(refused(refusal.statement) ==
          "Statement wasn't well formed, can't be processed: " + std::string(refusal.detail));
  }
}

TEST_CASE("statements that DynamoDB does not have") {
  const std::vector<Refusal> refusals = {
      {"SELECT COUNT(*) FROM t", "Unexpected path component at 1:8:5"},  // observed
      {"SELECT a, size(b) FROM t", "Unexpected path component at 1:11:4"},
      {"SELECT 1 FROM t", "Unexpected path component at 1:8:1"},
      {"SELECT * FROM a.b.c",
       "A path may contain at most 2 components in the FROM clause"},  // observed
      {"SELECT * FROM a, b", "Only select from a single table or index is supported."},
      {"SELECT * FROM a JOIN b ON a.x = b.x",
       "Only select from a single table or index is supported."},
      {"SELECT a AS b FROM t", "Aliasing is not supported"},
      {"SELECT * FROM t x", "Aliasing is not supported"},
      {"SELECT * FROM t LIMIT 5", "Unsupported clause: LIMIT at 1:17:5"},
      {"SELECT a FROM t GROUP BY a", "Unsupported clause: GROUP BY at 1:17:5"},
      {"SELECT DISTINCT a FROM t", "Unsupported clause: DISTINCT at 1:8:8"},
      {"INSERT INTO t.i VALUE {}",  // observed
       "FROM clause may only contain a single table name in data manipulation statements at "
       "1:13:1"},
      {"UPDATE t.i SET a=1 WHERE b=1", "This operation is not supported on an index"},  // observed
      {"DELETE FROM t.i WHERE b=1", "This operation is not supported on an index"},     // observed
      {"DELETE FROM t WHERE a=1 RETURNING ALL NEW *",                                   // observed
       "Invalid returning clause: RETURNING ALL NEW *. Only RETURNING ALL OLD * is allowed in "
       "DELETE statements."},
      {"SELECT * FROM t WHERE a", "Unsupported expression in WHERE clause at 1:23:1"},
      {"SELECT * FROM t WHERE a LIKE 'b%'", "Unsupported expression in WHERE clause at 1:23:1"},
      {"SELECT * FROM t WHERE reverse(a) = 'B'", "Invalid function name; function: reverse"},
      {"UPDATE t SET a = if_not_exists(a, 1) WHERE b=1",
       "Invalid function name; function: if_not_exists"},
      {"UPDATE t SET a = set_add(b, <<1>>) WHERE b=1",
       "The first operand of set_add must be the path that is set at 1:26:1"},
      {"INSERT INTO t VALUE {'a': \"b\"}",
       "Only literals and parameters are supported as values at 1:27:3"},
      {"INSERT INTO t VALUE 'a'", "VALUE of an INSERT must be a map at 1:21:3"},
      {"INSERT INTO t VALUE {'a': <<1,'b'>>}",
       "The members of a set must be strings, numbers or binaries of one type at 1:31:3"},
  };
  for (const Refusal& refusal : refusals) {
    INFO(refusal.statement);
    CHECK(refused(refusal.statement) == refusal.detail);
  }
}

TEST_CASE("operands are checked as in expressions, in bare words") {
  const std::vector<Refusal> refusals = {
      {"a < true",
       "Incorrect operand type for operator or function; operator or function: <, operand type: "
       "BOOL"},  // observed
      {"begins_with(a, 1)",
       "Incorrect operand type for operator or function; operator or function: begins_with, "
       "operand type: N"},
      {"a > MISSING",
       "Incorrect operand type for operator or function; operator or function: >, operand type: "
       "MISSING"},
      {"a BETWEEN 2 AND 1",
       "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
       "lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}"},
      {"contains(a)",
       "Incorrect number of operands for operator or function; operator or function: contains, "
       "number of operands: 1"},
      {"attribute_type(a, 'X')",
       "Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"},
      {"a = a",
       "The first operand must be distinct from the remaining operands for this operator or "
       "function; operator: =, first operand: [a]"},
      {"size(1) = 1",
       "Incorrect operand type for operator or function; operator or function: size, operand type: "
       "N"},
      {"a[4294967295] = 1", "List index is not within the allowable range; index: [4294967295]"},
  };
  for (const Refusal& refusal : refusals) {
    INFO(refusal.statement);
    CHECK(refused("SELECT * FROM t WHERE " + std::string(refusal.statement)) == refusal.detail);
  }
}

TEST_CASE("there are as many parameters as question marks") {
  const std::string mismatch = "Number of parameters in request and statement don't match.";
  CHECK(refused("SELECT * FROM t WHERE a = ?") == mismatch);
  CHECK(refused("SELECT * FROM t WHERE a = ?", {"1", "2"}) == mismatch);
  CHECK(refused("SELECT * FROM t", {"1"}) == mismatch);
  CHECK(refused("SELECT * FROM t WHERE a = '?'", {"1"}) == mismatch);
  CHECK(refused("SELECT * FROM t WHERE a = ? AND b IN [?, 3]", {"1", "2"}) == "(accepted)");
}

}  // namespace
}  // namespace tombola::dynamodb::partiql
