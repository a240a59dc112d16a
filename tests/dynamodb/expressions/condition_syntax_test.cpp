// What a condition may be and what it may not be, before any item is looked at.
#include <catch2/catch.hpp>

#include "dynamodb/expressions/condition.h"
#include "tests/dynamodb/expressions/condition_test_support.h"

namespace tombola::dynamodb {
namespace {

using tests::condition_refusal;
using tests::placeholders_of;
using tests::refusal_of;

TEST_CASE("conditions that DynamoDB accepts") {
  for (const char* text : {
           "a = :s",
           "a = b",
           ":s = a",
           ":s = :s",
           "a <> :bool",
           "a = :null",
           "a <> :m",
           "a<:n AND a<=:n AND a>:n AND a>=:n",
           "a BETWEEN :lo AND :hi",
           "a between b and c1",
           ":n BETWEEN a AND b",
           "a IN (:s)",
           "a in (:s, :n, b, :bool)",
           "attribute_exists(a)",
           "attribute_not_exists (a.b[1].#a)",
           "attribute_type(a, :type)",
           "attribute_type(:s, :type)",
           "begins_with(a, :s)",
           "begins_with(a, :b)",
           "begins_with(:s, a)",
           "begins_with(a, b)",
           "contains(a, :n)",
           "contains(a, :ss)",
           "contains(:l, a)",
           "contains(a, size(b))",
           "size(a) > :n",
           "size(a) = size(b)",
           "size(:s) < a",
           "size(a) BETWEEN :lo AND size(b)",
           "size(a) IN (:n, size(b))",
           "NOT a = b",
           "not NOT Not a = b",
           "NOT (a = b)",
           "(NOT a = b)",
           "a = b OR a = c1 AND NOT b = c1",
           "(a = b)",
           "(a) = (b)",
           "((a) = (b))",
           "(a = b) AND (c1 = d)",
           "(a = b AND (c1 = d OR (a = d)))",
           "(size(a)) > :n",
           "(size((a))) > :n",
           "(attribute_exists(a))",
           "NOT attribute_exists(a) AND contains(b, :s)",
           "(a) IN ((:s), (b))",
           "(a) BETWEEN (:lo) AND (:hi)",
           "a BETWEEN :lo AND :hi AND b BETWEEN :lo AND :hi OR NOT a BETWEEN :lo AND :hi",
           "#s = :n",
           "android = :n",
           "a.b.c1[0][1].d = :n",
           "a=:n\nAND\tb=:n",
       }) {
    CAPTURE(text);
    CHECK(condition_refusal(text) == "accepted");
  }
}

TEST_CASE("syntax errors name the first token that does not fit") {
  struct Case {
    const char* text;
    const char* error;
  };
  const Case cases[] = {
      {"a", R"~(token: "<EOF>", near: "a")~"},
      {":s", R"~(token: "<EOF>", near: ":s")~"},
      {"a =", R"~(token: "<EOF>", near: "=")~"},
      {"= a", R"~(token: "=", near: "= a")~"},
      {"a = b c1", R"~(token: "c1", near: "b c1")~"},
      {"a == b", R"~(token: "=", near: "== b")~"},
      {"a != b", R"~(token: "!", near: "a !=")~"},
      {"a => b", R"~(token: ">", near: "=> b")~"},
      {"a = 'x'", R"~(token: "'", near: "= 'x")~"},
      {"a = \"x\"", "token: \"\"\", near: \"= \"x\""},
      {"a = 5", R"~(token: "5", near: "= 5")~"},
      {"a = -5", R"~(token: "-", near: "= -5")~"},
      {"a + b = c1", R"~(token: "+", near: "a + b")~"},
      {"a = b + c1", R"~(token: "+", near: "b + c1")~"},
      {"a = b = c1", R"~(token: "=", near: "b = c1")~"},
      {"a < b < c1", R"~(token: "<", near: "b < c1")~"},
      {"a AND b", R"~(token: "AND", near: "a AND b")~"},
      {"a = b AND", R"~(token: "<EOF>", near: "AND")~"},
      {"a = b AND OR c1 = d", R"~(token: "OR", near: "AND OR c1")~"},
      {"OR a = b", R"~(token: "OR", near: "OR a")~"},
      {"a = b && c1 = d", R"~(token: "&", near: "b &&")~"},
      {"a = b, c1 = d", R"~(token: ",", near: "b, c1")~"},
      {"NOT", R"~(token: "<EOF>", near: "NOT")~"},
      {"NOT a", R"~(token: "<EOF>", near: "a")~"},
      {"a = NOT b", R"~(token: "NOT", near: "= NOT b")~"},
      {"a NOT IN (:s)", R"~(token: "NOT", near: "a NOT IN")~"},
      {"(a = b", R"~(token: "<EOF>", near: "b")~"},
      {"a = b)", R"~(token: ")", near: "b)")~"},
      {"()", R"~(token: ")", near: "()")~"},
      {"(a) AND b = c1", R"~(token: "AND", near: ") AND b")~"},
      {"(a = b) = c1", R"~(token: "=", near: ") = c1")~"},
      {"a = (b = c1)", R"~(token: "=", near: "b = c1")~"},
      {"a = (b AND c1 = d)", R"~(token: "AND", near: "b AND c1")~"},
      {"(a = b) (c1 = d)", R"~(token: "(", near: ") (c1")~"},
      {"((a) = b", R"~(token: "<EOF>", near: "b")~"},
      {"a BETWEEN b", R"~(token: "<EOF>", near: "b")~"},
      {"a BETWEEN b OR c1", R"~(token: "OR", near: "b OR c1")~"},
      {"a BETWEEN b AND", R"~(token: "<EOF>", near: "AND")~"},
      {"a BETWEEN (b AND c1)", R"~(token: "AND", near: "b AND c1")~"},
      {"a BETWEEN b AND c1 AND", R"~(token: "<EOF>", near: "AND")~"},
      {"BETWEEN a AND b", R"~(token: "BETWEEN", near: "BETWEEN a")~"},
      {"a > between", R"~(token: "between", near: "> between")~"},
      {"a IN", R"~(token: "<EOF>", near: "IN")~"},
      {"a IN ()", R"~(token: ")", near: "()")~"},
      {"a IN :s", R"~(token: ":s", near: "IN :s")~"},
      {"a IN (:s", R"~(token: "<EOF>", near: ":s")~"},
      {"a IN (:s,)", R"~(token: ")", near: ",)")~"},
      {"a IN (:s :n)", R"~(token: ":n", near: ":s :n)")~"},
      {"a IN (:s = :n)", R"~(token: "=", near: ":s = :n")~"},
      {"contains(a", R"~(token: "<EOF>", near: "a")~"},
      {"contains(a,)", R"~(token: ")", near: ",)")~"},
      {"contains(a = b)", R"~(token: "=", near: "a = b")~"},
      {"contains(NOT a)", R"~(token: "NOT", near: "(NOT a")~"},
      {"contains a, b", R"~(token: "a", near: "contains a,")~"},
      {"size(a).b > :n", R"~(token: ".", near: ").b")~"},
      {"(a).b > :n", R"~(token: ".", near: ").b")~"},
      {"(a)[0] > :n", R"~(token: "[", near: ")[0")~"},
      {"a.(b) > :n", R"~(token: "(", near: ".(b")~"},
      {"a.:s = b", R"~(token: ":s", near: ".:s =")~"},
      {":s.a = b", R"~(token: ".", near: ":s.a")~"},
      {"a[b] = c1", R"~(token: "b", near: "[b]")~"},
      {"a[1.5] = b", R"~(token: ".", near: "1.5")~"},
      {"a[1 = b", R"~(token: "=", near: "1 = b")~"},
      {"SET a = b", R"~(token: "SET", near: "SET a")~"},
      {"a = set", R"~(token: "set", near: "= set")~"},
      {"attribute_exists(remove)", R"~(token: "remove", near: "(remove)")~"},
      {"#", R"~(token: "#", near: "#")~"},
      {"a = : b", R"~(token: ":", near: "= : b")~"},
      {"#a-b = :s", R"~(token: "-", near: "#a-b")~"},
      {"  \t", R"~(token: "<EOF>", near: "")~"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(condition_refusal(c.text) ==
          "Invalid FilterExpression: Syntax error; " + std::string(c.error));
  }
}

TEST_CASE("two pairs of parentheses round one thing are redundant, wherever they stand") {
  for (const char* text : {
           "((a = b))",
           "((attribute_exists(a)))",
           "(((a = b)))",
           "((a)) = b",
           "a = ((b))",
           "a IN (((b)))",
           "a BETWEEN ((b)) AND c1",
           "contains(((a)), b)",
           "size(((a))) > b",
           "((size(a))) > b",
           "NOT ((a = b))",
           "a = b AND ((c1 = d OR a = d))",
           "((a = b AND c1 = d))",
           "((NOT a = b))",
           // Told before an unknown function, a reserved word, an undefined placeholder ...
           "nonsense(((a)), name, :zz)",
           // ... and before a syntax error further on.
           "((a)) AND AND",
           "a = ((b)).c1",
       }) {
    CAPTURE(text);
    CHECK(condition_refusal(text) ==
          "Invalid FilterExpression: The expression has redundant parentheses;");
  }
}

TEST_CASE("functions: their names, their places, and what comes before them") {
  struct Case {
    const char* text;
    const char* error;
  };
  const Case cases[] = {
      {"foo(a) = b", "Invalid function name; function: foo"},
      {"foo(a)", "Invalid function name; function: foo"},
      {"Attribute_Exists(a)", "Invalid function name; function: Attribute_Exists"},
      {"SIZE(a) > b", "Invalid function name; function: SIZE"},
      {"a = b AND BEGINS_WITH(name, #zz)", "Invalid function name; function: BEGINS_WITH"},
      {"if_not_exists(a, b) = c1",
       "The function is not allowed in a condition expression; function: if_not_exists"},
      {"a = list_append(b, c1)",
       "The function is not allowed in a condition expression; function: list_append"},
      {"size(a)",
       "The function is not allowed to be used this way in an expression; function: size"},
      {"NOT size(a)",
       "The function is not allowed to be used this way in an expression; function: size"},
      {"a = b AND (size(a))",
       "The function is not allowed to be used this way in an expression; function: size"},
      {"attribute_exists(a) = b",
       "The function is not allowed to be used this way in an expression; function: "
       "attribute_exists"},
      {"a = begins_with(b, :s)",
       "The function is not allowed to be used this way in an expression; function: begins_with"},
      {"size(contains(a, b)) > c1",
       "The function is not allowed to be used this way in an expression; function: contains"},
      {"a IN (b, attribute_type(c1, :s))",
       "The function is not allowed to be used this way in an expression; function: "
       "attribute_type"},
      {"a BETWEEN b AND attribute_not_exists(c1)",
       "The function is not allowed to be used this way in an expression; function: "
       "attribute_not_exists"},
      {"name = :zz", "Attribute name is a reserved keyword; reserved keyword: name"},
      {"a.Name = :s", "Attribute name is a reserved keyword; reserved keyword: Name"},
      {"contains(Views, :s, :n)", "Attribute name is a reserved keyword; reserved keyword: Views"},
      {"a[4294967295] = b", "List index is not within the allowable range; index: [4294967295]"},
      {"a = b AND foo(name)", "Invalid function name; function: foo"},
      {"name = b AND foo(a)", "Attribute name is a reserved keyword; reserved keyword: name"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(condition_refusal(c.text) == "Invalid FilterExpression: " + std::string(c.error));
  }
}

TEST_CASE("placeholders must be defined; the first in writing order is told") {
  const std::string name =
      "Invalid FilterExpression: An expression attribute name used in the document path is not "
      "defined; attribute name: ";
  const std::string value =
      "Invalid FilterExpression: An expression attribute value used in expression is not defined; "
      "attribute value: ";
  CHECK(condition_refusal("#zz = :s") == name + "#zz");
  CHECK(condition_refusal("a.#zz = :yy") == name + "#zz");
  CHECK(condition_refusal(":yy = #zz") == value + ":yy");
  CHECK(condition_refusal("a BETWEEN :yy AND :s") == value + ":yy");
  CHECK(condition_refusal("a IN (:s, :yy, #zz)") == value + ":yy");
  CHECK(condition_refusal("a = b AND size(#zz) > :n") == name + "#zz");
  // Before the number of operands ...
  CHECK(condition_refusal("contains(:yy, #a, #b)") == value + ":yy");
  CHECK(condition_refusal("begins_with(a.#zz)") == name + "#zz");
  // ... but only within its own condition: what comes before is told first.
  CHECK(condition_refusal("a = a AND :yy = b") ==
        "Invalid FilterExpression: The first operand must be distinct from the remaining operands "
        "for "
        "this operator or function; operator: =, first operand: [a]");
  CHECK(condition_refusal(":yy = b AND a = a") == value + ":yy");
}

// Quoted from AWS in aws-sdk-js#3721 and scylladb#14473, where an expression of far more operators
// is refused with 301 as well.
TEST_CASE("an expression has at most 300 operators and functions") {
  auto chain = [](int comparisons) {
    std::string text = "a<b";
    for (int i = 1; i < comparisons; ++i) text += " OR a<b";
    return text;
  };
  const std::string too_many =
      "Invalid FilterExpression: The expression contains too many operators; operator count: 301";
  CHECK(condition_refusal(chain(150)) == "accepted");  // 150 comparisons and 149 ORs
  CHECK(condition_refusal("NOT " + chain(150)) == "accepted");
  CHECK(condition_refusal("NOT NOT " + chain(150)) == too_many);
  CHECK(condition_refusal(chain(400)) == too_many);
  std::string nested;
  for (int i = 0; i < 300; ++i) nested += "a<b AND (";
  CHECK(condition_refusal(nested + "a<b" + std::string(300, ')')) == too_many);
  // A syntax error is told first, an unknown function is not.
  CHECK(condition_refusal(chain(400) + " AND") ==
        "Invalid FilterExpression: Syntax error; token: \"<EOF>\", near: \"AND\"");
  CHECK(condition_refusal("foo(a) = b AND " + chain(200)) == too_many);
}

TEST_CASE("the size limit is in bytes and comes before everything but emptiness") {
  std::string text = "a = :s AND nonsense((((";
  text.resize(4097, ' ');
  CHECK(condition_refusal(text) ==
        "Invalid FilterExpression: Expression size has exceeded the maximum allowed size;");
  // Observed on AWS (October 2026, ten regions): conditions of the older layer tell the size.
  CHECK(condition_refusal(text, ExpressionKind::Condition, ValueLayer::Older) ==
        "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; "
        "expression size: 4097");
  CHECK(
      condition_refusal(text, ExpressionKind::Condition, ValueLayer::Enveloped) ==
      "1 validation error detected: Invalid ConditionExpression: Expression size has exceeded the "
      "maximum allowed size;");
  CHECK(condition_refusal("") == "Invalid FilterExpression: The expression can not be empty;");
  CHECK(
      condition_refusal("", ExpressionKind::Condition, ValueLayer::Enveloped) ==
      "1 validation error detected: Invalid ConditionExpression: The expression can not be empty;");
}

TEST_CASE("each layer words a refusal in its own way") {
  CHECK(condition_refusal("a = :zz", ExpressionKind::Condition, ValueLayer::Enveloped) ==
        "1 validation error detected: Invalid ConditionExpression: An expression attribute value "
        "used "
        "in expression is not defined; attribute value: :zz");
  CHECK(
      condition_refusal("a = :zz", ExpressionKind::Filter, ValueLayer::Older) ==
      "Invalid FilterExpression: An expression attribute value used in expression is not defined; "
      "attribute value: :zz");
}

TEST_CASE("placeholders count as used wherever they stand, evaluated or not") {
  ExpressionPlaceholders placeholders =
      placeholders_of(R"({"#x":"x"})", R"({":v":{"N":"1"},":t":{"S":"N"},":w":{"N":"2"}})");
  Condition::parse("attribute_exists(a) OR attribute_type(#x, :t) AND size(b) IN (:v, :w)",
                   ExpressionKind::Condition, placeholders);
  CHECK(refusal_of([&] { placeholders.require_all_used(); }) == "accepted");
}

TEST_CASE("a condition tells its paths in writing order") {
  ExpressionPlaceholders placeholders =
      placeholders_of(tests::condition_names, tests::condition_values);
  Condition condition =
      Condition::parse("a.x = :s AND NOT (size(#b) > c1[0] OR attribute_exists(d))",
                       ExpressionKind::Condition, placeholders);
  std::string paths;
  for (const DocumentPath* path : condition.paths()) paths += path->to_string();
  CHECK(paths == "[a, x][b][c1, [0]][d]");
}

}  // namespace
}  // namespace tombola::dynamodb
