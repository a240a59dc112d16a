// The stored text of items: one for each value, and nothing else is read back.
#include <catch2/catch.hpp>

#include "dynamodb/json/json_document.h"
#include "dynamodb/model/attribute_json.h"
#include "tests/dynamodb/model/random_values.h"

namespace tombola::dynamodb {
namespace {

TEST_CASE("each datatype has its canonical text") {
  const std::vector<std::pair<AttributeValue, std::string>> cases = {
      {"text", R"({"S":"text"})"},
      {"\"\\\n\x01/\xc3\xa9", "{\"S\":\"\\\"\\\\\\n\\u0001/\xc3\xa9\"}"},
      {"", R"({"S":""})"},
      {Number::parse("-001.50"), R"({"N":"-1.5"})"},
      {Binary{"foob"}, R"({"B":"Zm9vYg=="})"},
      {AttributeValue::boolean(true), R"({"BOOL":true})"},
      {AttributeValue::boolean(false), R"({"BOOL":false})"},
      {Null{}, R"({"NULL":true})"},
      {AttributeValue::string_set({"b", "\"", "a"}), R"({"SS":["\"","a","b"]})"},
      {AttributeValue::number_set({Number(10), Number(9)}), R"({"NS":["9","10"]})"},
      {AttributeValue::binary_set({"\xff", "f"}), R"({"BS":["Zg==","/w=="]})"},
      {AttributeList{}, R"({"L":[]})"},
      {AttributeList{"b", Null{}, AttributeList{}}, R"({"L":[{"S":"b"},{"NULL":true},{"L":[]}]})"},
      {AttributeMap{}, R"({"M":{}})"},
      {AttributeMap{{"b", "2"}, {"a", AttributeMap{{"\"", "1"}}}},
       R"({"M":{"a":{"M":{"\"":{"S":"1"}}},"b":{"S":"2"}}})"},
  };
  for (const auto& [value, text] : cases) {
    INFO(text);
    CHECK(to_json(value) == text);
    CHECK(to_json(AttributeMap{{"v", value}}) == R"({"v":)" + text + "}");
    CHECK(parse_canonical_json(R"({"v":)" + text + "}") == AttributeMap{{"v", value}});
  }
  CHECK(to_json(AttributeMap{}) == "{}");
  CHECK(parse_canonical_json("{}").empty());
}

TEST_CASE("values and maps are appended to what is there") {
  std::string out = "[";
  append_json(out, AttributeValue("a"));
  out += ",";
  append_json(out, AttributeMap{{"b", Null{}}});
  CHECK(out == R"([{"S":"a"},{"b":{"NULL":true}})");
}

TEST_CASE("text in another form than the canonical one is not read") {
  const std::vector<std::string> texts = {
      "",
      "{",
      "{}}",
      "{} ",
      " {}",
      "[]",
      R"("a")",
      R"({"a":{"S":"x"})",
      R"({"a":{"S":"x"}},)",
      R"({"a":{"S":"x"},})",
      R"({"a": {"S":"x"}})",
      R"({"a":{"S":"x" }})",
      R"({"a":{}})",
      R"({"a":{"S":"x","N":"1"}})",
      R"({"a":{"s":"x"}})",
      R"({"a":{"S":x}})",
      R"({"a":{"S":"x)",
      R"({"a":{"S":"x\)",
      R"({"a":{"S":"x\u)",
      R"({"a":{"S":"x\u00)",
      R"({"a":{"S":"x\u001)",
      R"({"a":{"S":null}})",
      R"({"b":{"S":"x"},"a":{"S":"x"}})",
      R"({"a":{"S":"x"},"a":{"S":"x"}})",
      // escapes that are not needed, or not in their shortest or lower-case form
      R"({"a":{"S":"\/"}})",
      R"({"a":{"S":"\u0041"}})",
      R"({"a":{"S":"\u000a"}})",
      R"({"a":{"S":"\u0022"}})",
      R"({"a":{"S":"\u001F"}})",
      R"({"a":{"S":"\u00e9"}})",
      R"({"a":{"S":"\u0G00"}})",
      R"({"a":{"S":"\x"}})",
      "{\"a\":{\"S\":\"\n\"}}",
      // numbers
      R"({"a":{"N":1}})",
      R"({"a":{"N":""}})",
      R"({"a":{"N":"01"}})",
      R"({"a":{"N":"1.0"}})",
      R"({"a":{"N":"+1"}})",
      R"({"a":{"N":"-0"}})",
      R"({"a":{"N":"1e3"}})",
      R"({"a":{"N":".5"}})",
      R"({"a":{"N":"x"}})",
      R"({"a":{"N":"1e126"}})",
      R"({"a":{"N":"1)",
      // binaries, booleans, NULL
      R"({"a":{"B":"Zg"}})",
      R"({"a":{"B":"Zh=="}})",
      R"({"a":{"B":"Z\u0067=="}})",
      R"({"a":{"BOOL":1}})",
      R"({"a":{"BOOL":"true"}})",
      R"({"a":{"NULL":false}})",
      // sets
      R"({"a":{"SS":[]}})",
      R"({"a":{"NS":[]}})",
      R"({"a":{"BS":[]}})",
      R"({"a":{"SS":["b","a"]}})",
      R"({"a":{"SS":["a","a"]}})",
      R"({"a":{"NS":["10","9"]}})",
      R"({"a":{"BS":["/w==","Zg=="]}})",
      R"({"a":{"SS":["a",]}})",
      R"({"a":{"SS":["a"})",
      R"({"a":{"L":[{"S":"a"},]}})",
      R"({"a":{"L":["a"]}})",
      R"({"a":{"M":[]}})",
      R"({"a":{"M":{"b":"c"}}})",
  };
  for (const std::string& text : texts) {
    INFO(text);
    CHECK_THROWS_AS(parse_canonical_json(text), std::runtime_error);
  }
  std::string deep = R"({"a":)";
  for (int i = 0; i < 100'000; ++i) {
    deep += R"({"L":[)";
  }
  CHECK_THROWS_AS(parse_canonical_json(deep), std::runtime_error);
}

TEST_CASE("any item comes back from its text, and the text is JSON") {
  const unsigned seed = random_seed();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 3000; ++i) {
    const Item item = random_item(random, 4);
    const std::string text = to_json(item);
    INFO(text);
    const Item read = parse_canonical_json(text);
    REQUIRE(read == item);
    REQUIRE(to_json(read) == text);
    REQUIRE(parse_attribute_map(JsonDocument::parse(text).root(), ValueLayer::Bare) == item);
  }
}

TEST_CASE("values are equal exactly when their texts are") {
  const unsigned seed = random_seed();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  int equal = 0;
  for (int i = 0; i < 20'000; ++i) {
    const AttributeValue left = random_value(random, 1);
    const AttributeValue right = random_value(random, 1);
    INFO(to_json(left) << " and " << to_json(right));
    REQUIRE((left == right) == (to_json(left) == to_json(right)));
    equal += left == right ? 1 : 0;
  }
  CHECK(equal > 0);
}

TEST_CASE("damaged text is refused or is the canonical text of another item") {
  const unsigned seed = random_seed();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  constexpr std::string_view likely = "{}[]\",:\\u0019abSNBLM=-.e";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = to_json(random_item(random, 2));
    switch (random() % 3) {
      case 0:
        text[random() % text.size()] = likely[random() % likely.size()];
        break;
      case 1:
        text.insert(random() % (text.size() + 1), 1, likely[random() % likely.size()]);
        break;
      default:
        text.erase(random() % text.size(), 1 + random() % 3);
    }
    INFO(text);
    try {
      const Item item = parse_canonical_json(text);
      REQUIRE(to_json(item) == text);
    } catch (const std::runtime_error&) {
      SUCCEED();
    }
  }
}

}  // namespace
}  // namespace tombola::dynamodb
