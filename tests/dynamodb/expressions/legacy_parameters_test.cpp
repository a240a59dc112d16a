#include "dynamodb/expressions/legacy_parameters.h"

#include <catch2/catch.hpp>

#include "dynamodb/expressions/legacy_comparison.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

using tests::item_of;
using tests::refusal_of;

constexpr const char* item_json = R"({
  "s":{"S":"hello"}, "n":{"N":"10"}, "b":{"B":"gAE="}, "t":{"BOOL":true}, "nul":{"NULL":true},
  "ss":{"SS":["x","y"]}, "ns":{"NS":["1","2"]}, "l":{"L":[{"N":"2"},{"S":"x"}]}, "a.b":{"S":"dot"}})";

std::optional<Condition> expected_of(std::string_view json, std::optional<std::string_view> op = {},
                                     ValueLayer layer = ValueLayer::Bare) {
  if (json.empty()) return parse_expected(std::nullopt, op, layer);
  JsonDocument document = JsonDocument::parse(json);
  return parse_expected(document.root(), op, layer);
}

std::optional<Condition> filter_of(std::string_view json, std::optional<std::string_view> op = {},
                                   ValueLayer layer = ValueLayer::Bare) {
  if (json.empty()) return parse_legacy_filter(std::nullopt, op, layer);
  JsonDocument document = JsonDocument::parse(json);
  return parse_legacy_filter(document.root(), op, layer);
}

std::string expected_refusal(std::string_view json, std::optional<std::string_view> op = {}) {
  return refusal_of([&] { expected_of(json, op); });
}
std::string filter_refusal(std::string_view json, std::optional<std::string_view> op = {}) {
  return refusal_of([&] { filter_of(json, op); });
}

std::string entry(std::string_view attribute, std::string_view comparison,
                  std::string_view values) {
  return "{\"" + std::string(attribute) + "\":{\"ComparisonOperator\":\"" +
         std::string(comparison) + "\",\"AttributeValueList\":[" + std::string(values) + "]}}";
}

TEST_CASE("comparison operators, in a filter and in Expected alike") {
  struct Case {
    const char* attribute;
    const char* comparison;
    const char* values;
    bool holds;
  };
  const Case cases[] = {
      {"s", "EQ", R"({"S":"hello"})", true},
      {"n", "EQ", R"({"N":"1e1"})", true},
      {"n", "EQ", R"({"S":"10"})", false},
      {"ss", "EQ", R"({"SS":["y","x"]})", true},
      {"l", "EQ", R"({"L":[{"N":"2"},{"S":"x"}]})", true},
      {"nul", "EQ", R"({"NULL":true})", true},
      {"gone", "EQ", R"({"S":"x"})", false},
      {"a.b", "EQ", R"({"S":"dot"})", true},
      {"n", "NE", R"({"N":"9"})", true},
      {"n", "NE", R"({"S":"10"})", true},
      {"n", "NE", R"({"N":"10"})", false},
      // Observed on AWS: what is absent is unequal to everything, but does not "not contain".
      {"gone", "NE", R"({"N":"9"})", true},
      {"gone", "NOT_CONTAINS", R"({"N":"9"})", false},
      {"n", "LT", R"({"N":"11"})", true},
      {"n", "LT", R"({"N":"10"})", false},
      {"n", "LE", R"({"N":"10"})", true},
      {"n", "GT", R"({"N":"9"})", true},
      {"n", "GE", R"({"N":"10"})", true},
      {"n", "GE", R"({"S":"0"})", false},
      {"s", "GT", R"({"S":"h"})", true},
      {"b", "GT", R"({"B":"fw=="})", true},
      {"gone", "LT", R"({"N":"11"})", false},
      {"s", "NOT_NULL", "", true},
      {"nul", "NOT_NULL", "", true},
      {"gone", "NOT_NULL", "", false},
      {"gone", "NULL", "", true},
      {"nul", "NULL", "", false},
      {"s", "CONTAINS", R"({"S":"ell"})", true},
      {"s", "CONTAINS", R"({"N":"1"})", false},
      {"b", "CONTAINS", R"({"B":"AQ=="})", true},
      {"ss", "CONTAINS", R"({"S":"x"})", true},
      {"ns", "CONTAINS", R"({"N":"2"})", true},
      {"l", "CONTAINS", R"({"N":"2"})", true},
      {"l", "CONTAINS", R"({"BOOL":true})", false},
      {"gone", "CONTAINS", R"({"S":"x"})", false},
      {"s", "NOT_CONTAINS", R"({"S":"zz"})", true},
      {"s", "NOT_CONTAINS", R"({"N":"1"})", true},
      {"s", "NOT_CONTAINS", R"({"S":"ell"})", false},
      {"s", "BEGINS_WITH", R"({"S":"he"})", true},
      {"b", "BEGINS_WITH", R"({"B":"gA=="})", true},
      {"n", "BEGINS_WITH", R"({"S":"1"})", false},
      {"n", "IN", R"({"N":"1"},{"N":"10"})", true},
      {"n", "IN", R"({"N":"1"})", false},
      {"ns", "IN", R"({"N":"1"},{"N":"2"})", false},
      {"n", "BETWEEN", R"({"N":"10"},{"N":"11"})", true},
      {"n", "BETWEEN", R"({"N":"1"},{"N":"9"})", false},
      {"n", "BETWEEN", R"({"S":"1"},{"S":"9"})", false},
      {"s", "BETWEEN", R"({"S":"a"},{"S":"i"})", true},
  };
  AttributeMap item = item_of(item_json);
  for (const Case& c : cases) {
    CAPTURE(c.attribute, c.comparison, c.values);
    std::string json = entry(c.attribute, c.comparison, c.values);
    CHECK(filter_of(json)->evaluate(&item) == c.holds);
    CHECK(expected_of(json)->evaluate(&item) == c.holds);
  }
}

TEST_CASE("several conditions are joined by AND unless ConditionalOperator says OR") {
  AttributeMap item = item_of(item_json);
  const char* one_true =
      R"({"s":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"hello"}]},
          "n":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"1"}]}})";
  CHECK_FALSE(filter_of(one_true)->evaluate(&item));
  CHECK_FALSE(filter_of(one_true, "AND")->evaluate(&item));
  CHECK(filter_of(one_true, "OR")->evaluate(&item));
  CHECK_FALSE(expected_of(one_true)->evaluate(&item));
  CHECK(expected_of(one_true, "OR")->evaluate(&item));
  CHECK_FALSE(filter_of("").has_value());
  CHECK_FALSE(filter_of("{}").has_value());
  CHECK_FALSE(expected_of("").has_value());
  CHECK_FALSE(expected_of("{}").has_value());
}

// Sentences: answers of AWS (eu-west-2, October 2026, and tests that run against AWS).
TEST_CASE("ConditionalOperator needs two conditions") {
  for (auto* refusal : {&expected_refusal, &filter_refusal}) {
    CHECK((*refusal)("", "AND") == "ConditionalOperator cannot be used without Filter or Expected");
    CHECK((*refusal)("{}", "OR") ==
          "ConditionalOperator cannot be used without Filter or Expected");
    CHECK((*refusal)(entry("a", "NULL", ""), "AND") ==
          "ConditionalOperator can only be used when Filter or Expected has two or more elements");
    // Before the values are looked at.
    CHECK((*refusal)(entry("a", "EQ", R"({"N":"x"})"), "AND") ==
          "ConditionalOperator can only be used when Filter or Expected has two or more elements");
    CHECK((*refusal)(R"({"a":{"ComparisonOperator":"NULL"},"b":{"ComparisonOperator":"NULL"}})",
                     "XOR") ==
          "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]");
  }
}

TEST_CASE("Value and Exists") {
  AttributeMap item = item_of(item_json);
  CHECK(expected_of(R"({"s":{"Value":{"S":"hello"}}})")->evaluate(&item));
  CHECK_FALSE(expected_of(R"({"s":{"Value":{"S":"x"}}})")->evaluate(&item));
  CHECK(expected_of(R"({"s":{"Value":{"S":"hello"},"Exists":true}})")->evaluate(&item));
  CHECK(expected_of(R"({"s":{"Value":{"S":"hello"},"Exists":null}})")->evaluate(&item));
  CHECK_FALSE(expected_of(R"({"s":{"Exists":false}})")->evaluate(&item));
  CHECK(expected_of(R"({"gone":{"Exists":false}})")->evaluate(&item));
  CHECK(expected_of(R"({"gone":{"Exists":false}})")->evaluate(nullptr));
  CHECK_FALSE(expected_of(R"({"s":{"Value":{"S":"hello"}}})")->evaluate(nullptr));
  // Value may be the argument of a comparison.
  CHECK(expected_of(R"({"n":{"Value":{"N":"9"},"ComparisonOperator":"GT"}})")->evaluate(&item));
}

// Sentences: answers of AWS (eu-west-2 and us-east-1, October 2026, and tests that run against
// AWS).
TEST_CASE("Expected that does not make sense") {
  const std::string invalid = "One or more parameter values were invalid: ";
  struct Case {
    const char* expected;
    const char* error;
  };
  const Case cases[] = {
      {R"({"a":{}})", "Value must be provided when Exists is null for Attribute: a"},
      {R"({"a":{"Exists":true}})", "Value must be provided when Exists is true for Attribute: a"},
      {R"({"a":{"Exists":false,"Value":{"S":"x"}}})",
       "Value cannot be used when Exists is false for Attribute: a"},
      {R"({"a":{"Value":{"S":"x"},"ComparisonOperator":"EQ","AttributeValueList":[{"S":"x"}]}})",
       "Value and AttributeValueList cannot be used together for Attribute: a"},
      {R"({"a":{"ComparisonOperator":"EQ"}})",
       "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a"},
      {R"({"a":{"Exists":true,"ComparisonOperator":"LT"}})",
       "Exists and ComparisonOperator cannot be used together for Attribute: a"},
      {R"({"a":{"AttributeValueList":[{"S":"x"}]}})",
       "AttributeValueList can only be used with a ComparisonOperator for Attribute: a"},
      {R"({"a":{"Exists":true,"AttributeValueList":[{"S":"x"}]}})",
       "AttributeValueList can only be used with a ComparisonOperator for Attribute: a"},
      {R"({"a":{"ComparisonOperator":"EQ","AttributeValueList":[]}})",
       "Invalid number of argument(s) for the EQ ComparisonOperator"},
      {R"({"a":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"S":"x"}]}})",
       "Invalid number of argument(s) for the BETWEEN ComparisonOperator"},
      {R"({"a":{"ComparisonOperator":"NULL","Value":{"S":"x"}}})",
       "Invalid number of argument(s) for the NULL ComparisonOperator"},
      {R"({"a":{"ComparisonOperator":"IN","AttributeValueList":[{"S":"x"},{"N":"1"}]}})",
       "AttributeValues inside AttributeValueList must be of same type"},
      {R"({"a":{"Exists":false},"b":{}})",
       "Value must be provided when Exists is null for Attribute: b"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.expected);
    CHECK(expected_refusal(c.expected) == invalid + c.error);
    CHECK(refusal_of([&] { expected_of(c.expected, {}, ValueLayer::Enveloped); }) ==
          "1 validation error detected: " + invalid + c.error);
  }
  // Every value is looked at before the first condition.
  CHECK(expected_refusal(R"({"a":{},"b":{"Value":{"N":"x"}}})") ==
        "The parameter cannot be converted to a numeric value: x");
}

TEST_CASE("the number of arguments of each operator") {
  struct Case {
    const char* comparison;
    std::size_t min, max;
  };
  const Case cases[] = {{"EQ", 1, 1},           {"NE", 1, 1},      {"LE", 1, 1},
                        {"LT", 1, 1},           {"GE", 1, 1},      {"GT", 1, 1},
                        {"CONTAINS", 1, 1},     {"NULL", 0, 0},    {"NOT_NULL", 0, 0},
                        {"NOT_CONTAINS", 1, 1}, {"BETWEEN", 2, 2}, {"IN", 1, 4},
                        {"BEGINS_WITH", 1, 1}};
  for (const Case& c : cases) {
    for (std::size_t count = 0; count <= 4; ++count) {
      std::string values;
      for (std::size_t i = 0; i < count; ++i) values += i == 0 ? R"({"S":"x"})" : R"(,{"S":"x"})";
      CAPTURE(c.comparison, count);
      bool fits = count >= c.min && count <= c.max;
      std::string error =
          "One or more parameter values were invalid: Invalid number of argument(s) for the " +
          std::string(c.comparison) + " ComparisonOperator";
      CHECK(filter_refusal(entry("a", c.comparison, values)) == (fits ? "accepted" : error));
    }
  }
  CHECK(filter_refusal(R"({"a":{"ComparisonOperator":"NULL"}})") == "accepted");
}

TEST_CASE("the types that each operator takes") {
  struct Type {
    const char* json;
    const char* name;
  };
  const Type types[] = {{R"({"S":"x"})", "S"},        {R"({"N":"1"})", "N"},
                        {R"({"B":"YQ=="})", "B"},     {R"({"BOOL":true})", "BOOL"},
                        {R"({"NULL":true})", "NULL"}, {R"({"SS":["x"]})", "SS"},
                        {R"({"NS":["1"]})", "NS"},    {R"({"BS":["YQ=="]})", "BS"},
                        {R"({"L":[]})", "L"},         {R"({"M":{}})", "M"}};
  struct Case {
    const char* comparison;
    const char* accepted;  // type names, blank-separated
  };
  const Case cases[] = {{"EQ", " S N B BOOL NULL SS NS BS L M "},
                        {"NE", " S N B BOOL NULL SS NS BS L M "},
                        {"LT", " S N B "},
                        {"LE", " S N B "},
                        {"GT", " S N B "},
                        {"GE", " S N B "},
                        {"IN", " S N B "},
                        {"BETWEEN", " S N B "},
                        {"CONTAINS", " S N B BOOL NULL "},
                        {"NOT_CONTAINS", " S N B BOOL NULL "},
                        {"BEGINS_WITH", " S B "}};
  for (const Case& c : cases) {
    for (const Type& type : types) {
      CAPTURE(c.comparison, type.name);
      std::string values = type.json;
      if (std::string(c.comparison) == "BETWEEN") values += "," + values;
      bool fits =
          std::string(c.accepted).find(" " + std::string(type.name) + " ") != std::string::npos;
      std::string error = "One or more parameter values were invalid: ComparisonOperator " +
                          std::string(c.comparison) + " is not valid for " + type.name +
                          " AttributeValue type";
      CHECK(filter_refusal(entry("a", c.comparison, values)) == (fits ? "accepted" : error));
    }
  }
  CHECK(
      filter_refusal(entry("a", "BETWEEN", R"({"S":"b"},{"S":"a"})")) ==
      "The BETWEEN condition was provided a range where the lower bound is greater than the upper "
      "bound");
  CHECK(filter_refusal(entry("a", "ALMOST", "")) ==
        "Failed to satisfy constraint: Member must satisfy enum value set: [IN, NULL, BETWEEN, LT, "
        "NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]");
}

// --- KeyConditions ---

const KeySchema schema{{{"pk", AttributeType::S}}, {{"sk", AttributeType::N}}};

KeyRange key_range(std::string_view json) {
  JsonDocument document = JsonDocument::parse(json);
  return parse_key_conditions(document.root(), ValueLayer::Bare).resolve(schema);
}
std::string key_refusal(std::string_view json) {
  return refusal_of([&] { key_range(json); });
}

TEST_CASE("KeyConditions become a key range") {
  KeyRange range =
      key_range(R"({"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"p"}]}})");
  CHECK(range.hash == std::vector<AttributeValue>{"p"});
  CHECK_FALSE(range.range);

  range = key_range(
      R"({"sk":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"1"},{"N":"2"}]},
                        "pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"p"}]}})");
  REQUIRE(range.range);
  CHECK(range.range->operation == RangeOperator::Between);
  CHECK(range.range->upper == AttributeValue(Number(2)));

  struct Case {
    const char* comparison;
    RangeOperator operation;
  };
  for (const Case& c :
       {Case{"LT", RangeOperator::Less}, Case{"LE", RangeOperator::LessOrEqual},
        Case{"GT", RangeOperator::Greater}, Case{"GE", RangeOperator::GreaterOrEqual}}) {
    CAPTURE(c.comparison);
    range = key_range(R"({"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"p"}]},
                          "sk":{"ComparisonOperator":")" +
                      std::string(c.comparison) + R"(","AttributeValueList":[{"N":"1"}]}})");
    REQUIRE(range.range);
    CHECK(range.range->operation == c.operation);
  }
}

TEST_CASE("KeyConditions that no key can answer") {
  auto with_sort = [](std::string_view comparison, std::string_view values) {
    return R"({"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"p"}]},"sk":)" +
           std::string(R"({"ComparisonOperator":")") + std::string(comparison) +
           R"(","AttributeValueList":[)" + std::string(values) + "]}}";
  };
  const char* not_indexable = "Attempted conditional constraint is not an indexable operation";
  CHECK(key_refusal(with_sort("NULL", "")) == not_indexable);
  CHECK(key_refusal(with_sort("NOT_NULL", "")) == not_indexable);
  CHECK(key_refusal(with_sort("CONTAINS", R"({"N":"1"})")) == not_indexable);
  CHECK(key_refusal(with_sort("NOT_CONTAINS", R"({"N":"1"})")) == not_indexable);
  CHECK(key_refusal(with_sort("IN", R"({"N":"1"})")) == not_indexable);
  CHECK(key_refusal(with_sort("NE", R"({"N":"1"})")) == not_indexable);
  CHECK(key_refusal(entry("pk", "NULL", "")) == not_indexable);
  CHECK(key_refusal(entry("z", "NULL", "")) == "Query condition missed key schema element: pk");
  CHECK(key_refusal(entry("pk", "LE", R"({"S":"p"})")) == "Query key condition not supported");
  CHECK(key_refusal(entry("pk", "EQ", R"({"N":"1"})")) ==
        "One or more parameter values were invalid: Condition parameter type does not match schema "
        "type");
  CHECK(key_refusal("{}") == "Conditions can be of length 1 or 2 only");
  CHECK(key_refusal(entry("pk", "EQ", "")) ==
        "One or more parameter values were invalid: Invalid number of argument(s) for the EQ "
        "ComparisonOperator");
}

// --- AttributeUpdates ---

Update updates_of(std::string_view json, ValueLayer layer = ValueLayer::Bare) {
  JsonDocument document = JsonDocument::parse(json);
  return parse_attribute_updates(document.root(), layer);
}
std::string updates_refusal(std::string_view json) {
  return refusal_of([&] { updates_of(json); });
}

TEST_CASE("AttributeUpdates put, add and delete top-level attributes") {
  AttributeMap key{{"pk", AttributeValue("k")}};
  AttributeMap item = item_of(
      R"({"pk":{"S":"k"},"n":{"N":"10"},"ss":{"SS":["a","b"]},"l":{"L":[{"S":"a"}]},"x":{"S":"x"}})");
  Update update = updates_of(R"({
    "x":{"Value":{"S":"put"}}, "a.b":{"Action":"PUT","Value":{"M":{}}},
    "n":{"Action":"ADD","Value":{"N":"-3"}}, "ss":{"Action":"DELETE","Value":{"SS":["b","z"]}},
    "l":{"Action":"ADD","Value":{"L":[{"N":"1"}]}}, "gone":{"Action":"DELETE"},
    "also_gone":{"Action":"DELETE","Value":{"NS":["1"]}}, "made":{"Action":"ADD","Value":{"NS":["1"]}}})");
  CHECK(to_json(*update.apply(&item, key)) == to_json(item_of(R"({
    "pk":{"S":"k"}, "x":{"S":"put"}, "a.b":{"M":{}}, "n":{"N":"7"}, "ss":{"SS":["a"]},
    "l":{"L":[{"S":"a"},{"N":"1"}]}, "made":{"NS":["1"]}})")));
  CHECK(to_json(update.updated_attributes(item)) ==
        to_json(item_of(
            R"({"n":{"N":"10"},"ss":{"SS":["a","b"]},"l":{"L":[{"S":"a"}]},"x":{"S":"x"}})")));
  // The statement rule is not for AttributeUpdates (observed on AWS, eu-west-2, October 2026).
  CHECK(update.statement_size_bytes() == 0);
}

TEST_CASE("AttributeUpdates of an item that is not there") {
  AttributeMap key{{"pk", AttributeValue("k")}};
  CHECK(to_json(*updates_of("{}").apply(nullptr, key)) == R"({"pk":{"S":"k"}})");
  CHECK_FALSE(updates_of(R"({"a":{"Action":"DELETE"}})").apply(nullptr, key).has_value());
  CHECK_FALSE(updates_of(R"({"a":{"Action":"DELETE","Value":{"SS":["x"]}}})")
                  .apply(nullptr, key)
                  .has_value());
  CHECK(to_json(*updates_of(R"({"l":{"Action":"ADD","Value":{"L":[]}}})").apply(nullptr, key)) ==
        R"({"l":{"L":[]},"pk":{"S":"k"}})");
}

// Sentences: AWS, as asserted against DynamoDB by public test suites.
TEST_CASE("AttributeUpdates that do not make sense") {
  const std::string invalid = "One or more parameter values were invalid: ";
  CHECK(updates_refusal(R"({"a":{}})") ==
        invalid + "Only DELETE action is allowed when no attribute value is specified");
  CHECK(updates_refusal(R"({"a":{"Action":"ADD"}})") ==
        invalid + "Only DELETE action is allowed when no attribute value is specified");
  CHECK(refusal_of([&] { updates_of(R"({"a":{"Action":"PUT"}})", ValueLayer::Enveloped); }) ==
        "1 validation error detected: " + invalid +
            "Only DELETE action is allowed when no attribute value is specified");
  struct Type {
    const char* json;
    const char* name;
    bool add, remove;
  };
  const Type types[] = {
      {R"({"S":"x"})", "S", false, false},        {R"({"N":"1"})", "N", true, false},
      {R"({"B":"YQ=="})", "B", false, false},     {R"({"BOOL":true})", "BOOL", false, false},
      {R"({"NULL":true})", "NULL", false, false}, {R"({"SS":["x"]})", "SS", true, true},
      {R"({"NS":["1"]})", "NS", true, true},      {R"({"BS":["YQ=="]})", "BS", true, true},
      {R"({"L":[]})", "L", true, false},          {R"({"M":{}})", "M", false, false}};
  for (const Type& type : types) {
    CAPTURE(type.name);
    auto action = [&](std::string_view name) {
      return R"({"a":{"Action":")" + std::string(name) + R"(","Value":)" + type.json + "}}";
    };
    CHECK(updates_refusal(action("PUT")) == "accepted");
    CHECK(updates_refusal(action("ADD")) ==
          (type.add ? "accepted"
                    : invalid + "ADD action is not supported for the type " + type.name));
    CHECK(updates_refusal(action("DELETE")) ==
          (type.remove
               ? "accepted"
               : invalid + "DELETE action with value is not supported for the type " + type.name));
  }
}

TEST_CASE("AttributeUpdates that do not fit the item") {
  AttributeMap key{{"pk", AttributeValue("k")}};
  AttributeMap item = item_of(R"({"n":{"N":"1"},"ss":{"SS":["a"]},"ns":{"NS":["1"]}})");
  auto applied = [&](std::string_view json) {
    return refusal_of([&] { updates_of(json).apply(&item, key); });
  };
  const char* mismatch = "Type mismatch for attribute to update";
  CHECK(applied(R"({"ss":{"Action":"DELETE","Value":{"NS":["1"]}}})") == mismatch);
  CHECK(applied(R"({"n":{"Action":"DELETE","Value":{"NS":["1"]}}})") == mismatch);
  CHECK(applied(R"({"ss":{"Action":"ADD","Value":{"NS":["1"]}}})") == mismatch);
  CHECK(applied(R"({"ns":{"Action":"ADD","Value":{"N":"1"}}})") == mismatch);
  CHECK(applied(R"({"n":{"Action":"ADD","Value":{"L":[]}}})") == mismatch);
}

TEST_CASE("AttributesToGet is a projection of top-level attributes") {
  JsonDocument document = JsonDocument::parse(R"(["n","a.b","gone"])");
  Projection projection = parse_attributes_to_get(document.root(), ValueLayer::Bare);
  CHECK(to_json(projection.apply(item_of(item_json))) == R"({"a.b":{"S":"dot"},"n":{"N":"10"}})");
  JsonDocument twice = JsonDocument::parse(R"(["a","b","a"])");
  CHECK(refusal_of([&] { parse_attributes_to_get(twice.root(), ValueLayer::Bare); }) ==
        "One or more parameter values were invalid: Duplicate value in attribute name: a");
}

TEST_CASE("legacy parameters refuse attribute names of 64 KB") {
  const std::string name(65'536, 'a');
  const std::string sentence = "Attribute name is too large, must be less than 65536 bytes";
  auto entry = [&](std::string_view json) {
    return "{\"" + name + "\":" + std::string(json) + "}";
  };
  auto parsed = [](const std::string& json, auto parse) {
    JsonDocument document = JsonDocument::parse(json);
    return refusal_of([&] { parse(document.root()); });
  };
  CHECK(parsed("[\"" + name + "\"]", [](JsonValue json) {
          parse_attributes_to_get(json, ValueLayer::Bare);
        }) == sentence);
  CHECK(parsed(entry(R"({"Value":{"N":"1"}})"), [](JsonValue json) {
          parse_attribute_updates(json, ValueLayer::Enveloped);
        }) == "1 validation error detected: " + sentence);
  CHECK(parsed(entry(R"({"Exists":false})"), [](JsonValue json) {
          parse_expected(json, std::nullopt, ValueLayer::Enveloped);
        }) == "1 validation error detected: " + sentence);
  CHECK(parsed(entry(R"({"ComparisonOperator":"NULL"})"), [](JsonValue json) {
          parse_legacy_filter(json, std::nullopt, ValueLayer::Older);
        }) == sentence);
}

}  // namespace
}  // namespace tombola::dynamodb
