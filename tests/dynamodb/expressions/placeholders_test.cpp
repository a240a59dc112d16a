#include "dynamodb/expressions/placeholders.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

using tests::placeholders_of;
using tests::refusal_of;

std::string refusal(std::string_view names, std::string_view values,
                    ValueLayer layer = ValueLayer::Bare) {
  return refusal_of([&] { placeholders_of(names, values, layer); });
}

TEST_CASE("placeholders are found with their sign, and only those that are defined") {
  ExpressionPlaceholders placeholders =
      placeholders_of(R"({"#a":"x.y","#_1":"z"})", R"({":v":{"N":"1.50"}})");
  REQUIRE(placeholders.find_name("#a") != nullptr);
  CHECK(*placeholders.find_name("#a") == "x.y");
  CHECK(placeholders.find_name("#b") == nullptr);
  CHECK(placeholders.find_name("a") == nullptr);
  REQUIRE(placeholders.find_value(":v") != nullptr);
  CHECK(*placeholders.find_value(":v") == AttributeValue(Number::parse("1.5")));
  CHECK(placeholders.find_value("#a") == nullptr);
}

// Sentences: AWS, as asserted against DynamoDB by public test suites; envelope and the absence of
// the suffix observed in eu-west-2 and us-east-1, October 2026.
TEST_CASE("maps that are empty or have bad keys are refused") {
  CHECK(refusal("{}", "") == "ExpressionAttributeNames must not be empty");
  CHECK(refusal("", "{}") == "ExpressionAttributeValues must not be empty");
  CHECK(refusal("{}", "{}") == "ExpressionAttributeNames must not be empty");
  CHECK(refusal(R"({"a":"a"})", "{}") ==
        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"");
  CHECK(refusal(R"({"#a-b":"a"})", "") ==
        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"#a-b\"");
  CHECK(refusal(R"({"#":"a"})", "") ==
        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"#\"");
  CHECK(refusal(R"({":a":"a"})", "") ==
        "ExpressionAttributeNames contains invalid key: Syntax error; key: \":a\"");
  CHECK(refusal("", R"({"b":{"S":"a"}})") ==
        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"b\"");
  CHECK(refusal("", R"({"":{"S":"a"}})") ==
        "ExpressionAttributeValues contains invalid key: The expression attribute map contains an "
        "empty key;");
  CHECK(refusal(R"({"#a":""})", "") ==
        "ExpressionAttributeNames contains invalid value: Empty attribute name for key #a");
  CHECK(refusal("{}", "", ValueLayer::Enveloped) ==
        "1 validation error detected: ExpressionAttributeNames must not be empty");
  CHECK(refusal("", "{}", ValueLayer::Enveloped) ==
        "1 validation error detected: ExpressionAttributeValues must not be empty");
}

TEST_CASE("a key has at most 255 bytes, its sign included") {
  std::string longest = "#" + std::string(254, 'a');
  CHECK(refusal("{\"" + longest + "\":\"x\"}", "") == "accepted");
  CHECK(
      refusal("{\"" + longest + "a\":\"x\"}", "") ==
      "ExpressionAttributeNames contains invalid key: The expression attribute map contains a key "
      "that is too long; size of key: 256");
}

// Observed on AWS (UpdateItem, September 2026), as reported to another emulator; the limit on names
// of 65,535 bytes also by the tests of a third, for GetItem as well.
TEST_CASE("an attribute name has less than 64 KB") {
  auto names = [](std::size_t size) { return "{\"#a\":\"" + std::string(size, 'a') + "\"}"; };
  const std::string sentence = "Attribute name is too large, must be less than 65536 bytes";
  CHECK(refusal(names(65'535), "") == "accepted");
  CHECK(refusal(names(65'536), "") == sentence);
  CHECK(refusal(names(65'536), "", ValueLayer::Enveloped) ==
        "1 validation error detected: " + sentence);
  CHECK(refusal("", "{\":v\":{\"M\":{\"" + std::string(65'536, 'a') + "\":{\"S\":\"x\"}}}}",
                ValueLayer::Enveloped) == "1 validation error detected: " + sentence);
}

// The limit: "Quotas in Amazon DynamoDB". The sentences are DynamoDB's; which sizes they count is
// not known.
TEST_CASE("all placeholders of a request are at most 2 MB") {
  std::string names = "{";
  for (int i = 10; i < 43; ++i) {
    if (i > 10) names += ',';
    names += fmt::format(R"("#a{}":"{}")", i, std::string(65'000, 'a'));
  }
  names += '}';
  CHECK(refusal(names, "") == "ExpressionAttributeNames exceeds max size");
  // Key 2, text the rest.
  auto values = [](std::size_t size) {
    return R"({":v":{"S":")" + std::string(size - 2, 'v') + "\"}}";
  };
  CHECK(refusal("", values(2'097'152)) == "accepted");
  CHECK(refusal("", values(2'097'153)) == "ExpressionAttributeValues exceeds max size");
  CHECK(refusal(R"({"#a":"bc"})", values(2'097'148)) == "accepted");
  CHECK(refusal(R"({"#a":"bc"})", values(2'097'149), ValueLayer::Enveloped) ==
        "1 validation error detected: Combined size of ExpressionAttributeNames and "
        "ExpressionAttributeValues exceeds max size");
}

TEST_CASE("all keys are checked before the first value") {
  CHECK(refusal("", R"({":b":{"N":"x"},"b":{"S":"a"}})") ==
        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"b\"");
}

// Observed on AWS (eu-west-2, October 2026): valueLayers.
TEST_CASE("a bad value is told in the words of the request layer") {
  const char* values = R"({":v":{"N":"abc"}})";
  CHECK(refusal("", values, ValueLayer::Bare) ==
        "The parameter cannot be converted to a numeric value: abc");
  CHECK(refusal("", values, ValueLayer::Enveloped) ==
        "1 validation error detected: The parameter cannot be converted to a numeric value: abc");
  CHECK(refusal("", values, ValueLayer::Older) ==
        "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a "
        "numeric value: abc for key :v");
}

TEST_CASE("text that is not base64 is no matter of values, in no layer") {
  for (ValueLayer layer : {ValueLayer::Bare, ValueLayer::Enveloped, ValueLayer::Older}) {
    CHECK(refusal("", R"({":v":{"B":"Zg"}})", layer) == "SerializationException");
  }
}

TEST_CASE("placeholders that no expression mentions are refused, bare in every layer") {
  for (ValueLayer layer : {ValueLayer::Bare, ValueLayer::Enveloped, ValueLayer::Older}) {
    ExpressionPlaceholders placeholders =
        placeholders_of(R"({"#a":"a","#b":"b"})", R"({":x":{"S":"1"},":y":{"S":"1"}})", layer);
    auto unused = [&] { return refusal_of([&] { placeholders.require_all_used(); }); };
    CHECK(unused() ==
          "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}");
    placeholders.find_name("#a");
    CHECK(unused() ==
          "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}");
    placeholders.find_name("#b");
    CHECK(unused() ==
          "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x, :y}");
    placeholders.find_value(":y");
    CHECK(unused() ==
          "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}");
    placeholders.find_value(":x");
    CHECK(unused() == "accepted");
  }
}

TEST_CASE("several unused keys are listed in the order of a Java hash set") {
  // String.hashCode of these: 1182 + n, mod 16: 14, 15, 0, 1; so #c and #d come before #a and #b.
  ExpressionPlaceholders placeholders =
      placeholders_of(R"({"#a":"a","#b":"b","#c":"c","#d":"d"})", "");
  CHECK(refusal_of([&] { placeholders.require_all_used(); }) ==
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#c, #d, #a, #b}");
}

TEST_CASE("expression and legacy parameters do not mix") {
  ExpressionParameters parameters;
  parameters.legacy = {"AttributeUpdates", "Expected"};
  parameters.expressions = {"UpdateExpression", "ConditionExpression"};
  auto check = [&](ValueLayer layer) {
    return refusal_of([&] { check_expression_parameters(parameters, layer); });
  };
  CHECK(check(ValueLayer::Bare) ==
        "Can not use both expression and non-expression parameters in the same request: "
        "Non-expression parameters: {AttributeUpdates, Expected} Expression parameters: "
        "{UpdateExpression, ConditionExpression}");
  parameters.expressions.clear();
  CHECK(check(ValueLayer::Bare) == "accepted");
  parameters.legacy.clear();
  parameters.expressions = {"ConditionExpression"};
  parameters.has_names = parameters.has_values = true;
  CHECK(check(ValueLayer::Bare) == "accepted");
}

TEST_CASE("placeholders without an expression are refused") {
  ExpressionParameters parameters;
  parameters.value_expressions = {"UpdateExpression", "ConditionExpression"};
  auto check = [&](ValueLayer layer) {
    return refusal_of([&] { check_expression_parameters(parameters, layer); });
  };
  CHECK(check(ValueLayer::Enveloped) == "accepted");
  parameters.has_values = true;
  CHECK(check(ValueLayer::Enveloped) ==
        "1 validation error detected: ExpressionAttributeValues can only be specified when using "
        "expressions");
  CHECK(check(ValueLayer::Older) ==
        "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression "
        "and "
        "ConditionExpression are null");
  parameters.value_expressions = {"FilterExpression"};
  CHECK(
      check(ValueLayer::Older) ==
      "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is "
      "null");
  parameters.has_names = true;
  CHECK(check(ValueLayer::Bare) ==
        "ExpressionAttributeNames can only be specified when using expressions");
}

}  // namespace
}  // namespace tombola::dynamodb
