// What conditions say of items.
#include <catch2/catch.hpp>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

constexpr const char* item_json = R"({
  "s":{"S":"hello"}, "n":{"N":"10"}, "n2":{"N":"9.5"}, "b":{"B":"gAE="}, "t":{"BOOL":true},
  "f":{"BOOL":false}, "nul":{"NULL":true}, "blank":{"S":""},
  "ss":{"SS":["x","y"]}, "ns":{"NS":["1","2","30"]}, "bs":{"BS":["gA==","AQ=="]},
  "l":{"L":[{"S":"x"},{"N":"1"},{"L":[{"N":"2"}]},{"SS":["q"]}]},
  "m":{"M":{"k":{"S":"v"},"deep":{"M":{"l":{"L":[{"N":"7"}]}}}}},
  "m2":{"M":{"deep":{"M":{"l":{"L":[{"N":"7.0"}]}}},"k":{"S":"v"}}},
  "utf":{"S":"é𝄞"}})";

constexpr const char* values = R"({
  ":hello":{"S":"hello"}, ":he":{"S":"he"}, ":x":{"S":"x"}, ":z":{"S":"z"}, ":ll":{"S":"ll"},
  ":e":{"S":""}, ":0":{"N":"0"}, ":1":{"N":"1"}, ":2":{"N":"2"}, ":3":{"N":"3"}, ":4":{"N":"4"},
  ":5":{"N":"5"}, ":10":{"N":"1e1"}, ":9":{"N":"9"}, ":100":{"N":"100"}, ":s10":{"S":"10"},
  ":b80":{"B":"gA=="}, ":b01":{"B":"AQ=="}, ":b7f":{"B":"fw=="}, ":true":{"BOOL":true},
  ":null":{"NULL":true}, ":ss":{"SS":["y","x"]}, ":ssq":{"SS":["q"]}, ":l2":{"L":[{"N":"2.0"}]},
  ":m":{"M":{"k":{"S":"v"},"deep":{"M":{"l":{"L":[{"N":"7"}]}}}}},
  ":S":{"S":"S"}, ":N":{"S":"N"}, ":L":{"S":"L"}, ":M":{"S":"M"}, ":NULL":{"S":"NULL"},
  ":BOOL":{"S":"BOOL"}, ":SS":{"S":"SS"}, ":NS":{"S":"NS"}, ":BS":{"S":"BS"}, ":B":{"S":"B"}})";

bool holds(std::string_view text, const AttributeMap* item) {
  ExpressionPlaceholders placeholders = tests::placeholders_of("", values);
  return Condition::parse(text, ExpressionKind::Condition, placeholders).evaluate(item);
}

TEST_CASE("what is true of an item") {
  AttributeMap item = tests::item_of(item_json);
  for (const char* text : {
           // equality, by value and by type
           "s = :hello",
           "n = :10",
           "n <> :s10",
           "n <> :9",
           "t = :true",
           "nul = :null",
           "t <> f",
           "ss = :ss",
           "m = m2",
           "m = :m",
           "l[2] = :l2",
           "s <> ss",
           "blank = :e",
           "m.k = :x OR NOT m.k = :x",
           // what is not there
           "gone <> :x",
           "gone <> also_gone",
           ":x <> gone",
           "NOT gone = :x",
           "NOT gone = also_gone",
           "NOT gone < :1",
           "NOT (gone BETWEEN :1 AND :2)",
           "NOT gone IN (:1)",
           "m.gone <> :x",
           "m.gone.gone <> :x",
           "l[9] <> :x",
           "s.k <> :x",
           "s[0] <> :x",
           "m[0] <> :x",
           "l.k <> :x",
           // order
           "n > :9",
           "n >= :10",
           "n < :100",
           "n <= :10",
           ":9 < n",
           "n2 < n",
           "s < :z",
           "s > :he",
           "s >= :hello",
           "blank < :x",
           "b > :b7f",
           "b > :b80",
           "b > :b01",
           "NOT n < :s10",
           "NOT n > :s10",
           "NOT ss < :z",
           "NOT t < :z",
           "NOT nul >= :1",
           // BETWEEN and IN
           "n BETWEEN :9 AND :10",
           "n BETWEEN :10 AND :100",
           "n BETWEEN n2 AND :10",
           ":10 BETWEEN n2 AND n",
           "s BETWEEN :he AND :z",
           "NOT n BETWEEN :1 AND :9",
           "NOT n BETWEEN :he AND :z",
           "NOT s BETWEEN gone AND :z",
           "NOT s BETWEEN :e AND gone",
           "n IN (:1, :10)",
           "s IN (n, :hello)",
           "m IN (m2)",
           "ss IN (:1, :ss)",
           "nul IN (:null)",
           "NOT n IN (:1, :2, :s10)",
           "NOT n IN (gone)",
           // functions
           "attribute_exists(s)",
           "attribute_exists(m.deep.l[0])",
           "attribute_exists(nul)",
           "attribute_not_exists(gone)",
           "attribute_not_exists(m.gone)",
           "attribute_not_exists(l[4])",
           "attribute_not_exists(s[0])",
           "attribute_type(s, :S)",
           "attribute_type(n, :N)",
           "attribute_type(b, :B)",
           "attribute_type(t, :BOOL)",
           "attribute_type(nul, :NULL)",
           "attribute_type(ss, :SS)",
           "attribute_type(ns, :NS)",
           "attribute_type(bs, :BS)",
           "attribute_type(l, :L)",
           "attribute_type(m, :M)",
           "attribute_type(:1, :N)",
           "NOT attribute_type(s, :N)",
           "NOT attribute_type(gone, :S)",
           "begins_with(s, :he)",
           "begins_with(s, :e)",
           "begins_with(b, :b80)",
           "begins_with(:hello, s)",
           "NOT begins_with(s, :x)",
           "NOT begins_with(b, :b01)",
           "NOT begins_with(n, :he)",
           "NOT begins_with(s, :b80)",
           "NOT begins_with(gone, :he)",
           "NOT begins_with(s, gone)",
           "contains(s, :ll)",
           "contains(s, :e)",
           "contains(b, :b01)",
           "contains(ss, :x)",
           "contains(ns, :1)",
           "contains(bs, :b01)",
           "contains(l, :x)",
           "contains(l, :1)",
           "contains(l, :l2)",
           "contains(l, :ssq)",
           "NOT contains(s, :x)",
           "NOT contains(s, :1)",
           "NOT contains(ss, :1)",
           "NOT contains(ss, :ss)",
           "NOT contains(ns, :x)",
           "NOT contains(m, :x)",
           "NOT contains(n, :1)",
           "NOT contains(gone, :x)",
           "NOT contains(s, gone)",
           "NOT contains(l, :2)",
           // size: UTF-16 code units of strings (observed on AWS: é𝄞 has 3)
           "size(s) = :5",
           "size(utf) = :3",
           "size(blank) = :0",
           "size(b) = :2",
           "size(ss) = :2",
           "size(ns) = :3",
           "size(bs) = :2",
           "size(l) = :4",
           "size(m) = :2",
           "size(l) > size(m)",
           "size(:hello) = size(s)",
           "size(s) <> :4",
           "size(s) BETWEEN :4 AND :5",
           "size(s) IN (:4, :5)",
           ":5 = size(s)",
           "NOT size(s) = :hello",
           "NOT size(n) = :1",
           "NOT size(n) <> :1",
           "NOT size(t) = :1",
           "NOT size(nul) < :1",
           "NOT size(gone) = :0",
           "NOT size(gone) >= :0",
           "contains(ns, size(ss))",
           // precedence: NOT before AND before OR
           "s = :x AND s = :x OR s = :hello",
           "s = :hello OR s = :x AND s = :x",
           "NOT s = :x AND s = :hello",
           "NOT (s = :x OR s = :z)",
           "(s = :hello OR s = :x) AND n = :10",
           "NOT NOT s = :hello",
           "s BETWEEN :e AND :z AND n = :10",
       }) {
    CAPTURE(text);
    CHECK(holds(text, &item));
  }
}

TEST_CASE("what is false of an item") {
  AttributeMap item = tests::item_of(item_json);
  for (const char* text : {
           "s = :x",
           "n = :s10",
           "s = ss",
           "gone = :x",
           "gone = also_gone",
           "gone < :x",
           "gone >= also_gone",
           "m = l",
           "l = m",
           "n > :10",
           "b < :b7f",
           "n BETWEEN :1 AND :9",
           "n IN (:1)",
           "attribute_exists(gone)",
           "attribute_not_exists(s)",
           "attribute_exists(s.x)",
           "begins_with(s, :hello) AND contains(s, :z)",
           "size(s) = :4",
           "size(n) > :0",
           "size(gone) <> :1",
           "s = :x OR s = :x AND s = :hello",
           "(s = :hello OR s = :x) AND s = :x",
           "NOT s = :hello AND s = :hello",
       }) {
    CAPTURE(text);
    CHECK_FALSE(holds(text, &item));
  }
}

TEST_CASE("without an item no attribute is there") {
  for (const char* text : {"attribute_not_exists(pk)", "pk <> :x", "NOT pk = :x",
                           "NOT contains(pk, :x)", ":1 < :2", "size(:hello) = :5"}) {
    CAPTURE(text);
    CHECK(holds(text, nullptr));
  }
  for (const char* text : {"attribute_exists(pk)", "pk = :x", "pk IN (:x)", "size(pk) = :0",
                           "attribute_type(pk, :S)", ":2 < :1"}) {
    CAPTURE(text);
    CHECK_FALSE(holds(text, nullptr));
  }
}

std::vector<const DocumentPath*> borrowed(const std::vector<DocumentPath>& paths) {
  std::vector<const DocumentPath*> borrowed;
  for (const DocumentPath& path : paths) borrowed.push_back(&path);
  return borrowed;
}

TEST_CASE("expressions do not look into key attributes, and a Query's filter leaves them alone") {
  std::vector<DocumentPath> paths = {
      DocumentPath::attribute("pk"),
      DocumentPath({PathElement::of_name("m"), PathElement::of_name("x")}),
      DocumentPath({PathElement::of_name("gsi"), PathElement::of_index(0)}),
      DocumentPath({PathElement::of_name("pk"), PathElement::of_name("x")}),
  };
  auto scalar = [&](KeyAttributeNames keys) {
    return tests::refusal_of([&] { check_key_attributes_are_scalar(borrowed(paths), keys); });
  };
  CHECK(scalar({{"other"}, {}}) == "accepted");
  CHECK(
      scalar({{"pk"}, {"gsi"}}) ==
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
      "IndexKey: gsi");
  CHECK(
      scalar({{"pk"}, {"pk"}}) ==
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
      "Key: pk");

  auto filter = [&](std::vector<std::string> keys, QueryFilterForm form) {
    return tests::refusal_of([&] { check_filter_has_no_keys(borrowed(paths), keys, form); });
  };
  CHECK(filter({"other"}, QueryFilterForm::FilterExpression) == "accepted");
  CHECK(filter({"sk", "pk"}, QueryFilterForm::FilterExpression) ==
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: pk");
  CHECK(filter({"gsi"}, QueryFilterForm::QueryFilter) ==
        "QueryFilter can only contain non-primary key attributes: Primary key attribute: gsi");
}

}  // namespace
}  // namespace tombola::dynamodb
