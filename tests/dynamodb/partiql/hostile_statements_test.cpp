// Texts that nobody writes by accident. Whatever comes in, a statement is refused with an ApiError
// or parsed; it never crashes, hangs, or throws anything else.
#include <random>

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "dynamodb/partiql/statement.h"
#include "tests/dynamodb/model/refused.h"

namespace tombola::dynamodb::partiql {
namespace {

constexpr std::size_t size_max = limits::partiql_statement_length_max;

std::string repeated(std::string_view part, std::size_t size) {
  std::string text;
  while (text.size() + part.size() <= size) text += part;
  return text;
}

std::string refused(const std::string& statement) {
  return refusal_of([&] { parse_statement(statement, {}); });
}

TEST_CASE("nesting is refused long before the stack ends") {
  const std::string too_deep = validation(
      "Statement wasn't well formed, can't be processed: The statement has too many nesting "
      "levels");
  const std::string where = "SELECT * FROM t WHERE ";
  for (std::string_view part : {"(", "[", "{'a':", "<<", "- ", "size("}) {
    INFO(part);
    CHECK(refused(where + "a = " + repeated(part, size_max)) == too_deep);
  }
  CHECK(refused(where + repeated("(", 8000)) == too_deep);
  CHECK(refused(where + repeated("NOT ", 8000)) == too_deep);
  CHECK(refused(where + repeated("a = ", 8000)) != "(accepted)");
  CHECK(refused("INSERT INTO t VALUE " + repeated("{'a':", 8000)) == too_deep);
  CHECK(refused("UPDATE t SET a = " + repeated("list_append(", 8000)) == too_deep);
}

TEST_CASE("values nest as deep as in any request, and no deeper") {
  const auto insert = [](std::size_t depth) {
    std::string value = "1";
    for (std::size_t i = 0; i < depth; ++i) value = "[" + value + "]";
    return "INSERT INTO t VALUE {'a':" + value + "}";
  };
  CHECK(refused(insert(31)) == "(accepted)");
  CHECK(refused(insert(32)) ==
        validation("Nesting Levels have exceeded supported limits: Attributes in the item have "
                   "nested levels beyond supported limit"));
  CHECK(refused(insert(150)).starts_with("ValidationException: Nesting Levels"));
}

TEST_CASE("chains are refused beyond the operators that expressions may have") {
  for (std::string_view part : {" OR a = 1", " AND a = 1", " OR NOT a = 1"}) {
    INFO(part);
    CHECK(refused("SELECT * FROM t WHERE a = 1" + repeated(part, 8000)) ==
          validation("The expression contains too many operators; operator count: 301"));
  }
  CHECK(refused("UPDATE t SET a = 1" + repeated("+1", 8000)) ==
        validation("The expression contains too many operators; operator count: 301"));
  CHECK(refused("SELECT * FROM t WHERE a = 1" + repeated(" OR b = 1", 9 * 100)) == "(accepted)");
  CHECK(refused("SELECT * FROM t WHERE a" + repeated(".a", 8000) + " = 1")
            .starts_with("ValidationException: The document path has too many nesting levels"));
}

// Words of the language in any order: every statement is parsed or refused.
TEST_CASE("random statements") {
  const std::vector<std::string> parts = {"SELECT ",
                                          "* ",
                                          "FROM ",
                                          "t ",
                                          "WHERE ",
                                          "a ",
                                          "= ",
                                          "'x' ",
                                          "1 ",
                                          "AND ",
                                          "OR ",
                                          "NOT ",
                                          "IN ",
                                          "[ ",
                                          "] ",
                                          "( ",
                                          ") ",
                                          "{ ",
                                          "} ",
                                          ": ",
                                          ", ",
                                          "<< ",
                                          ">> ",
                                          "IS ",
                                          "NULL ",
                                          "MISSING ",
                                          "BETWEEN ",
                                          "UPDATE ",
                                          "SET ",
                                          "REMOVE ",
                                          "INSERT INTO ",
                                          "VALUE ",
                                          "DELETE ",
                                          "RETURNING ",
                                          "ALL ",
                                          "OLD ",
                                          "size( ",
                                          "begins_with( ",
                                          "? ",
                                          "- ",
                                          "+ ",
                                          ". ",
                                          "ORDER BY ",
                                          "EXISTS( ",
                                          "; ",
                                          "\"q\" ",
                                          "true ",
                                          "< ",
                                          "list_append( ",
                                          "-- ",
                                          "/* ",
                                          "'",
                                          "\xC3\xA9 "};
  const std::vector<std::string> starts = {"SELECT * FROM t WHERE ",     "SELECT ",
                                           "INSERT INTO t VALUE ",       "UPDATE t SET a = ",
                                           "DELETE FROM t WHERE a = 1 ", ""};
  const unsigned seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 20000; ++round) {
    std::string statement = starts[random() % starts.size()];
    for (std::size_t i = random() % 12; i > 0; --i) statement += parts[random() % parts.size()];
    INFO(statement);
    try {
      parse_statement(statement, {});
    } catch (const ApiError& error) {
      if (error.name() != "ValidationException") FAIL(error.what());
    }
  }
}

}  // namespace
}  // namespace tombola::dynamodb::partiql
