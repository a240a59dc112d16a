// What an update may be and what it may not be, before any item is looked at.
#include <catch2/catch.hpp>

#include "dynamodb/expressions/update.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

using tests::placeholders_of;
using tests::refusal_of;

constexpr const char* names = R"({"#a":"a","#b":"b","#i":"[3]"})";
constexpr const char* values =
    R"({":s":{"S":"s"},":n":{"N":"1"},":b":{"B":"YQ=="},":bool":{"BOOL":true},":null":{"NULL":true},
        ":l":{"L":[]},":m":{"M":{}},":ss":{"SS":["a"]},":ns":{"NS":["1"]},":bs":{"BS":["YQ=="]}})";

std::string refusal(std::string_view text, ValueLayer layer = ValueLayer::Bare) {
  ExpressionPlaceholders placeholders = placeholders_of(names, values, layer);
  return refusal_of([&] { Update::parse(text, placeholders); });
}

TEST_CASE("updates that DynamoDB accepts") {
  for (const char* text : {
           "SET a = :s",
           "set a=:s",
           "sEt a = :s, b = :n , c1=:l",
           "SET a = b",
           "SET a = a",
           "SET #a.#b[2].c1 = :s",
           "SET a = b + :n",
           "SET a = :n - b",
           "SET a = a + a",
           "SET a = (b)",
           "SET a = (b + :n)",
           "SET a = ((b) + (:n))",
           "SET a = if_not_exists(a, :s)",
           "SET a = if_not_exists(a, if_not_exists(b, :n))",
           "SET a = if_not_exists(a, :n) + :n",
           "SET a = if_not_exists(a, :n) - if_not_exists(b, :n)",
           "SET a = list_append(a, :l)",
           "SET a = list_append(:l, :l)",
           "SET a = list_append(if_not_exists(a, :l), :l)",
           "SET a = list_append(:l, if_not_exists((a), (:l)))",
           "SET a = if_not_exists(a, list_append(b, :l))",
           "REMOVE a",
           "REMOVE a, b[3], c1.d",
           "ADD a :n",
           "ADD a :ss, b.c1 :ns, c1[0] :bs",
           "DELETE a :ss, b :ns, c1 :bs",
           "REMOVE a SET b = :s DELETE c1 :ss ADD d :n",
           "SET a = :s REMOVE b",
           "SET a.x = :s, a.y = :s REMOVE a.z, b[0], b[1]",
           "SET a = b REMOVE b",
       }) {
    CAPTURE(text);
    CHECK(refusal(text) == "accepted");
  }
}

TEST_CASE("syntax errors of updates") {
  struct Case {
    const char* text;
    const char* error;
  };
  const Case cases[] = {
      {"a = :s", R"~(token: "a", near: "a =")~"},
      {"UPDATE a = :s", R"~(token: "UPDATE", near: "UPDATE a")~"},
      {"SET", R"~(token: "<EOF>", near: "SET")~"},
      {"SET a", R"~(token: "<EOF>", near: "a")~"},
      {"SET a =", R"~(token: "<EOF>", near: "=")~"},
      {"SET a :s", R"~(token: ":s", near: "a :s")~"},
      {"SET a = :s,", R"~(token: "<EOF>", near: ",")~"},
      {"SET a = :s b = :n", R"~(token: "b", near: ":s b =")~"},
      {"SET a = :s AND b = :n", R"~(token: "AND", near: ":s AND b")~"},
      {"SET a = 5", R"~(token: "5", near: "= 5")~"},
      {"SET a = \"x\"", "token: \"\"\", near: \"= \"x\""},
      {"SET a = b * :n", R"~(token: "*", near: "b * :n")~"},
      {"SET a = b / :n", R"~(token: "/", near: "b / :n")~"},
      {"SET a = b + :n + :n", R"~(token: "+", near: ":n + :n")~"},
      {"SET a = (b + :n) + :n", R"~(token: "+", near: ") + :n")~"},
      {"SET a = b + (c1 - :n)", R"~(token: "-", near: "c1 - :n")~"},
      {"SET a = b +", R"~(token: "<EOF>", near: "+")~"},
      {"SET a = + b", R"~(token: "+", near: "= + b")~"},
      {"SET a = (b", R"~(token: "<EOF>", near: "b")~"},
      {"SET a = b)", R"~(token: ")", near: "b)")~"},
      {"SET (a) = b", R"~(token: "(", near: "SET (a")~"},
      {"SET (a = b)", R"~(token: "(", near: "SET (a")~"},
      {"SET a = (b).c1", R"~(token: ".", near: ").c1")~"},
      {"SET a = b = c1", R"~(token: "=", near: "b = c1")~"},
      {"SET a = b < c1", R"~(token: "<", near: "b < c1")~"},
      {"SET a = NOT b", R"~(token: "NOT", near: "= NOT b")~"},
      {"SET :s = a", R"~(token: ":s", near: "SET :s =")~"},
      {"SET f(a) = b", R"~(token: "(", near: "f(a")~"},
      {"SET a = if_not_exists(a, b + :n)", R"~(token: "+", near: "b + :n")~"},
      {"SET a = list_append()", R"~(token: ")", near: "()")~"},
      {"SET a = list_append(b", R"~(token: "<EOF>", near: "b")~"},
      {"SET a = add", R"~(token: "add", near: "= add")~"},
      {"SET _a = :s", R"~(token: "_", near: "SET _a")~"},
      {"SET 1a = :s", R"~(token: "1", near: "SET 1a")~"},
      {"SET a[1 = :s", R"~(token: "=", near: "1 = :s")~"},
      {"SET #a[0.#b = :s", R"~(token: ".", near: "0.#b")~"},
      {"REMOVE", R"~(token: "<EOF>", near: "REMOVE")~"},
      {"REMOVE a b", R"~(token: "b", near: "a b")~"},
      {"REMOVE a = :s", R"~(token: "=", near: "a = :s")~"},
      {"REMOVE :s", R"~(token: ":s", near: "REMOVE :s")~"},
      {"ADD a", R"~(token: "<EOF>", near: "a")~"},
      {"ADD a b", R"~(token: "b", near: "a b")~"},
      {"ADD a = :n", R"~(token: "=", near: "a = :n")~"},
      {"ADD a 1", R"~(token: "1", near: "a 1")~"},
      {"ADD a (:n)", R"~(token: "(", near: "a (:n")~"},
      {"ADD a :n + :n", R"~(token: "+", near: ":n + :n")~"},
      {"DELETE a f(b)", R"~(token: "f", near: "a f(")~"},
      {"DELETE a, b", R"~(token: ",", near: "a, b")~"},
      {"SET a = :s ; REMOVE b", R"~(token: ";", near: ":s ; REMOVE")~"},
      {" ", R"~(token: "<EOF>", near: "")~"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(refusal(c.text) == "Invalid UpdateExpression: Syntax error; " + std::string(c.error));
  }
}

TEST_CASE("what else an update may not be") {
  struct Case {
    const char* text;
    const char* error;
  };
  const Case cases[] = {
      {"", "The expression can not be empty;"},
      {"SET a = ((b))", "The expression has redundant parentheses;"},
      {"SET a = ((b + :n))", "The expression has redundant parentheses;"},
      {"SET a = list_append(((a)), :l)", "The expression has redundant parentheses;"},
      {"SET name = :s", "Attribute name is a reserved keyword; reserved keyword: name"},
      {"SET a = b REMOVE #a.Status",
       "Attribute name is a reserved keyword; reserved keyword: Status"},
      {"SET a = name", "Attribute name is a reserved keyword; reserved keyword: name"},
      {"SET #a[0].COMMENT = :s", "Attribute name is a reserved keyword; reserved keyword: COMMENT"},
      {"SET a[4294967295] = :s",
       "List index is not within the allowable range; index: [4294967295]"},
      {"SET a = foo(b)", "Invalid function name; function: foo"},
      {"SET a = LIST_APPEND(b, :l)", "Invalid function name; function: LIST_APPEND"},
      {"SET a = if_not_exist(a, :s)", "Invalid function name; function: if_not_exist"},
      {"SET a = size(b)", "The function is not allowed in an update expression; function: size"},
      {"SET a = attribute_exists(b)",
       "The function is not allowed in an update expression; function: attribute_exists"},
      // Quoted from AWS in a public test of ScyllaDB.
      {"SET a = list_append(list_append(b, :l), :l)",
       "The function is not allowed to be used this way in an expression; function: list_append"},
      {"SET a = list_append(:l, (list_append(b, :l)))",
       "The function is not allowed to be used this way in an expression; function: list_append"},
      {"SET a = :s SET b = :s",
       "The \"SET\" section can only be used once in an update expression;"},
      {"REMOVE a SET b = :s remove c1",
       "The \"REMOVE\" section can only be used once in an update expression;"},
      {"ADD a :n SET b = :s ADD c1 :n",
       "The \"ADD\" section can only be used once in an update expression;"},
      {"DELETE a :ss DELETE b :ss",
       "The \"DELETE\" section can only be used once in an update expression;"},
      // The sections are looked at one after the other, repeated ones together.
      {"SET a = :s SET name = :s", "Attribute name is a reserved keyword; reserved keyword: name"},
      {"SET a = :s REMOVE name SET b = :s",
       "The \"SET\" section can only be used once in an update expression;"},
      {"SET #zz = :yy SET b = :s",
       "The \"SET\" section can only be used once in an update expression;"},
      // Placeholders: all targets, then names, then values.
      {"SET a = :yy, #zz = :s",
       "An expression attribute name used in the document path is not defined; attribute name: "
       "#zz"},
      {"SET a = #zz, b = :yy",
       "An expression attribute name used in the document path is not defined; attribute name: "
       "#zz"},
      {"SET a = if_not_exists(:yy)",
       "An expression attribute value used in expression is not defined; attribute value: :yy"},
      {"SET a = if_not_exists(:yy, :s)",
       "An expression attribute value used in expression is not defined; attribute value: :yy"},
      {"ADD a :yy",
       "An expression attribute value used in expression is not defined; attribute value: :yy"},
      {"SET a = :yy, a = :s",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [a], path two: [a]"},
      // Overlaps and conflicts: in writing order, names replaced.
      {"SET a.b = :s, a = :s",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [a, b], path two: [a]"},
      {"REMOVE a, b, #a.x",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [a], path two: [a, x]"},
      {"SET a = :s REMOVE #a",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [a], path two: [a]"},
      {"SET b[3].#i = :s, #b[3] = :s",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [b, [3], [3]], path two: [b, [3]]"},
      {"REMOVE a.x SET a[0] = :s",
       "Two document paths conflict with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [a, x], path two: [a, [0]]"},
      {"SET a.x = :s, a[0] = :s, b = :s, b = :s",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [b], path two: [b]"},
      // Operands.
      {"SET a = if_not_exists(b)",
       "Incorrect number of operands for operator or function; operator or function: "
       "if_not_exists, "
       "number of operands: 1"},
      {"SET a = list_append(:l, :l, :l)",
       "Incorrect number of operands for operator or function; operator or function: list_append, "
       "number of operands: 3"},
      {"SET a = if_not_exists(:s, b)",
       "Operator or function requires a document path; operator or function: if_not_exists"},
      {"SET a = if_not_exists(if_not_exists(a, b), :s)",
       "Operator or function requires a document path; operator or function: if_not_exists"},
      {"SET a = if_not_exists(b, #b)",
       "The first operand must be distinct from the remaining operands for this operator or "
       "function; "
       "operator: if_not_exists, first operand: [b]"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(refusal(c.text) == "Invalid UpdateExpression: " + std::string(c.error));
  }
}

struct Type {
  const char* placeholder;
  const char* name;          // as operators and functions say it
  const char* section_name;  // as ADD and DELETE say it
};
const Type types[] = {
    {":s", "S", "STRING"},     {":n", "N", "NUMBER"},     {":b", "B", "BINARY"},
    {":bool", "BOOL", "BOOL"}, {":null", "NULL", "NULL"}, {":l", "L", "LIST"},
    {":m", "M", "MAP"},        {":ss", "SS", ""},         {":ns", "NS", ""},
    {":bs", "BS", ""},
};

TEST_CASE("operands from the request must have the type of the operation") {
  auto error = [](std::string_view operation, std::string_view type) {
    return "Invalid UpdateExpression: Incorrect operand type for operator or function; operator or "
           "function: " +
           std::string(operation) + ", operand type: " + std::string(type);
  };
  for (const Type& type : types) {
    std::string p = type.placeholder;
    CAPTURE(p);
    bool is_number = p == ":n";
    bool is_list = p == ":l";
    CHECK(refusal("SET a = b + " + p) == (is_number ? "accepted" : error("+", type.name)));
    CHECK(refusal("SET a = " + p + " - b") == (is_number ? "accepted" : error("-", type.name)));
    CHECK(refusal("SET a = list_append(b, " + p + ")") ==
          (is_list ? "accepted" : error("list_append", type.name)));
    CHECK(refusal("SET a = list_append(" + p + ", b)") ==
          (is_list ? "accepted" : error("list_append", type.name)));
    CHECK(refusal("SET a = if_not_exists(b, " + p + ")") == "accepted");
  }
  CHECK(refusal("SET a = :s + :b") == error("+", "S"));
}

// Answers of AWS (eu-west-2, September 2026): long names but BOOL, and the same typeSet for DELETE.
TEST_CASE("ADD takes numbers and sets, DELETE sets") {
  auto error = [](std::string_view section, std::string_view type) {
    return "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: " +
           std::string(section) + ", operand type: " + std::string(type) +
           ", typeSet: ALLOWED_FOR_ADD_OPERAND";
  };
  for (const Type& type : types) {
    std::string p = type.placeholder;
    CAPTURE(p);
    bool is_set = std::string(type.section_name).empty();
    bool addable = is_set || p == ":n";
    CHECK(refusal("ADD a " + p) == (addable ? "accepted" : error("ADD", type.section_name)));
    CHECK(refusal("DELETE a " + p) == (is_set ? "accepted" : error("DELETE", type.section_name)));
  }
  CHECK(refusal("ADD a :s", ValueLayer::Enveloped) ==
        "1 validation error detected: " + error("ADD", "STRING"));
}

TEST_CASE("of several bad actions the last is told") {
  CHECK(refusal("SET a = list_append(:s, b), c1 = if_not_exists(d) ADD e :s") ==
        "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, "
        "operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND");
  CHECK(
      refusal("SET a = :s + b, c1 = :yy") ==
      "Invalid UpdateExpression: An expression attribute value used in expression is not defined; "
      "attribute value: :yy");
}

// Answers of AWS (October 2026): updates never tell the size.
TEST_CASE("an update has at most 4096 bytes and 300 operators") {
  std::string text = "SET a = :s REMOVE b";
  text.resize(4096, ' ');
  CHECK(refusal(text) == "accepted");
  for (ValueLayer layer : {ValueLayer::Bare, ValueLayer::Older}) {
    CHECK(refusal(text + " ", layer) ==
          "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;");
  }
  auto sums = [](int count) {
    std::string update = "SET a0=b+c1";
    for (int i = 1; i < count; ++i) update += ",a" + std::to_string(i) + "=b+c1";
    return update;
  };
  CHECK(refusal(sums(300)) == "accepted");
  CHECK(
      refusal(sums(301)) ==
      "Invalid UpdateExpression: The expression contains too many operators; operator count: 301");
}

TEST_CASE("all placeholders of an update count as used") {
  ExpressionPlaceholders placeholders =
      placeholders_of(R"({"#x":"x","#y":"y","#z":"z"})", R"({":v":{"N":"1"},":w":{"NS":["1"]}})");
  Update::parse("SET a = if_not_exists(#x, :v) REMOVE #y ADD #z :w", placeholders);
  CHECK(refusal_of([&] { placeholders.require_all_used(); }) == "accepted");
}

TEST_CASE("an update leaves the key attributes alone") {
  auto keys = [](std::string_view text) {
    ExpressionPlaceholders placeholders = placeholders_of(names, values);
    Update update = Update::parse(text, placeholders);
    return refusal_of([&] { update.check_spares_keys({"pk", "sk"}); });
  };
  auto error = [](const char* key) {
    return "One or more parameter values were invalid: Cannot update attribute " +
           std::string(key) + ". This attribute is part of the key";
  };
  CHECK(keys("SET a = pk") == "accepted");
  CHECK(keys("SET a = :s, pk = :s") == error("pk"));
  CHECK(keys("SET sk = :s") == error("sk"));
  CHECK(keys("REMOVE pk") == error("pk"));
  CHECK(keys("REMOVE pk.x") == error("pk"));
  CHECK(keys("ADD sk :n") == error("sk"));
  CHECK(keys("DELETE a :ss, sk[0] :ss") == error("sk"));
}

TEST_CASE("an update tells its paths") {
  ExpressionPlaceholders placeholders = placeholders_of(names, values);
  Update update = Update::parse(
      "SET a.x = if_not_exists(b[1], c1) + :n, d = :s REMOVE e ADD #b.y :n", placeholders);
  std::string paths;
  for (const DocumentPath* path : update.paths()) paths += path->to_string();
  CHECK(paths == "[a, x][b, [1]][c1][d][e][b, y]");
}

}  // namespace
}  // namespace tombola::dynamodb
