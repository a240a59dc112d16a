#include "dynamodb/expressions/token.h"

#include <catch2/catch.hpp>

#include "dynamodb/expressions/parser.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

// "word:type-number" is more than a reader needs: the words alone show where the cuts are.
std::string words(std::string_view text) {
  std::string out;
  for (const Token& token : tokenize(text)) {
    if (!out.empty()) out += '|';
    out +=
        token.type == TokenType::End ? "<EOF>" : text.substr(token.begin, token.end - token.begin);
  }
  return out;
}

std::string condition_refusal(std::string_view text) {
  return tests::refusal_of([&] {
    parse_condition_syntax({text, ExpressionKind::Condition, ValueLayer::Bare});
  });
}
std::string update_refusal(std::string_view text) {
  return tests::refusal_of([&] {
    parse_update_syntax({text, ExpressionKind::Update, ValueLayer::Bare});
  });
}
std::string projection_refusal(std::string_view text) {
  return tests::refusal_of([&] {
    parse_projection_syntax({text, ExpressionKind::Projection, ValueLayer::Bare});
  });
}

TEST_CASE("the tokenizer cuts words, placeholders, numbers and operators") {
  struct Case {
    const char* text;
    const char* words;
  };
  const Case cases[] = {
      {"", "<EOF>"},
      {"  \t\r\n ", "<EOF>"},
      {"a", "a|<EOF>"},
      {"a1_B = :v_1", "a1_B|=|:v_1|<EOF>"},
      {"a<=b>=c<>d<e>f=g", "a|<=|b|>=|c|<>|d|<|e|>|f|=|g|<EOF>"},
      {"#a.#b[10]", "#a|.|#b|[|10|]|<EOF>"},
      {"a-b", "a|-|b|<EOF>"},
      {"!!!", "!|!|!|<EOF>"},
      {"hits : incr", "hits|:|incr|<EOF>"},
      {"#4g #_ :_ :1", "#4g|#_|:_|:1|<EOF>"},
      {"# #$", "#|#|$|<EOF>"},
      {"_a", "_|a|<EOF>"},
      {"007", "0|0|7|<EOF>"},
      {"4g", "4|g|<EOF>"},
      {"a[4.5]", "a|[|4|.|5|]|<EOF>"},
      {"\xc3\xbc > a", "\xc3\xbc|>|a|<EOF>"},
      {"'x'", "'|x|'|<EOF>"},
      {"a=> b", "a|=|>|b|<EOF>"},
      {"a =< b", "a|=|<|b|<EOF>"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(words(c.text) == c.words);
  }
}

TEST_CASE("keywords are recognised in any case, and only as whole words") {
  CHECK(tokenize("and")[0].type == TokenType::And);
  CHECK(tokenize("AnD")[0].type == TokenType::And);
  CHECK(tokenize("or")[0].type == TokenType::Or);
  CHECK(tokenize("nOt")[0].type == TokenType::Not);
  CHECK(tokenize("Between")[0].type == TokenType::Between);
  CHECK(tokenize("IN")[0].type == TokenType::In);
  CHECK(tokenize("set")[0].type == TokenType::Set);
  CHECK(tokenize("Remove")[0].type == TokenType::Remove);
  CHECK(tokenize("ADD")[0].type == TokenType::Add);
  CHECK(tokenize("delete")[0].type == TokenType::Delete);
  CHECK(tokenize("android")[0].type == TokenType::Name);
  CHECK(tokenize("inner")[0].type == TokenType::Name);
  CHECK(tokenize("or_")[0].type == TokenType::Name);
  CHECK(tokenize("#and")[0].type == TokenType::NamePlaceholder);
}

// All of these sentences were quoted from AWS: data of the project's observed answers, AWS SDK
// issues (aws-cdk#7591, ServiceStack.Aws#5), and answers of DynamoDB in ap-northeast-1 and
// eu-west-2.
TEST_CASE("a syntax error names the token and the text from its predecessor to its successor") {
  CHECK(update_refusal("INVALID SYNTAX") ==
        "Invalid UpdateExpression: Syntax error; token: \"INVALID\", near: \"INVALID SYNTAX\"");
  CHECK(update_refusal("INVALID SYNTAX HERE") ==
        "Invalid UpdateExpression: Syntax error; token: \"INVALID\", near: \"INVALID SYNTAX\"");
  CHECK(update_refusal("ADD hits : incr") ==
        "Invalid UpdateExpression: Syntax error; token: \":\", near: \"hits : incr\"");
  CHECK(condition_refusal("a = = b") ==
        "Invalid ConditionExpression: Syntax error; token: \"=\", near: \"= = b\"");
  CHECK(condition_refusal("a-b") ==
        "Invalid ConditionExpression: Syntax error; token: \"-\", near: \"a-b\"");
  CHECK(condition_refusal("foo") ==
        "Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"foo\"");
  CHECK(condition_refusal("foo  ") ==
        "Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"foo\"");
  CHECK(condition_refusal("attribute_not_exists(") ==
        "Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"(\"");
  CHECK(condition_refusal("contains()") ==
        "Invalid ConditionExpression: Syntax error; token: \")\", near: \"()\"");
  CHECK(condition_refusal("NOT #isDeleted)") ==
        "Invalid ConditionExpression: Syntax error; token: \")\", near: \"#isDeleted)\"");
  CHECK(condition_refusal("tenantAgent:abc123-x = :v") ==
        "Invalid ConditionExpression: Syntax error; token: \":abc123\", near: "
        "\"tenantAgent:abc123-\"");
  CHECK(projection_refusal("!!!") ==
        "Invalid ProjectionExpression: Syntax error; token: \"!\", near: \"!!\"");
  CHECK(update_refusal("SET attr1 = :val1,") ==
        "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \",\"");
  CHECK(update_refusal("SET book-price = :p") ==
        "Invalid UpdateExpression: Syntax error; token: \"-\", near: \"book-price\"");
}

TEST_CASE("an error in a text outside ASCII quotes whole characters") {
  CHECK(condition_refusal("a = \xe2\x82\xac") ==
        "Invalid ConditionExpression: Syntax error; token: \"\xe2\x82\xac\", near: \"= "
        "\xe2\x82\xac\"");
}

}  // namespace
}  // namespace tombola::dynamodb
