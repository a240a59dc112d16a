#include "dynamodb/expressions/projection.h"

#include <catch2/catch.hpp>

#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

using tests::placeholders_of;
using tests::refusal_of;

constexpr const char* names = R"({"#a":"a","#dot":"a.b","#n":"name","#i":"[1]"})";

Projection parse(std::string_view text, ValueLayer layer = ValueLayer::Bare) {
  ExpressionPlaceholders placeholders = placeholders_of(names, "", layer);
  return Projection::parse(text, placeholders);
}

std::string refusal(std::string_view text) {
  return refusal_of([&] { parse(text); });
}

const char* const item_json = R"({
  "a":{"M":{"b":{"L":[{"N":"2"},{"N":"4"},{"M":{"x":{"S":"hi"},"y":{"S":"yo"}}}]},"c":{"N":"5"}}},
  "a.b":{"S":"dotted"},
  "b":{"S":"hello"},
  "name":{"S":"N"},
  "deep":{"L":[{"L":[{"S":"00"},{"S":"01"}]},{"L":[{"S":"10"},{"S":"11"},{"S":"12"}]}]},
  "blank":{"M":{}}})";

// The shapes are those that DynamoDB returns (developer guide, "Using projection expressions", and
// public tests that run against AWS).
TEST_CASE("a projection keeps the shape of the item and closes lists up") {
  struct Case {
    const char* text;
    const char* projected;
  };
  const Case cases[] = {
      {"b", R"({"b":{"S":"hello"}})"},
      {" b ,\t#n\n", R"({"b":{"S":"hello"},"name":{"S":"N"}})"},
      {"nothing", "{}"},
      {"b, nothing", R"({"b":{"S":"hello"}})"},
      {"a.c", R"({"a":{"M":{"c":{"N":"5"}}}})"},
      {"#a.c", R"({"a":{"M":{"c":{"N":"5"}}}})"},
      {"#dot", R"({"a.b":{"S":"dotted"}})"},
      {"a.b",
       R"({"a":{"M":{"b":{"L":[{"N":"2"},{"N":"4"},{"M":{"x":{"S":"hi"},"y":{"S":"yo"}}}]}}}})"},
      {"a.b[0]", R"({"a":{"M":{"b":{"L":[{"N":"2"}]}}}})"},
      {"a.b[2].y", R"({"a":{"M":{"b":{"L":[{"M":{"y":{"S":"yo"}}}]}}}})"},
      {"a.b[1], a.b[0]", R"({"a":{"M":{"b":{"L":[{"N":"2"},{"N":"4"}]}}}})"},
      {"a.b[2].x, a.b[0], a.c",
       R"({"a":{"M":{"b":{"L":[{"N":"2"},{"M":{"x":{"S":"hi"}}}]},"c":{"N":"5"}}}})"},
      {"deep[1][2], deep[0][1], deep[1][0]",
       R"({"deep":{"L":[{"L":[{"S":"01"}]},{"L":[{"S":"10"},{"S":"12"}]}]}})"},
      {"a.b[3]", "{}"},
      {"a.x", "{}"},
      {"a.x.y, b", R"({"b":{"S":"hello"}})"},
      {"a[0]", "{}"},
      {"a.b.x", "{}"},
      {"a.b[0].x", "{}"},
      {"b.c", "{}"},
      {"blank", R"({"blank":{"M":{}}})"},
      {"blank.x", "{}"},
      {"a.b[4294967294]", "{}"},
  };
  AttributeMap item = tests::item_of(item_json);
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(to_json(parse(c.text).apply(item)) == to_json(tests::item_of(c.projected)));
  }
}

TEST_CASE("what a projection may not be") {
  struct Case {
    const char* text;
    const char* refusal;
  };
  const Case cases[] = {
      {"", "The expression can not be empty;"},
      {"  ", "Syntax error; token: \"<EOF>\", near: \"\""},
      {"a,", "Syntax error; token: \"<EOF>\", near: \",\""},
      {",a", "Syntax error; token: \",\", near: \",a\""},
      {"a,,b", "Syntax error; token: \",\", near: \",,b\""},
      {"a b", "Syntax error; token: \"b\", near: \"a b\""},
      {"a.", "Syntax error; token: \"<EOF>\", near: \".\""},
      {"a..b", "Syntax error; token: \".\", near: \"..b\""},
      {"a[]", "Syntax error; token: \"]\", near: \"[]\""},
      {"#a[].c", "Syntax error; token: \"]\", near: \"[].\""},
      {"a[b]", "Syntax error; token: \"b\", near: \"[b]\""},
      {"a[-1]", "Syntax error; token: \"-\", near: \"[-1\""},
      {"a[01]", "Syntax error; token: \"1\", near: \"01]\""},
      {"a[:i]", "Syntax error; token: \":i\", near: \"[:i]\""},
      {"a[#i]", "Syntax error; token: \"#i\", near: \"[#i]\""},
      {"[0]", "Syntax error; token: \"[\", near: \"[0\""},
      {":v", "Syntax error; token: \":v\", near: \":v\""},
      {"a.:v", "Syntax error; token: \":v\", near: \".:v\""},
      {"(a)", "Syntax error; token: \"(\", near: \"(a\""},
      {"size(a)", "Syntax error; token: \"(\", near: \"size(a\""},
      {"1a", "Syntax error; token: \"1\", near: \"1a\""},
      {"_a", "Syntax error; token: \"_\", near: \"_a\""},
      {"a-b", "Syntax error; token: \"-\", near: \"a-b\""},
      {"and", "Syntax error; token: \"and\", near: \"and\""},
      {"remove", "Syntax error; token: \"remove\", near: \"remove\""},
      {"name", "Attribute name is a reserved keyword; reserved keyword: name"},
      {"b, a.Status", "Attribute name is a reserved keyword; reserved keyword: Status"},
      {"list[0].COMMENT", "Attribute name is a reserved keyword; reserved keyword: list"},
      {"#b",
       "An expression attribute name used in the document path is not defined; attribute name: #b"},
      {"a.#b.c",
       "An expression attribute name used in the document path is not defined; attribute name: #b"},
      // Quoted from AWS in scylladb#25947; the bound is from an answer of us-east-1, September
      // 2026.
      {"a[99999999999999]",
       "List index is not within the allowable range; index: [99999999999999]"},
      {"a[4294967295]", "List index is not within the allowable range; index: [4294967295]"},
      {"b, b",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [b], path two: [b]"},
      {"#a, a.b",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [a], path two: [a, b]"},
      {"a.b[0].x, a.b[0]",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [a, b, [0], x], path two: [a, b, [0]]"},
      {"a.b, a[1]",
       "Two document paths conflict with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [a, b], path two: [a, [1]]"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(refusal(c.text) == "Invalid ProjectionExpression: " + std::string(c.refusal));
  }
}

TEST_CASE("a name that looks like an index is a name") {
  CHECK(refusal("a.#i, a[1]") ==
        "Invalid ProjectionExpression: Two document paths conflict with each other; must remove or "
        "rewrite one of these paths; path one: [a, [1]], path two: [a, [1]]");
}

TEST_CASE("a path has at most 32 elements") {
  std::string path = "a";
  for (int i = 1; i < 32; ++i) path += i % 2 == 0 ? ".b" : "[0]";
  CHECK(refusal(path) == "accepted");
  CHECK(refusal(path + ".c") ==
        "Invalid ProjectionExpression: The document path has too many nesting levels; nesting "
        "levels: "
        "33");
}

TEST_CASE("an expression has at most 4096 bytes, counted as they are sent") {
  std::string text = "#a, x" + std::string(4091, 'y');
  REQUIRE(text.size() == 4096);
  CHECK(refusal(text) == "accepted");
  CHECK(refusal(text + " ") ==
        "Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size;");
}

TEST_CASE("only names that the projection mentions are used") {
  ExpressionPlaceholders placeholders = placeholders_of(R"({"#x":"x","#y":"y"})", "");
  Projection::parse("a.#x", placeholders);
  CHECK(refusal_of([&] { placeholders.require_all_used(); }) ==
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#y}");
}

}  // namespace
}  // namespace tombola::dynamodb
