#include "dynamodb/expressions/key_condition.h"

#include <catch2/catch.hpp>

#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

using tests::placeholders_of;
using tests::refusal_of;

const KeySchema hash_only{{{"pk", AttributeType::S}}, {}};
const KeySchema string_sort{{{"pk", AttributeType::S}}, {{"sk", AttributeType::S}}};
const KeySchema number_sort{{{"pk", AttributeType::S}}, {{"sk", AttributeType::N}}};
const KeySchema binary_sort{{{"pk", AttributeType::S}}, {{"sk", AttributeType::B}}};
const KeySchema multi{{{"h", AttributeType::S}},
                      {{"a", AttributeType::S},
                       {"b", AttributeType::S},
                       {"c", AttributeType::S},
                       {"d", AttributeType::S}}};
const KeySchema two_hashes{{{"h", AttributeType::S}, {"i", AttributeType::N}},
                           {{"a", AttributeType::S}}};

KeyCondition parse(std::string_view text, std::string_view values, std::string_view names = "") {
  ExpressionPlaceholders placeholders = placeholders_of(names, values);
  return KeyCondition::parse(text, placeholders);
}

KeyRange resolve(const KeySchema& schema, std::string_view text, std::string_view values) {
  return parse(text, values).resolve(schema);
}

std::string parse_refusal(std::string_view text, std::string_view values,
                          std::string_view names = "") {
  return refusal_of([&] { parse(text, values, names); });
}

std::string refusal(const KeySchema& schema, std::string_view text, std::string_view values) {
  return refusal_of([&] { resolve(schema, text, values); });
}

constexpr const char* ab = R"({":a":{"S":"a"},":b":{"S":"b"},":type":{"S":"N"}})";
constexpr const char* pv = R"({":p":{"S":"q"},":v":{"S":"m"}})";

TEST_CASE("a hash condition alone reads the whole partition") {
  KeyRange range = resolve(string_sort, "pk = :p", R"({":p":{"S":"q"}})");
  CHECK(range.hash == std::vector<AttributeValue>{"q"});
  CHECK(range.range_equals.empty());
  CHECK_FALSE(range.range);
}

TEST_CASE("each sort condition resolves, whichever clause comes first") {
  struct Case {
    const char* clause;
    RangeOperator operation;
  };
  const Case cases[] = {
      {"sk < :v", RangeOperator::Less},
      {"sk <= :v", RangeOperator::LessOrEqual},
      {"sk > :v", RangeOperator::Greater},
      {"sk >= :v", RangeOperator::GreaterOrEqual},
      {"begins_with(sk, :v)", RangeOperator::BeginsWith},
      // The value may stand on the left (observed on AWS, eu-west-2).
      {":v > sk", RangeOperator::Less},
      {":v >= sk", RangeOperator::LessOrEqual},
      {":v < sk", RangeOperator::Greater},
      {":v <= sk", RangeOperator::GreaterOrEqual},
      {"(sk < :v)", RangeOperator::Less},
      {"(sk) < (:v)", RangeOperator::Less},
      {"begins_with((sk), (:v))", RangeOperator::BeginsWith},
  };
  for (const Case& c : cases) {
    for (bool hash_first : {true, false}) {
      std::string text = hash_first ? "pk = :p AND " + std::string(c.clause)
                                    : std::string(c.clause) + " and :p = pk";
      CAPTURE(text);
      KeyRange range = resolve(string_sort, text, pv);
      CHECK(range.hash == std::vector<AttributeValue>{"q"});
      CHECK(range.range_equals.empty());
      REQUIRE(range.range);
      CHECK(range.range->operation == c.operation);
      CHECK(range.range->value == AttributeValue("m"));
      CHECK_FALSE(range.range->upper);
    }
  }
}

TEST_CASE("an equality on the sort key is the first of the range equalities") {
  KeyRange range = resolve(string_sort, "sk = :v AND pk = :p", pv);
  CHECK(range.range_equals == std::vector<AttributeValue>{"m"});
  CHECK_FALSE(range.range);
}

TEST_CASE("BETWEEN has two bounds and its own AND") {
  KeyRange range = resolve(number_sort, "pk = :p AND sk BETWEEN :lo AND :hi",
                           R"({":p":{"S":"q"},":lo":{"N":"1"},":hi":{"N":"10"}})");
  REQUIRE(range.range);
  CHECK(range.range->operation == RangeOperator::Between);
  CHECK(range.range->value == AttributeValue(Number(1)));
  CHECK(range.range->upper == AttributeValue(Number(10)));
  CHECK(resolve(number_sort, "sk between :lo and :hi and pk = :p",
                R"({":p":{"S":"q"},":lo":{"N":"1"},":hi":{"N":"1"}})")
            .range->upper == AttributeValue(Number(1)));
}

// Observed on AWS (eu-west-2): single pairs of parentheses are fine, two round one thing are not.
TEST_CASE("parentheses") {
  for (const char* text : {"(pk = :p) AND (sk = :v)", "(pk = :p AND sk = :v)",
                           "(pk = :p AND (sk = :v))", "((pk = :p) AND (sk = :v))"}) {
    CAPTURE(text);
    CHECK(resolve(string_sort, text, pv).range_equals == std::vector<AttributeValue>{"m"});
  }
  for (const char* text : {"((pk = :p)) AND ((sk = :v))", "((pk = :p AND sk = :v))",
                           "pk = ((:p)) AND sk = :v", "((pk)) = :p"}) {
    CAPTURE(text);
    CHECK(parse_refusal(text, pv) ==
          "Invalid KeyConditionExpression: The expression has redundant parentheses;");
  }
}

// Exact answers of AWS (eu-west-2, October 2026).
TEST_CASE("operands that no key could satisfy fail as an expression, others against the schema") {
  const std::string schema_mismatch =
      "One or more parameter values were invalid: Condition parameter type does not match schema "
      "type";
  auto operand = [](std::string_view operation, std::string_view type) {
    return "Invalid KeyConditionExpression: Incorrect operand type for operator or function; "
           "operator or function: " +
           std::string(operation) + ", operand type: " + std::string(type);
  };
  constexpr const char* number = R"({":p":{"S":"q"},":v":{"N":"1"}})";
  constexpr const char* boolean = R"({":p":{"S":"q"},":v":{"BOOL":true}})";
  CHECK(refusal(string_sort, "pk = :p AND begins_with(sk, :v)", number) ==
        operand("begins_with", "N"));
  CHECK(refusal(string_sort, "pk = :p AND begins_with(sk, :v)", boolean) ==
        operand("begins_with", "BOOL"));
  CHECK(refusal(number_sort, "pk = :p AND begins_with(sk, :v)", number) ==
        operand("begins_with", "N"));
  CHECK(refusal(number_sort, "pk = :p AND begins_with(sk, :v)", pv) == schema_mismatch);
  CHECK(refusal(number_sort, "pk = :p AND sk < :v", boolean) == operand("<", "BOOL"));
  CHECK(refusal(number_sort, "pk = :p AND :v >= sk", boolean) == operand(">=", "BOOL"));
  CHECK(refusal(number_sort, "pk = :p AND sk BETWEEN :a AND :b",
                R"({":p":{"S":"q"},":a":{"BOOL":false},":b":{"BOOL":true}})") ==
        operand("BETWEEN", "BOOL"));
  CHECK(refusal(number_sort, "pk = :p AND sk = :v", boolean) == schema_mismatch);
  CHECK(refusal(number_sort, "pk = :p AND sk = :v", pv) == schema_mismatch);
  CHECK(refusal(string_sort, "pk = :v", number) == schema_mismatch);
  CHECK(refusal(binary_sort, "pk = :p AND sk = :v", pv) == schema_mismatch);
  CHECK(refusal(binary_sort, "pk = :p AND begins_with(sk, :v)",
                R"({":p":{"S":"q"},":v":{"B":"AAE="}})") == "accepted");
}

// Exact answers of AWS (eu-west-2, October 2026).
TEST_CASE("too many conditions") {
  CHECK(
      parse_refusal("pk = :p AND sk > :a AND sk < :b",
                    R"({":p":{"S":"q"},":a":{"N":"1"},":b":{"N":"5"}})") ==
      "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per "
      "key");
  CHECK(refusal(number_sort, "pk = :p AND sk > :a AND extra = :b",
                R"({":p":{"S":"q"},":a":{"N":"1"},":b":{"N":"5"}})") ==
        "The number of query conditions (3) exceeds the number of key attributes defined in the "
        "schema (2)");
  CHECK(refusal(hash_only, "pk = :a AND extra = :b", ab) ==
        "The number of query conditions (2) exceeds the number of key attributes defined in the "
        "schema (1)");
}

// AWS walks the clauses in the order in which they are written (eu-west-2, October 2026).
TEST_CASE("the first problem in writing order is told, and before the table is looked up") {
  const std::string operand =
      "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator "
      "or "
      "function: begins_with, operand type: N";
  const std::string undefined =
      "Invalid KeyConditionExpression: An expression attribute value used in expression is not "
      "defined; attribute value: :missing";
  constexpr const char* n = R"({":n":{"N":"1"}})";
  constexpr const char* pn = R"({":p":{"S":"q"},":n":{"N":"1"},":s":{"S":"a"}})";
  CHECK(parse_refusal("pk = :missing AND begins_with(sk, :n)", n) == undefined);
  CHECK(parse_refusal("begins_with(sk, :n) AND pk = :missing", n) == operand);
  CHECK(parse_refusal("pk = :p AND begins_with(sk, :n) AND sk = :missing", pn) == operand);
  CHECK(parse_refusal("pk = :p AND begins_with(sk, :n) AND sk > :s", pn) == operand);
}

TEST_CASE("what no key condition may have") {
  struct Case {
    const char* text;
    const char* refusal;
  };
  // The sentences are AWS's as public test suites assert them; that the prefix stands before all of
  // them is observed for the conditions on nested attributes and for two conditions on one key.
  const Case cases[] = {
      {"pk = :a OR sk = :b", "Invalid operator used in KeyConditionExpression: OR"},
      {"pk = :a AND (sk > :b OR size(x) > y)",
       "Invalid operator used in KeyConditionExpression: OR"},
      {"pk = :a AND sk IN (:a, :b)", "Invalid operator used in KeyConditionExpression: IN"},
      {"pk = :a AND attribute_exists(sk)",
       "Invalid operator used in KeyConditionExpression: attribute_exists"},
      {"attribute_not_exists(sk) AND pk = :a",
       "Invalid operator used in KeyConditionExpression: attribute_not_exists"},
      {"attribute_type(sk, :type)",
       "Invalid operator used in KeyConditionExpression: attribute_type"},
      {"pk = :a AND contains(sk.x, :b)",
       "Invalid operator used in KeyConditionExpression: contains"},
      {"NOT pk = :a", "Invalid operator used in KeyConditionExpression: NOT"},
      {"pk = :a AND NOT (sk = :b)", "Invalid operator used in KeyConditionExpression: NOT"},
      {"pk <> :a", "Unsupported operator on KeyCondition: NE"},
      {"pk = :a AND :b <> sk", "Unsupported operator on KeyCondition: NE"},
      {"pk = :a AND :b BETWEEN sk AND other1",
       "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute "
       "as "
       "its first operand"},
      {"begins_with(:a, sk) AND pk = :b",
       "Invalid condition in KeyConditionExpression: begins_with operator must have the key "
       "attribute "
       "as its first operand"},
      {"size(sk) > pk", "KeyConditionExpressions cannot contain nested operations"},
      {"pk = size(sk.x)", "KeyConditionExpressions cannot contain nested operations"},
      {"pk = :a AND sk BETWEEN size(x) AND size(y)",
       "KeyConditionExpressions cannot contain nested operations"},
      {"pk = sk",
       "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
       "condition"},
      {"pk = sk.x",
       "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
       "condition"},
      {"sk BETWEEN x[1] AND :b",
       "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
       "condition"},
      {"sk BETWEEN x AND size(y)",
       "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
       "condition"},
      {"begins_with(sk, pk)",
       "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
       "condition"},
      {"pk.x = :a AND sk.y = z",
       "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"pk.x = sk", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"pk[0] = :a", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {":a < sk.foo", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"begins_with(sk[0], :a)",
       "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"sk.foo BETWEEN :a AND :b",
       "KeyConditionExpressions cannot have conditions on nested attributes"},
      {":a < :b AND sk < :b",
       "Invalid condition in KeyConditionExpression: No key attribute specified"},
      {"pk = :a AND :a = :b",
       "Invalid condition in KeyConditionExpression: No key attribute specified"},
      {"sk > :a AND sk < :b AND :a = :b",
       "KeyConditionExpressions must only contain one condition per key"},
      {"(pk = :a AND sk = :b) AND (sk = :a)",
       "KeyConditionExpressions must only contain one condition per key"},
      {"attribute_type(pk, sk)",
       "Incorrect operand type for operator or function; operator or function: attribute_type, "
       "operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}"},
      {"sk BETWEEN :b AND :a",
       "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
       "lower "
       "bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}"},
      {"data.foo = :a", "Attribute name is a reserved keyword; reserved keyword: data"},
      {"", "The expression can not be empty;"},
      {"pk = 4", "Syntax error; token: \"4\", near: \"= 4\""},
      {"(size(pk)).x > sk", "Syntax error; token: \".\", near: \").x\""},
      {"pk is :a", "Syntax error; token: \"is\", near: \"pk is :a\""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_refusal(c.text, ab) == "Invalid KeyConditionExpression: " + std::string(c.refusal));
  }
}

TEST_CASE("a name placeholder cannot hide a nested attribute") {
  CHECK(parse_refusal("#d.foo = :a", ab, R"({"#d":"pk"})") ==
        "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested "
        "attributes");
  CHECK(parse("#d = :a", ab, R"({"#d":"p.k"})").clauses().front().attribute == "p.k");
}

TEST_CASE("bounds of different types") {
  CHECK(
      parse_refusal("sk BETWEEN :n AND :s", R"({":s":{"S":"a"},":n":{"N":"1"}})") ==
      "Invalid KeyConditionExpression: The BETWEEN operator requires same data type for lower and "
      "upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: "
      "AttributeValue: {S:a}");
}

// Exact answers of AWS (eu-west-2).
TEST_CASE("key attributes without a condition") {
  CHECK(refusal(string_sort, "sk = :a", ab) == "Query condition missed key schema element: pk");
  CHECK(refusal(string_sort, "attr1 = :a", ab) == "Query condition missed key schema element: pk");
  CHECK(refusal(string_sort, "pk = :a AND attr1 = :b", ab) ==
        "Query condition missed key schema element: sk");
  CHECK(refusal(string_sort, "z between :a and :b", ab) ==
        "Query condition missed key schema element: pk");
  CHECK(refusal(string_sort, "pk > :a", ab) == "Query key condition not supported");
  CHECK(refusal(string_sort, "begins_with(pk, :a) AND sk = :b", ab) ==
        "Query key condition not supported");
}

TEST_CASE("key values are neither empty nor too long") {
  CHECK(refusal(string_sort, "pk = :p", R"({":p":{"S":""}})") ==
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
        "contain an empty string value. Key: pk");
  CHECK(refusal(binary_sort, "pk = :p AND sk = :v", R"({":p":{"S":"q"},":v":{"B":""}})") ==
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
        "contain an empty binary value. Key: sk");
  auto with_hash = [](std::size_t size) {
    return R"({":p":{"S":")" + std::string(size, 'x') + R"("}})";
  };
  CHECK(refusal(string_sort, "pk = :p", with_hash(2048)) == "accepted");
  CHECK(refusal(string_sort, "pk = :p", with_hash(2049)) ==
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size "
        "limit of2048 bytes");
  auto with_range = [](std::size_t size) {
    return R"({":p":{"S":"q"},":v":{"S":")" + std::string(size, 'x') + R"("}})";
  };
  CHECK(refusal(string_sort, "pk = :p and sk > :v", with_range(1024)) == "accepted");
  CHECK(refusal(string_sort, "pk = :p and sk > :v", with_range(1025)) ==
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded "
        "the size limit of 1024 bytes");
}

constexpr const char* multi_values =
    R"({":h":{"S":"o1"},":a":{"S":"T"},":b":{"S":"live"},":c":{"S":"a"},":d":{"S":"r"},":e":{"S":"s"}})";

// Observed on AWS (eu-central-1, us-east-1, eu-west-2, October 2026).
TEST_CASE("RANGE attributes of a multi-attribute key are conditioned from left to right") {
  KeyRange range = resolve(multi, "b = :b AND h = :h AND a = :a", multi_values);
  CHECK(range.hash == std::vector<AttributeValue>{"o1"});
  CHECK(range.range_equals == std::vector<AttributeValue>{"T", "live"});
  CHECK_FALSE(range.range);

  range = resolve(multi, "h = :h AND a = :a AND b = :b AND c = :c AND d BETWEEN :d AND :e",
                  multi_values);
  CHECK(range.range_equals == std::vector<AttributeValue>{"T", "live", "a"});
  REQUIRE(range.range);
  CHECK(range.range->operation == RangeOperator::Between);

  auto gap = [](const char* without, const char* on) {
    return "RANGE key attributes " + std::string(without) +
           " must have equality conditions specified in the query because a condition is present "
           "on "
           "key attribute " +
           on;
  };
  CHECK(refusal(multi, "h = :h AND a = :a AND c = :c", multi_values) == gap("b", "c"));
  CHECK(refusal(multi, "h = :h AND a = :a AND b > :b AND c = :c", multi_values) == gap("b", "c"));
  CHECK(refusal(multi, "h = :h AND b = :b", multi_values) == gap("a", "b"));
  CHECK(refusal(multi, "h = :h AND c = :c", multi_values) == gap("a, b", "c"));
  CHECK(refusal(multi, "h = :h AND a = :a AND b < :b", multi_values) == "accepted");
}

TEST_CASE("every HASH attribute of a multi-attribute key needs an equality") {
  constexpr const char* values = R"({":h":{"S":"x"},":i":{"N":"7"},":a":{"S":"y"}})";
  KeyRange range = resolve(two_hashes, "i = :i AND a > :a AND h = :h", values);
  CHECK(range.hash == std::vector<AttributeValue>{"x", Number(7)});
  CHECK(refusal(two_hashes, "h = :h", values) == "Query condition missed key schema element: i");
  CHECK(refusal(two_hashes, "h = :h AND a = :a", values) ==
        "Query condition missed key schema element: i");
  CHECK(refusal(two_hashes, "h = :h AND i > :i", values) == "Query key condition not supported");
}

TEST_CASE("a range tells whether a key lies in it") {
  KeyRange range = resolve(string_sort, "pk = :p AND sk >= :v", pv);
  auto key = [](const char* pk, const char* sk) {
    return AttributeMap{{"pk", AttributeValue(pk)}, {"sk", AttributeValue(sk)}};
  };
  CHECK(range.hash_matches(string_sort, key("q", "a")));
  CHECK_FALSE(range.hash_matches(string_sort, key("r", "a")));
  CHECK(range.range_matches(string_sort, key("q", "m")));
  CHECK_FALSE(range.range_matches(string_sort, key("q", "l")));
  CHECK_FALSE(range.range_matches(string_sort, AttributeMap{{"pk", AttributeValue("q")}}));

  range = resolve(string_sort, "pk = :p AND begins_with(sk, :v)", pv);
  CHECK(range.range_matches(string_sort, key("q", "mm")));
  CHECK_FALSE(range.range_matches(string_sort, key("q", "n")));

  range = resolve(string_sort, "pk = :a AND sk BETWEEN :a AND :b", ab);
  CHECK(range.range_matches(string_sort, key("a", "a")));
  CHECK(range.range_matches(string_sort, key("a", "azz")));
  CHECK(range.range_matches(string_sort, key("a", "b")));
  CHECK_FALSE(range.range_matches(string_sort, key("a", "ba")));

  range = resolve(string_sort, "pk = :a AND sk = :b", ab);
  CHECK(range.range_matches(string_sort, key("a", "b")));
  CHECK_FALSE(range.range_matches(string_sort, key("a", "c")));
}

TEST_CASE("refusals of the request carry the envelope of their layer, those of the schema never") {
  ExpressionPlaceholders placeholders = placeholders_of("", ab, ValueLayer::Enveloped);
  CHECK(refusal_of([&] { KeyCondition::parse("a <> :a", placeholders); }) ==
        "1 validation error detected: Invalid KeyConditionExpression: Unsupported operator on "
        "KeyCondition: NE");
  CHECK(refusal_of([&] { KeyCondition::parse("a = :a", placeholders).resolve(string_sort); }) ==
        "Query condition missed key schema element: pk");
}

}  // namespace
}  // namespace tombola::dynamodb
