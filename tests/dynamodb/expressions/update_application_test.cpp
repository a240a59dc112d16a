// What updates make of items.
#include <catch2/catch.hpp>

#include "dynamodb/expressions/update.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

using tests::item_of;
using tests::placeholders_of;
using tests::refusal_of;

constexpr const char* names = R"({"#1":"1","#dot":"a.b"})";
constexpr const char* values = R"({
  ":s":{"S":"new"}, ":s2":{"S":"other"}, ":n":{"N":"5"}, ":n2":{"N":"2.5"}, ":l":{"L":[{"S":"x"}]},
  ":m":{"M":{"k":{"S":"v"}}}, ":ss":{"SS":["b","c"]}, ":ns":{"NS":["2","3"]}, ":bs":{"BS":["Ag=="]},
  ":abc":{"SS":["a","b","c"]}, ":huge":{"N":"9e125"}, ":tiny":{"N":"1e-130"}})";

const AttributeMap& key() {
  static const AttributeMap key_attributes{{"pk", AttributeValue("key")}};
  return key_attributes;
}

Update parse(std::string_view text) {
  ExpressionPlaceholders placeholders = placeholders_of(names, values);
  return Update::parse(text, placeholders);
}

// The new item as JSON, "none", or the refusal.
std::string applied(std::string_view text, const AttributeMap* item) {
  std::string result;
  std::string refusal = refusal_of([&] {
    std::optional<AttributeMap> updated = parse(text).apply(item, key());
    result = updated ? to_json(*updated) : "none";
  });
  return refusal == "accepted" ? result : refusal;
}

std::string canonical(std::string_view json) {
  return to_json(item_of(json));
}

TEST_CASE("an update of an item") {
  struct Case {
    const char* item;
    const char* update;
    const char* updated;
  };
  const Case cases[] = {
      // SET
      {R"({})", "SET a = :s", R"({"a":{"S":"new"}})"},
      {R"({"a":{"N":"1"}})", "SET a = :s", R"({"a":{"S":"new"}})"},
      {R"({"a":{"N":"1"}})", "SET #dot = :s", R"({"a":{"N":"1"},"a.b":{"S":"new"}})"},
      {R"({"a":{"M":{}}})", "SET a.b = :s", R"({"a":{"M":{"b":{"S":"new"}}}})"},
      {R"({"a":{"M":{"b":{"L":[{"M":{}}]}}}})", "SET a.b[0].c1 = :m",
       R"({"a":{"M":{"b":{"L":[{"M":{"c1":{"M":{"k":{"S":"v"}}}}}]}}}})"},
      {R"({"l":{"L":[{"N":"0"},{"N":"1"}]}})", "SET l[1] = :s",
       R"({"l":{"L":[{"N":"0"},{"S":"new"}]}})"},
      // beyond the end: appended, without holes, in order of the indexes
      {R"({"l":{"L":[]}})", "SET l[0] = :s", R"({"l":{"L":[{"S":"new"}]}})"},
      {R"({"l":{"L":[{"N":"0"}]}})", "SET l[5] = :s", R"({"l":{"L":[{"N":"0"},{"S":"new"}]}})"},
      {R"({"l":{"L":[{"N":"0"}]}})", "SET l[84] = :s, l[37] = :n, l[4294967294] = :n2, l[0] = :s2",
       R"({"l":{"L":[{"S":"other"},{"N":"5"},{"S":"new"},{"N":"2.5"}]}})"},
      {R"({"l":{"L":[{"L":[]},{"L":[{"N":"9"}]}]}})",
       "SET l[1][3] = :s, l[0][1] = :n, l[1][1] = :n2",
       R"({"l":{"L":[{"L":[{"N":"5"}]},{"L":[{"N":"9"},{"N":"2.5"},{"S":"new"}]}]}})"},
      // the right side sees the old item
      {R"({"a":{"N":"1"},"b":{"N":"2"}})", "SET a = b, b = a", R"({"a":{"N":"2"},"b":{"N":"1"}})"},
      {R"({"a":{"N":"1"}})", "SET a = :s, b = a", R"({"a":{"S":"new"},"b":{"N":"1"}})"},
      {R"({"a":{"N":"1"}})", "REMOVE a SET b = a", R"({"b":{"N":"1"}})"},
      {R"({"l":{"L":[{"N":"0"},{"N":"1"}]}})", "REMOVE l[0] SET a = l[0]",
       R"({"l":{"L":[{"N":"1"}]},"a":{"N":"0"}})"},
      {R"({"m":{"M":{"x":{"N":"1"},"y":{"N":"2"}}}})", "SET m.x = m.y, m.y = m.x",
       R"({"m":{"M":{"x":{"N":"2"},"y":{"N":"1"}}}})"},
      // arithmetic
      {R"({"a":{"N":"1.5"}})", "SET a = a + :n", R"({"a":{"N":"6.5"}})"},
      {R"({"a":{"N":"1.5"}})", "SET a = a - :n", R"({"a":{"N":"-3.5"}})"},
      {R"({"a":{"N":"1.5"}})", "SET a = :n - a", R"({"a":{"N":"3.5"}})"},
      {R"({"a":{"N":"7"}})", "SET b = a + a", R"({"a":{"N":"7"},"b":{"N":"14"}})"},
      {R"({"a":{"N":"5"}})", "SET a = (a - :n)", R"({"a":{"N":"0"}})"},
      {R"({})", "SET a = if_not_exists(a, :n) + :n", R"({"a":{"N":"10"}})"},
      // functions
      {R"({})", "SET a = if_not_exists(a, :s)", R"({"a":{"S":"new"}})"},
      {R"({"a":{"NULL":true}})", "SET a = if_not_exists(a, :s)", R"({"a":{"NULL":true}})"},
      {R"({"a":{"N":"1"}})", "SET b = if_not_exists(a, :s)", R"({"a":{"N":"1"},"b":{"N":"1"}})"},
      {R"({"a":{"N":"1"}})", "SET b = if_not_exists(c1, if_not_exists(a, :s))",
       R"({"a":{"N":"1"},"b":{"N":"1"}})"},
      {R"({"l":{"L":[{"N":"1"}]}})", "SET l = list_append(l, :l)",
       R"({"l":{"L":[{"N":"1"},{"S":"x"}]}})"},
      {R"({"l":{"L":[{"N":"1"}]}})", "SET l = list_append(:l, l)",
       R"({"l":{"L":[{"S":"x"},{"N":"1"}]}})"},
      {R"({})", "SET l = list_append(if_not_exists(l, :l), :l)",
       R"({"l":{"L":[{"S":"x"},{"S":"x"}]}})"},
      // if_not_exists need not look at the other value
      {R"({"a":{"N":"1"}})", "SET a = if_not_exists(a, gone)", R"({"a":{"N":"1"}})"},
      // REMOVE
      {R"({"a":{"N":"1"},"b":{"N":"2"}})", "REMOVE a", R"({"b":{"N":"2"}})"},
      {R"({"a":{"N":"1"}})", "REMOVE gone", R"({"a":{"N":"1"}})"},
      {R"({"m":{"M":{"x":{"N":"1"}}}})", "REMOVE m.x", R"({"m":{"M":{}}})"},
      {R"({"m":{"M":{"x":{"N":"1"}}}})", "REMOVE m.y", R"({"m":{"M":{"x":{"N":"1"}}}})"},
      {R"({"l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"}]}})", "REMOVE l[1], l[3]",
       R"({"l":{"L":[{"N":"0"},{"N":"2"}]}})"},
      {R"({"l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"}]}})", "REMOVE l[3], l[1], l[0]",
       R"({"l":{"L":[{"N":"2"}]}})"},
      {R"({"l":{"L":[{"N":"0"}]}})", "REMOVE l[0]", R"({"l":{"L":[]}})"},
      {R"({"l":{"L":[{"N":"0"}]}})", "REMOVE l[1], l[17]", R"({"l":{"L":[{"N":"0"}]}})"},
      {R"({"l":{"L":[{"L":[{"N":"0"},{"N":"1"}]},{"N":"5"}]}})", "REMOVE l[1], l[0][0]",
       R"({"l":{"L":[{"L":[{"N":"1"}]}]}})"},
      {R"({"l":{"L":[{"N":"5"},{"M":{"x":{"N":"1"},"y":{"N":"2"}}}]}})", "REMOVE l[0], l[1].x",
       R"({"l":{"L":[{"M":{"y":{"N":"2"}}}]}})"},
      // indexes mean the old list (observed on AWS)
      {R"({"l":{"L":[{"N":"2"},{"N":"3"},{"N":"4"},{"N":"5"},{"N":"6"},{"N":"7"}]}})",
       "REMOVE l[1] SET l[3] = :s",
       R"({"l":{"L":[{"N":"2"},{"N":"4"},{"S":"new"},{"N":"6"},{"N":"7"}]}})"},
      {R"({"l":{"L":[{"N":"2"},{"N":"3"}]}})", "SET l[2] = :s REMOVE l[0]",
       R"({"l":{"L":[{"N":"3"},{"S":"new"}]}})"},
      {R"({"l":{"L":[{"N":"2"},{"M":{}}]}})", "REMOVE l[0] SET l[1].x = :n",
       R"({"l":{"L":[{"M":{"x":{"N":"5"}}}]}})"},
      // ADD
      {R"({})", "ADD a :n", R"({"a":{"N":"5"}})"},
      {R"({"a":{"N":"-7.5"}})", "ADD a :n", R"({"a":{"N":"-2.5"}})"},
      {R"({})", "ADD a :ss", R"({"a":{"SS":["b","c"]}})"},
      {R"({"a":{"SS":["c","a"]}})", "ADD a :ss", R"({"a":{"SS":["a","b","c"]}})"},
      {R"({"a":{"NS":["10","3"]}})", "ADD a :ns", R"({"a":{"NS":["2","3","10"]}})"},
      {R"({"a":{"BS":["AQ=="]}})", "ADD a :bs", R"({"a":{"BS":["AQ==","Ag=="]}})"},
      {R"({"m":{"M":{}}})", "ADD m.x :n", R"({"m":{"M":{"x":{"N":"5"}}}})"},
      {R"({"l":{"L":[{"N":"1"}]}})", "ADD l[0] :n", R"({"l":{"L":[{"N":"6"}]}})"},
      // DELETE
      {R"({"a":{"SS":["a","b","d"]}})", "DELETE a :ss", R"({"a":{"SS":["a","d"]}})"},
      {R"({"a":{"SS":["d"]}})", "DELETE a :ss", R"({"a":{"SS":["d"]}})"},
      {R"({"a":{"SS":["c","b"]},"b":{"N":"1"}})", "DELETE a :abc", R"({"b":{"N":"1"}})"},
      {R"({"a":{"NS":["1","2.0"]}})", "DELETE a :ns", R"({"a":{"NS":["1"]}})"},
      {R"({"b":{"N":"1"}})", "DELETE a :ss", R"({"b":{"N":"1"}})"},
      {R"({"m":{"M":{"x":{"SS":["b"]}}}})", "DELETE m.x :ss, m.y :ss", R"({"m":{"M":{}}})"},
      {R"({"l":{"L":[{"SS":["b"]},{"N":"1"}]}})", "DELETE l[0] :ss", R"({"l":{"L":[{"N":"1"}]}})"},
      // all together
      {R"({"a":{"N":"1"},"b":{"N":"2"},"ss":{"SS":["a","b"]},"n":{"N":"3"}})",
       "REMOVE b DELETE ss :ss ADD n :n SET a = b",
       R"({"a":{"N":"2"},"ss":{"SS":["a"]},"n":{"N":"8"}})"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.item, c.update);
    AttributeMap item = item_of(c.item);
    CHECK(applied(c.update, &item) == canonical(c.updated));
  }
}

TEST_CASE("an update of an item that is not there") {
  auto with_key = [](std::string_view json) {
    AttributeMap item = item_of(json);
    item.set("pk", AttributeValue("key"));
    return to_json(item);
  };
  CHECK(applied("SET a = :s", nullptr) == with_key(R"({"a":{"S":"new"}})"));
  CHECK(applied("ADD a :n", nullptr) == with_key(R"({"a":{"N":"5"}})"));
  CHECK(applied("SET a = if_not_exists(a, :n)", nullptr) == with_key(R"({"a":{"N":"5"}})"));
  // The key attributes can be read.
  CHECK(applied("SET a = pk", nullptr) == with_key(R"({"a":{"S":"key"}})"));
  // Observed on AWS: an update that only removes makes no item, and does not look at its paths.
  CHECK(applied("REMOVE a", nullptr) == "none");
  CHECK(applied("REMOVE a.b, c1[3]", nullptr) == "none");
  CHECK(applied("DELETE a :ss REMOVE b", nullptr) == "none");
  CHECK(applied("SET a = :s REMOVE b", nullptr) == with_key(R"({"a":{"S":"new"}})"));
  // No actions at all: the item is made.
  CHECK(to_json(*Update().apply(nullptr, key())) == with_key("{}"));
}

constexpr const char* missing_attribute =
    "The provided expression refers to an attribute that does not exist in the item";
constexpr const char* wrong_type = "An operand in the update expression has an incorrect data type";
constexpr const char* invalid_path =
    "The document path provided in the update expression is invalid for update";

// The sentences are AWS's (API model and public tests that run against AWS).
TEST_CASE("updates that do not fit the item") {
  AttributeMap item = item_of(R"({
    "s":{"S":"text"}, "n":{"N":"1"}, "m":{"M":{"1":{"S":"a"},"ss":{"SS":["a"]}}},
    "l":{"L":[{"S":"a"},{"S":"b"}]}, "ns":{"NS":["1"]}, "big":{"N":"9e125"}, "small":{"N":"1.1e-130"}})");
  struct Case {
    const char* update;
    const char* refusal;
  };
  const Case cases[] = {
      {"SET a = gone", missing_attribute},
      {"SET a = m.gone", missing_attribute},
      {"SET a = l[2]", missing_attribute},
      {"SET a = s.x", missing_attribute},
      {"SET a = gone + :n", missing_attribute},
      {"SET a = list_append(gone, :l)", missing_attribute},
      {"SET a = if_not_exists(gone, also_gone)", missing_attribute},
      {"SET a = s + :n", wrong_type},
      {"SET a = :n - m", wrong_type},
      {"SET a = list_append(n, :l)", wrong_type},
      {"SET a = list_append(:l, if_not_exists(gone, ns))", wrong_type},
      {"SET a = if_not_exists(s, :n) + :n", wrong_type},
      {"ADD s :n", wrong_type},
      {"ADD ns :n", wrong_type},
      {"ADD n :ns", wrong_type},
      {"ADD ns :ss", wrong_type},
      {"ADD m.ss :n", wrong_type},
      {"DELETE ns :ss", wrong_type},
      {"DELETE s :ss", wrong_type},
      {"DELETE m.ss :ns", wrong_type},
      {"SET gone.x = :s", invalid_path},
      {"SET gone[0] = :s", invalid_path},
      {"SET s.x = :s", invalid_path},
      {"SET s[0] = :s", invalid_path},
      {"SET m[0] = :s", invalid_path},
      {"SET l.#1 = :s", invalid_path},
      {"SET m.gone.x = :s", invalid_path},
      {"SET l[2].x = :s", invalid_path},
      {"SET a = :s, s.x = :s", invalid_path},
      {"REMOVE gone.x", invalid_path},
      {"REMOVE gone[0]", invalid_path},
      {"REMOVE s.x", invalid_path},
      {"REMOVE m[0]", invalid_path},
      {"REMOVE l.#1", invalid_path},
      {"ADD gone.x :n", invalid_path},
      {"ADD s[0] :n", invalid_path},
      {"ADD m[0] :n", invalid_path},
      {"ADD l.#1 :n", invalid_path},
      {"DELETE gone.x :ss", invalid_path},
      {"DELETE s.x :ss", invalid_path},
      {"DELETE m[0] :ss", invalid_path},
      {"DELETE l.#1 :ss", invalid_path},
      {"SET a = big + :huge",
       "Number overflow. Attempting to store a number with magnitude larger than supported range"},
      {"ADD big :huge",
       "Number overflow. Attempting to store a number with magnitude larger than supported range"},
      {"SET a = small - :tiny",
       "Number underflow. Attempting to store a number with magnitude smaller than supported "
       "range"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.update);
    CHECK(applied(c.update, &item) == c.refusal);
  }
}

// 31 wraps is what an item may have (observed on AWS, eu-west-2, October 2026).
TEST_CASE("an update does not nest an item deeper than it could be put") {
  AttributeValue deep("leaf");
  for (int i = 0; i < 30; ++i) deep = AttributeValue(AttributeMap{{"x", deep}});
  AttributeMap item{{"a", AttributeValue(AttributeMap{{"b", AttributeValue(AttributeMap())}})},
                    {"deep", deep}};
  CHECK(refusal_of([&] { parse("SET a.c1 = deep").apply(&item, key()); }) == "accepted");
  CHECK(refusal_of([&] { parse("SET a.b.c1 = deep").apply(&item, key()); }) ==
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
        "beyond supported limit");
}

// The answers are those of AWS for the same updates (public tests that run against AWS): the paths
// of the update, looked up in the old or the new item.
TEST_CASE("UPDATED_OLD and UPDATED_NEW") {
  struct Case {
    const char* item;
    const char* update;
    const char* updated_old;
    const char* updated_new;
  };
  const Case cases[] = {
      {R"({"a":{"S":"hi"},"b":{"S":"dog"}})", "SET b = :s, c1 = :s2", R"({"b":{"S":"dog"}})",
       R"({"b":{"S":"new"},"c1":{"S":"other"}})"},
      {R"({"b":{"S":"new"}})", "SET b = :s", R"({"b":{"S":"new"}})", R"({"b":{"S":"new"}})"},
      {R"({"a":{"S":"hi"},"b":{"S":"dog"}})", "REMOVE b", R"({"b":{"S":"dog"}})", "{}"},
      {R"({"a":{"S":"hi"}})", "SET b = :s", "{}", R"({"b":{"S":"new"}})"},
      {R"({"a":{"M":{"b":{"S":"hi"},"c1":{"L":[{"N":"1"},{"N":"2"},{"N":"3"}]}}}})",
       "SET a.c1[1] = :n, a.b = :s", R"({"a":{"M":{"b":{"S":"hi"},"c1":{"L":[{"N":"2"}]}}}})",
       R"({"a":{"M":{"b":{"S":"new"},"c1":{"L":[{"N":"5"}]}}}})"},
      {R"({"a":{"M":{"b":{"S":"hi"}}}})", "SET a.x = :n", "{}", R"({"a":{"M":{"x":{"N":"5"}}}})"},
      {R"({"l":{"L":[{"N":"1"},{"N":"2"},{"N":"3"}]}})", "REMOVE l[1], l[3]",
       R"({"l":{"L":[{"N":"2"}]}})", R"({"l":{"L":[{"N":"3"}]}})"},
      // An element beyond the end is not where the update put it.
      {R"({"l":{"L":[{"N":"1"}]}})", "SET l[100] = :n", "{}", "{}"},
      {R"({"n":{"N":"1"}})", "ADD n :n", R"({"n":{"N":"1"}})", R"({"n":{"N":"6"}})"},
      {R"({"a":{"SS":["b"]}})", "DELETE a :ss", R"({"a":{"SS":["b"]}})", "{}"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.item, c.update);
    AttributeMap item = item_of(c.item);
    Update update = parse(c.update);
    std::optional<AttributeMap> updated = update.apply(&item, key());
    REQUIRE(updated);
    CHECK(to_json(update.updated_attributes(item)) == canonical(c.updated_old));
    CHECK(to_json(update.updated_attributes(*updated)) == canonical(c.updated_new));
  }
}

// Figures observed on AWS (eu-west-2, October 2026) by the largest value that an update could
// write: each is what its clause adds to the 3 of the update.
TEST_CASE("the size of the statement") {
  auto size = [](std::string_view text) { return parse(text).statement_size_bytes(); };
  CHECK(size("SET b = :s") == 3 + 19 + 1 + 3);
  CHECK(size("SET b = :s, c1 = :n") == 3 + (19 + 1 + 3) + (19 + 2 + 2));
  CHECK(size("SET #dot = :s") == 3 + 19 + 3 + 3);
  // A path operand: 1, then 14 and the element for each.
  CHECK(size("SET c = abcdefghij") == 3 + 19 + 1 + (1 + 14 + 10));
  CHECK(size("SET c = m.z") == 3 + 19 + 1 + (1 + 14 + 1 + 14 + 1));
  CHECK(size("SET c = m.a.z") == 3 + 19 + 1 + (1 + 3 * 15));
  CHECK(size("SET c = l[10]") == 3 + 19 + 1 + (1 + 14 + 1 + 14 + 2));
  // Operations.
  CHECK(size("SET n = n + :n") == 3 + 19 + 1 + 34 + (1 + 14 + 1) + 2);
  CHECK(size("SET n = n - :n") == 3 + 19 + 1 + 37 + (1 + 14 + 1) + 2);
  CHECK(size("SET c = if_not_exists(c, :s)") == 3 + 19 + 1 + 39 + (1 + 14 + 1) + 3);
  CHECK(size("SET l = list_append(l, :l)") == 3 + 19 + 1 + 37 + (1 + 14 + 1) + (3 + 1 + 1));
  CHECK(size("SET l = list_append(:l, :l)") == 3 + 19 + 1 + 37 + 5 + 5);
  // Targets: through a map as much as the map, through a list one more than the list.
  CHECK(size("SET d.leaf = :s") == 3 + 19 + (1 + 4 + 4) + 3);
  CHECK(size("SET d[0] = :s") == 3 + 19 + (1 + 4 + 1) + 3);
  CHECK(size("ADD abcdefghij :n") == 3 + 19 + 10 + 2);
  CHECK(size("ADD ss :ss") == 3 + 19 + 2 + 2);
  CHECK(size("REMOVE r") == 3 + 1 + 1);
  CHECK(size("REMOVE abcdefghij") == 3 + 1 + 10);
  CHECK(size("REMOVE m.yyyyyyyyyy") == 3 + 1 + (1 + 4 + 10));
  CHECK(size("REMOVE l[10]") == 3 + 1 + (1 + 4 + 2));
  CHECK(size("DELETE ss :ss") == 3 + 1 + 2);
  CHECK(size("SET b = :s REMOVE r") == 3 + (19 + 1 + 3) + 2);
}

}  // namespace
}  // namespace tombola::dynamodb
