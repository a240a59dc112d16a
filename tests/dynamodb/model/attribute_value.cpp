#include "dynamodb/model/attribute_value.h"

#include <catch2/catch.hpp>

#include "dynamodb/model/attribute_json.h"
#include "dynamodb/model/key.h"
#include "tests/dynamodb/model/random_values.h"

namespace tombola::dynamodb {
namespace {

std::vector<std::string> names(const AttributeMap& map) {
  std::vector<std::string> result;
  for (const Attribute& attribute : map) {
    result.push_back(attribute.name);
  }
  return result;
}

TEST_CASE("a value knows its type") {
  const std::vector<std::tuple<AttributeValue, AttributeType, std::string, bool>> cases = {
      {"text", AttributeType::S, "S", true},
      {Number(1), AttributeType::N, "N", true},
      {Binary{"b"}, AttributeType::B, "B", true},
      {AttributeValue::boolean(false), AttributeType::BOOL, "BOOL", false},
      {Null{}, AttributeType::Null, "NULL", false},
      {AttributeValue(), AttributeType::Null, "NULL", false},
      {AttributeValue::string_set({"a"}), AttributeType::SS, "SS", false},
      {AttributeValue::number_set({Number(1)}), AttributeType::NS, "NS", false},
      {AttributeValue::binary_set({"b"}), AttributeType::BS, "BS", false},
      {AttributeList{}, AttributeType::L, "L", false},
      {AttributeMap{}, AttributeType::M, "M", false},
  };
  for (const auto& [value, type, name, is_key_type] : cases) {
    INFO(name);
    CHECK(value.type() == type);
    CHECK(to_string(value.type()) == name);
    CHECK(value.is_key_type() == is_key_type);
  }
}

TEST_CASE("equality is DynamoDB's: by value, sets without order, lists with it") {
  CHECK(AttributeValue(Number::parse("1.0")) == AttributeValue(Number(1)));
  CHECK(AttributeValue("1") != AttributeValue(Number(1)));
  CHECK(AttributeValue("a") != AttributeValue(Binary{"a"}));
  CHECK(AttributeValue::string_set({"b", "a"}) == AttributeValue::string_set({"a", "b"}));
  CHECK(AttributeValue::string_set({"a"}) != AttributeValue::binary_set({"a"}));
  CHECK(AttributeValue::number_set({Number(10), Number(9)}) ==
        AttributeValue::number_set({Number(9), Number(10)}));
  CHECK(AttributeValue(AttributeList{"a", "b"}) != AttributeValue(AttributeList{"b", "a"}));
  CHECK(AttributeValue(AttributeMap{{"a", "1"}, {"b", "2"}}) ==
        AttributeValue(AttributeMap{{"b", "2"}, {"a", "1"}}));
  CHECK(AttributeValue(AttributeMap{{"a", "1"}}) != AttributeValue(AttributeMap{{"a", "2"}}));
  CHECK(AttributeValue::boolean(true) != AttributeValue::boolean(false));
  CHECK(AttributeValue(Null{}) != AttributeValue::boolean(false));
  CHECK(Key{"a", std::nullopt} == Key{"a", std::nullopt});
  CHECK(Key{"a", Number(1)} != Key{"a", std::nullopt});
}

TEST_CASE("set members are in the order of their values, bytes unsigned") {
  CHECK(AttributeValue::string_set({"\xc3\xa9", "z", "", "aa", "a"}).as_string_set() ==
        std::vector<std::string>{"", "a", "aa", "z", "\xc3\xa9"});
  CHECK(AttributeValue::binary_set({"\xff", std::string(1, '\0'), "\x7f"}).as_binary_set() ==
        std::vector<std::string>{std::string(1, '\0'), "\x7f", "\xff"});
  CHECK(AttributeValue::number_set({Number(10), Number(-3), Number(9)}).as_number_set() ==
        std::vector<Number>{Number(-3), Number(9), Number(10)});
}

TEST_CASE("a map keeps its attributes in the order of their names' bytes") {
  AttributeMap map{{"b", "2"}, {"\xc3\xa9", "4"}, {"a", "1"}, {"ab", "3"}};
  CHECK(names(map) == std::vector<std::string>{"a", "ab", "b", "\xc3\xa9"});

  map.set("aa", "between");
  map.set("", "first");
  map.set("\xc3\xaa", "last");
  map.set("b", "replaced");
  CHECK(names(map) == std::vector<std::string>{"", "a", "aa", "ab", "b", "\xc3\xa9", "\xc3\xaa"});
  CHECK(map.find("b")->as_string() == "replaced");
  CHECK(map.find("aa")->as_string() == "between");
  CHECK(map.find("c") == nullptr);
  CHECK(map.find("zz") == nullptr);
  CHECK(map.contains(""));
  CHECK(map.size() == 7);

  CHECK(map.erase("a"));
  CHECK_FALSE(map.erase("a"));
  CHECK_FALSE(map.erase("zzz"));
  CHECK_FALSE(map.contains("a"));
  CHECK(map.size() == 6);

  *map.find("ab") = Number(5);
  CHECK(map.find("ab")->as_number() == Number(5));
}

TEST_CASE("an empty map has nothing") {
  AttributeMap map;
  CHECK(map.empty());
  CHECK(map.begin() == map.end());
  CHECK(map.find("a") == nullptr);
  CHECK_FALSE(map.erase("a"));
  CHECK(map == AttributeMap::from_attributes({}));
}

TEST_CASE("of attributes with one name the last one counts") {
  CHECK(
      AttributeMap::from_attributes({{"b", "1"}, {"a", "2"}, {"b", "3"}, {"a", "4"}, {"b", "5"}}) ==
      AttributeMap{{"a", "4"}, {"b", "5"}});
  CHECK(AttributeMap::from_attributes({{"a", "1"}, {"a", "2"}}) == AttributeMap{{"a", "2"}});
}

TEST_CASE("a map is the same however it was put together") {
  const unsigned seed = random_seed();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 500; ++i) {
    std::vector<Attribute> attributes;
    AttributeMap one_by_one;
    for (int j = 0; j < 12; ++j) {
      const std::string name = random_text(random);
      attributes.push_back({name, Number(j)});
      one_by_one.set(name, Number(j));
    }
    REQUIRE(AttributeMap::from_attributes(attributes) == one_by_one);
    for (const Attribute& attribute : attributes) {
      REQUIRE(one_by_one.contains(attribute.name));
      REQUIRE(one_by_one.erase(attribute.name));
      REQUIRE_FALSE(one_by_one.contains(attribute.name));
      one_by_one.set(attribute.name, Null{});
    }
  }
}

TEST_CASE("values weigh what AWS bills") {
  // "DynamoDB item sizes and formats"; lists and maps observed on AWS: 3, and 1 for each element.
  const std::vector<std::pair<AttributeValue, std::size_t>> cases = {
      {"", 0},
      {"abc", 3},
      {"\xc3\xa9\xf0\x9d\x84\x9e", 6},
      {Number::parse("3.14159"), 5},
      {Number(), 1},
      {Binary{""}, 0},
      {Binary{std::string(5, '\0')}, 5},
      {AttributeValue::boolean(true), 1},
      {AttributeValue::boolean(false), 1},
      {Null{}, 1},
      {AttributeValue::string_set({"a", "bcd"}), 4},
      {AttributeValue::number_set({Number(1), Number(-42)}), 5},
      {AttributeValue::binary_set({"a", "bc"}), 3},
      {AttributeList{}, 3},
      {AttributeList{"abc", Null{}}, 3 + 1 + 3 + 1 + 1},
      {AttributeMap{}, 3},
      {AttributeMap{{"name", "abc"}, {"b", Null{}}}, 3 + 1 + 4 + 3 + 1 + 1 + 1},
      {AttributeMap{{"m", AttributeMap{{"l", AttributeList{AttributeValue(AttributeList{})}}}}},
       3 + 1 + 1 + (3 + 1 + 1 + (3 + 1 + 3))},
  };
  for (const auto& [value, expected] : cases) {
    INFO(to_json(value));
    CHECK(size_bytes(value) == expected);
  }
}

TEST_CASE("an item weighs its names and values") {
  CHECK(item_size_bytes({}) == 0);
  CHECK(item_size_bytes({{"pk", "abc"}, {"n", Number(123456)}}) == 2 + 3 + 1 + 4);
  CHECK(item_size_bytes({{"\xc3\xa9", AttributeList{}}}) == 2 + 3);
}

}  // namespace
}  // namespace tombola::dynamodb
