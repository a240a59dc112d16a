// Which part of a WHERE clause the keys answer. Source of truth: "PartiQL select statements for
// DynamoDB" (what reads a whole table and what does not), "PartiQL operators" (IN).
#include "dynamodb/partiql/where_clause.h"

#include <catch2/catch.hpp>

#include "dynamodb/partiql/statement.h"
#include "tests/dynamodb/model/refused.h"

namespace tombola::dynamodb::partiql {
namespace {

const KeySchema schema{{{"pk", AttributeType::S}}, {{"sk", AttributeType::S}}};

std::optional<ConditionNode> where(const std::string& text) {
  return parse_statement("SELECT * FROM t WHERE " + text, {}).where;
}

// "scan", or how many queries, how many conditions each has, and whether a filter is left.
std::string plan_of(const std::string& text, const KeySchema& of = schema) {
  const ReadPlan plan = plan_read(where(text), of, std::nullopt);
  if (plan.is_scan) return "scan";
  return std::to_string(plan.queries.size()) + " x " +
         std::to_string(plan.queries.front().clauses().size()) + (plan.filter ? " filtered" : "");
}

TEST_CASE("equality or IN on the partition key is a query, all else reads everything") {
  CHECK(plan_of("pk = 'a'") == "1 x 1");
  CHECK(plan_of("'a' = pk") == "1 x 1");
  CHECK(plan_of("pk = 'a' AND address = 'b'") == "1 x 1 filtered");
  CHECK(plan_of("pk = 'a' OR pk = 'b'") == "2 x 1");
  CHECK(plan_of("pk IN ['a','b','c']") == "3 x 1");
  CHECK(plan_of("pk IN ('a','a') OR pk = 'a'") == "1 x 1");
  CHECK(plan_of("pk > 'a'") == "scan");
  CHECK(plan_of("address = 'b'") == "scan");
  CHECK(plan_of("pk = 'a' OR address = 'b'") == "scan");
  CHECK(plan_of("NOT pk = 'a'") == "scan");
  CHECK(plan_of("pk <> 'a'") == "scan");
  CHECK(plan_of("pk = address") == "scan");
  CHECK(plan_of("pk.a = 'a'") == "scan");
  CHECK(plan_of("size(pk) = 1") == "scan");
  CHECK(plan_read(std::nullopt, schema, std::nullopt).is_scan);
}

TEST_CASE("one condition on the sort key goes to the query, the others filter") {
  CHECK(plan_of("pk = 'a' AND sk = 'b'") == "1 x 2");
  CHECK(plan_of("(sk >= 'b') AND (pk = 'a')") == "1 x 2");
  CHECK(plan_of("pk = 'a' AND 'b' < sk") == "1 x 2");
  CHECK(plan_of("pk = 'a' AND sk BETWEEN 'b' AND 'c'") == "1 x 2");
  CHECK(plan_of("pk = 'a' AND begins_with(sk, 'b')") == "1 x 2");
  CHECK(plan_of("pk = 'a' AND sk > 'b' AND sk < 'c'") == "1 x 2 filtered");
  CHECK(plan_of("pk = 'a' AND sk <> 'b'") == "1 x 1 filtered");
  CHECK(plan_of("pk = 'a' AND sk IN ['b','c']") == "1 x 1 filtered");
  CHECK(plan_of("pk = 'a' AND contains(sk, 'b')") == "1 x 1 filtered");
  CHECK(plan_of("pk IN ['a','b'] AND sk = 'c'") == "2 x 2");
}

TEST_CASE("an equality on the sort key is preferred to a range") {
  const ReadPlan plan =
      plan_read(where("pk = 'a' AND sk > 'b' AND sk = 'c'"), schema, std::nullopt);
  CHECK(plan.queries.front().clauses().back().comparator == Comparator::Equal);
  CHECK(plan.filter.has_value());
}

TEST_CASE("keys of several attributes want all of the partition, and the sort key from the left") {
  const KeySchema several{{{"a", AttributeType::S}, {"b", AttributeType::S}},
                          {{"c", AttributeType::S}, {"d", AttributeType::S}}};
  CHECK(plan_of("a = '1'", several) == "scan");
  CHECK(plan_of("a = '1' AND b IN ['2','3']", several) == "2 x 2");
  CHECK(plan_of("a = '1' AND b = '2' AND c = '3' AND d > '4'", several) == "1 x 4");
  CHECK(plan_of("a = '1' AND b = '2' AND c > '3' AND d = '4'", several) == "1 x 3 filtered");
  CHECK(plan_of("a = '1' AND b = '2' AND d = '4'", several) == "1 x 2 filtered");
}

TEST_CASE("the order of the queries is that of their values when it is asked for") {
  const auto first_values = [](std::optional<bool> descending) {
    std::string values;
    for (const KeyCondition& query :
         plan_read(where("pk IN ['b','c','a']"), schema, descending).queries) {
      values += query.clauses().front().values.front().as_string();
    }
    return values;
  };
  CHECK(first_values(std::nullopt) == "bca");
  CHECK(first_values(false) == "abc");
  CHECK(first_values(true) == "cba");
}

TEST_CASE("IN takes fifty values of the partition key, a hundred of any other attribute") {
  const auto in = [](const std::string& name, int count) {
    std::string text = name + " IN ['0'";
    for (int i = 1; i < count; ++i) text += ",'" + std::to_string(i) + "'";
    return text + "]";
  };
  CHECK(plan_of(in("pk", 50)) == "50 x 1");
  CHECK(refusal_of([&] { plan_of(in("pk", 51)); }) ==
        validation("The IN operator is provided with too many operands; number of operands: 51"));
  CHECK(plan_of(in("other", 100)) == "scan");
  CHECK(refusal_of([&] { plan_of(in("other", 101)); }) ==
        validation("The IN operator is provided with too many operands; number of operands: 101"));
}

TEST_CASE("one item needs an equality of every key attribute, ANDed") {
  const std::vector<std::string> keys = {"pk", "sk"};
  const auto item = find_item(where("sk = 'b' AND n = 1 AND 'a' = pk"), keys);
  REQUIRE(item);
  CHECK(item->key == AttributeMap{{"pk", "a"}, {"sk", "b"}});
  CHECK(item->rest.has_value());
  CHECK_FALSE(find_item(where("pk = 'a' AND sk = 'b'"), keys)->rest);
  // The second one stays a condition, which cannot hold.
  CHECK(find_item(where("pk = 'a' AND sk = 'b' AND pk = 'c'"), keys)->rest);
  CHECK_FALSE(find_item(where("pk = 'a'"), keys));
  CHECK_FALSE(find_item(where("pk = 'a' OR sk = 'b'"), keys));
  CHECK_FALSE(find_item(where("pk = 'a' AND sk > 'b'"), keys));
  CHECK_FALSE(find_item(where("pk IN ['a'] AND sk = 'b'"), keys));
  CHECK_FALSE(find_item(std::nullopt, keys));
}

}  // namespace
}  // namespace tombola::dynamodb::partiql
