// Source of truth: the PartiQL specification, "Lexical structure"; "PartiQL data types for
// DynamoDB".
#include "dynamodb/partiql/token.h"

#include <catch2/catch.hpp>

#include "tests/dynamodb/model/refused.h"

namespace tombola::dynamodb::partiql {
namespace {

// Each token's text, with a letter for its type before it.
std::string words(std::string_view statement) {
  std::string result;
  for (const Token& token : tokenize(statement)) {
    if (token.is(TokenType::End)) break;
    result += result.empty() ? "" : " ";
    switch (token.type) {
      case TokenType::Identifier:
        result += "i:";
        break;
      case TokenType::QuotedIdentifier:
        result += "q:";
        break;
      case TokenType::Keyword:
        result += "k:";
        break;
      case TokenType::String:
        result += "s:";
        break;
      case TokenType::Number:
        result += "n:";
        break;
      default:
        break;
    }
    result += token.text;
  }
  return result;
}

TEST_CASE("keywords are known in any case, names keep theirs") {
  CHECK(words("SELECT Artist fRoM Music") == "k:select i:Artist k:from i:Music");
  CHECK(words("year Title _a1 $x") == "i:year i:Title i:_a1 i:$x");
  CHECK(words("KEY size Date user") == "k:key k:size k:date k:user");
}

TEST_CASE("a doubled quote is one quote") {
  CHECK(words(R"('it''s' '' "a ""b""" 'say "x"')") == R"(s:it's s: q:a "b" s:say "x")");
  CHECK(words("'é\U0001F600'") == "s:é\U0001F600");
}

TEST_CASE("numbers end where no number goes on") {
  CHECK(words("1 -2.5 .5 3e10 4E-2 5.") == "n:1 - n:2.5 n:.5 n:3e10 n:4E-2 n:5.");
  CHECK(words("a.b[0]") == "i:a . i:b [ n:0 ]");
}

TEST_CASE("signs of two characters come before those of one") {
  CHECK(words("<<'a'>> <> != <= >= < > || = ?") == "<< s:a >> <> <> <= >= < > || = ?");
}

TEST_CASE("comments are blanks") {
  CHECK(words("SELECT -- all of it\n * /* from\n here */ FROM t") == "k:select * k:from i:t");
}

TEST_CASE("positions are line, column and length, in characters") {
  const std::vector<Token> tokens = tokenize("SELECT 'é',\n  count FROM");
  CHECK(tokens[0].position.to_string() == "1:1:6");
  CHECK(tokens[1].position.to_string() == "1:8:3");
  CHECK(tokens[2].position.to_string() == "1:11:1");
  CHECK(tokens[3].position.to_string() == "2:3:5");
}

TEST_CASE("what is no token is refused") {
  const std::string lead =
      "ValidationException: Statement wasn't well formed, can't be processed: ";
  CHECK(refusal_of([] { tokenize("SELECT 'a"); }) == lead + "Unexpected end of quoted text");
  CHECK(refusal_of([] { tokenize("\"a"); }) == lead + "Unexpected end of quoted text");
  CHECK(refusal_of([] { tokenize("'a''"); }) == lead + "Unexpected end of quoted text");
  CHECK(refusal_of([] { tokenize("/* a"); }) == lead + "Unexpected end of comment");
  CHECK(refusal_of([] { tokenize("SELECT `1`"); }) == lead + "Unexpected character");
  CHECK(refusal_of([] { tokenize("SELECT #a"); }) == lead + "Unexpected character");
}

}  // namespace
}  // namespace tombola::dynamodb::partiql
