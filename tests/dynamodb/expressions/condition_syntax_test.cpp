// What a condition may be and what it may not be, before any item is looked at.
#include <catch2/catch.hpp>

#include "dynamodb/expressions/condition.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

using tests::placeholders_of;
using tests::refusal_of;

constexpr const char* names = R"({"#a":"a","#b":"b","#s":"size"})";
constexpr const char* values =
    R"({":s":{"S":"s"},":n":{"N":"1"},":b":{"B":"YQ=="},":bool":{"BOOL":true},":null":{"NULL":true},
        ":l":{"L":[]},":m":{"M":{}},":ss":{"SS":["a"]},":ns":{"NS":["1"]},":bs":{"BS":["YQ=="]},
        ":lo":{"N":"1.50"},":hi":{"N":"20"},":type":{"S":"SS"},":dog":{"S":"DOG"}})";

std::string refusal(std::string_view text, ExpressionKind kind = ExpressionKind::Filter,
                    ValueLayer layer = ValueLayer::Bare) {
  ExpressionPlaceholders placeholders = placeholders_of(names, values, layer);
  return refusal_of([&] { Condition::parse(text, kind, placeholders); });
}

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
    CHECK(refusal(text) == "accepted");
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
    CHECK(refusal(c.text) == "Invalid FilterExpression: Syntax error; " + std::string(c.error));
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
    CHECK(refusal(text) == "Invalid FilterExpression: The expression has redundant parentheses;");
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
    CHECK(refusal(c.text) == "Invalid FilterExpression: " + std::string(c.error));
  }
}

TEST_CASE("placeholders must be defined; the first in writing order is told") {
  const std::string name =
      "Invalid FilterExpression: An expression attribute name used in the document path is not "
      "defined; attribute name: ";
  const std::string value =
      "Invalid FilterExpression: An expression attribute value used in expression is not defined; "
      "attribute value: ";
  CHECK(refusal("#zz = :s") == name + "#zz");
  CHECK(refusal("a.#zz = :yy") == name + "#zz");
  CHECK(refusal(":yy = #zz") == value + ":yy");
  CHECK(refusal("a BETWEEN :yy AND :s") == value + ":yy");
  CHECK(refusal("a IN (:s, :yy, #zz)") == value + ":yy");
  CHECK(refusal("a = b AND size(#zz) > :n") == name + "#zz");
  // Before the number of operands ...
  CHECK(refusal("contains(:yy, #a, #b)") == value + ":yy");
  CHECK(refusal("begins_with(a.#zz)") == name + "#zz");
  // ... but only within its own condition: what comes before is told first.
  CHECK(refusal("a = a AND :yy = b") ==
        "Invalid FilterExpression: The first operand must be distinct from the remaining operands "
        "for "
        "this operator or function; operator: =, first operand: [a]");
  CHECK(refusal(":yy = b AND a = a") == value + ":yy");
}

TEST_CASE("functions have their number of operands") {
  struct Case {
    const char* text;
    const char* function;
    int count;
  };
  const Case cases[] = {
      {"attribute_exists(a, b)", "attribute_exists", 2},
      {"attribute_not_exists(a, b, c1)", "attribute_not_exists", 3},
      {"attribute_type(a)", "attribute_type", 1},
      {"begins_with(a)", "begins_with", 1},
      {"begins_with(a, :s, :s)", "begins_with", 3},
      {"contains(a)", "contains", 1},
      {"size(a, b) > c1", "size", 2},
      {"contains(a, size(b, c1))", "size", 2},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(
        refusal(c.text) ==
        "Invalid FilterExpression: Incorrect number of operands for operator or function; operator "
        "or function: " +
            std::string(c.function) + ", number of operands: " + std::to_string(c.count));
  }
}

TEST_CASE("the first operand must not come again") {
  struct Case {
    const char* text;
    const char* operation;
    const char* path;
  };
  const Case cases[] = {
      {"a = a", "=", "[a]"},
      {"a <> #a", "<>", "[a]"},
      {"#a.b[3] >= a.b[3]", ">=", "[a, b, [3]]"},
      {"contains(a, #a)", "contains", "[a]"},
      {"begins_with(a.x, a.x)", "begins_with", "[a, x]"},
      {"attribute_type(a, a)", "attribute_type", "[a]"},
      {"a BETWEEN b AND a", "BETWEEN", "[a]"},
      {"a IN (:s, b, #a)", "IN", "[a]"},
      {"(a = b) OR (b = b)", "=", "[b]"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(
        refusal(c.text) ==
        "Invalid FilterExpression: The first operand must be distinct from the remaining operands "
        "for this operator or function; operator: " +
            std::string(c.operation) + ", first operand: " + c.path);
  }
  CHECK(refusal(":s = :s") == "accepted");
  CHECK(refusal("size(a) = size(a)") == "accepted");
  CHECK(refusal("a BETWEEN b AND b") == "accepted");
  CHECK(refusal("a.b = a.c1") == "accepted");
}

TEST_CASE("attribute_exists and attribute_not_exists want a path") {
  for (const char* function : {"attribute_exists", "attribute_not_exists"}) {
    for (const char* operand : {":s", "size(a)"}) {
      CAPTURE(function, operand);
      CHECK(refusal(std::string(function) + "(" + operand + ")") ==
            "Invalid FilterExpression: Operator or function requires a document path; operator or "
            "function: " +
                std::string(function));
    }
  }
}

TEST_CASE("operands from the request must have a type that the operator takes") {
  auto error = [](std::string_view operation, std::string_view type) {
    return "Invalid FilterExpression: Incorrect operand type for operator or function; operator or "
           "function: " +
           std::string(operation) + ", operand type: " + std::string(type);
  };
  struct Type {
    const char* placeholder;
    const char* name;
    bool ordered, prefix, sized;
  };
  const Type types[] = {
      {":s", "S", true, true, true},          {":n", "N", true, false, false},
      {":b", "B", true, true, true},          {":bool", "BOOL", false, false, false},
      {":null", "NULL", false, false, false}, {":l", "L", false, false, true},
      {":m", "M", false, false, true},        {":ss", "SS", false, false, true},
      {":ns", "NS", false, false, true},      {":bs", "BS", false, false, true},
  };
  for (const Type& type : types) {
    std::string p = type.placeholder;
    CAPTURE(p);
    for (const char* comparator : {"<", "<=", ">", ">="}) {
      std::string expected = type.ordered ? "accepted" : error(comparator, type.name);
      CHECK(refusal("a " + std::string(comparator) + " " + p) == expected);
      CHECK(refusal(p + std::string(comparator) + "a") == expected);
    }
    for (const char* comparator : {"=", "<>"}) {
      CHECK(refusal("a " + std::string(comparator) + " " + p) == "accepted");
    }
    CHECK(refusal("a IN (" + p + ", b)") == "accepted");
    CHECK(refusal("contains(a, " + p + ")") == "accepted");
    CHECK(refusal(p + " BETWEEN a AND b") ==
          (type.ordered ? "accepted" : error("BETWEEN", type.name)));
    CHECK(refusal("a BETWEEN b AND " + p) ==
          (type.ordered ? "accepted" : error("BETWEEN", type.name)));
    CHECK(refusal("begins_with(a, " + p + ")") ==
          (type.prefix ? "accepted" : error("begins_with", type.name)));
    CHECK(refusal("begins_with(" + p + ", a)") ==
          (type.prefix ? "accepted" : error("begins_with", type.name)));
    CHECK(refusal("size(" + p + ") > a") == (type.sized ? "accepted" : error("size", type.name)));
    if (p != ":s")
      CHECK(refusal("attribute_type(a, " + p + ")") == error("attribute_type", type.name));
  }
  CHECK(refusal("begins_with(a, size(b))") == error("begins_with", "N"));
  CHECK(refusal("size(size(a)) > b") == error("size", "N"));
  CHECK(refusal("attribute_not_exists(size(:n))") == error("size", "N"));
  CHECK(refusal("attribute_type(a, size(b))") == error("attribute_type", "N"));
  CHECK(refusal("attribute_type(a, b)") ==
        error("attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"));
}

TEST_CASE("attribute_type knows ten types") {
  for (const char* type : {"S", "SS", "N", "NS", "B", "BS", "BOOL", "NULL", "L", "M"}) {
    CAPTURE(type);
    ExpressionPlaceholders placeholders =
        placeholders_of("", R"({":t":{"S":")" + std::string(type) + R"("}})");
    CHECK(refusal_of([&] {
            Condition::parse("attribute_type(a, :t)", ExpressionKind::Condition, placeholders);
          }) == "accepted");
  }
  CHECK(refusal("attribute_type(a, :dog)") ==
        "Invalid FilterExpression: Invalid attribute type name found; type: DOG, valid types: "
        "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
}

TEST_CASE("BETWEEN with two values checks them against each other") {
  CHECK(refusal("a BETWEEN :lo AND :hi") == "accepted");
  CHECK(refusal("a BETWEEN :lo AND :lo") == "accepted");
  CHECK(refusal("a BETWEEN :hi AND :lo") ==
        "Invalid FilterExpression: The BETWEEN operator requires upper bound to be greater than or "
        "equal to lower bound; lower bound operand: AttributeValue: {N:20}, upper bound operand: "
        "AttributeValue: {N:1.5}");
  CHECK(
      refusal("a BETWEEN :n AND :s") ==
      "Invalid FilterExpression: The BETWEEN operator requires same data type for lower and upper "
      "bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: "
      "{S:s}");
  CHECK(
      refusal("a BETWEEN :b AND :n") ==
      "Invalid FilterExpression: The BETWEEN operator requires same data type for lower and upper "
      "bounds; lower bound operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=1 "
      "cap=1]}, "
      "upper bound operand: AttributeValue: {N:1}");
  // A bound from the item cannot be checked.
  CHECK(refusal("a BETWEEN :hi AND b") == "accepted");
  CHECK(refusal("a BETWEEN :hi AND size(b)") == "accepted");
}

TEST_CASE("IN takes up to 100 candidates") {
  auto in = [](int count) {
    std::string text = "a IN (:s";
    for (int i = 1; i < count; ++i) text += ",:s";
    return refusal(text + ")");
  };
  CHECK(in(100) == "accepted");
  // Quoted from AWS in reapit/foundations#8255.
  CHECK(in(101) ==
        "Invalid FilterExpression: The IN operator is provided with too many operands; number of "
        "operands: 101");
  CHECK(in(163) ==
        "Invalid FilterExpression: The IN operator is provided with too many operands; number of "
        "operands: 163");
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
  CHECK(refusal(chain(150)) == "accepted");  // 150 comparisons and 149 ORs
  CHECK(refusal("NOT " + chain(150)) == "accepted");
  CHECK(refusal("NOT NOT " + chain(150)) == too_many);
  CHECK(refusal(chain(400)) == too_many);
  std::string nested;
  for (int i = 0; i < 300; ++i) nested += "a<b AND (";
  CHECK(refusal(nested + "a<b" + std::string(300, ')')) == too_many);
  // A syntax error is told first, an unknown function is not.
  CHECK(refusal(chain(400) + " AND") ==
        "Invalid FilterExpression: Syntax error; token: \"<EOF>\", near: \"AND\"");
  CHECK(refusal("foo(a) = b AND " + chain(200)) == too_many);
}

TEST_CASE("the size limit is in bytes and comes before everything but emptiness") {
  std::string text = "a = :s AND nonsense((((";
  text.resize(4097, ' ');
  CHECK(refusal(text) ==
        "Invalid FilterExpression: Expression size has exceeded the maximum allowed size;");
  // Observed on AWS (October 2026, ten regions): conditions of the older layer tell the size.
  CHECK(refusal(text, ExpressionKind::Condition, ValueLayer::Older) ==
        "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; "
        "expression size: 4097");
  CHECK(
      refusal(text, ExpressionKind::Condition, ValueLayer::Enveloped) ==
      "1 validation error detected: Invalid ConditionExpression: Expression size has exceeded the "
      "maximum allowed size;");
  CHECK(refusal("") == "Invalid FilterExpression: The expression can not be empty;");
  CHECK(
      refusal("", ExpressionKind::Condition, ValueLayer::Enveloped) ==
      "1 validation error detected: Invalid ConditionExpression: The expression can not be empty;");
}

TEST_CASE("each layer words a refusal in its own way") {
  CHECK(refusal("a = :zz", ExpressionKind::Condition, ValueLayer::Enveloped) ==
        "1 validation error detected: Invalid ConditionExpression: An expression attribute value "
        "used "
        "in expression is not defined; attribute value: :zz");
  CHECK(
      refusal("a = :zz", ExpressionKind::Filter, ValueLayer::Older) ==
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
  ExpressionPlaceholders placeholders = placeholders_of(names, values);
  Condition condition =
      Condition::parse("a.x = :s AND NOT (size(#b) > c1[0] OR attribute_exists(d))",
                       ExpressionKind::Condition, placeholders);
  std::string paths;
  for (const DocumentPath* path : condition.paths()) paths += path->to_string();
  CHECK(paths == "[a, x][b][c1, [0]][d]");
}

}  // namespace
}  // namespace tombola::dynamodb
