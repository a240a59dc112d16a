// Cost grows as it should: counted in what operations ask of the engine, not in time. What the
// engines themselves do for a call grows with the logarithm of what they hold, as RocksDB does.
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "storage/catalog.h"
#include "tests/storage/engine/counting_engine.h"

namespace tombola::tests {
namespace {

using nlohmann::json;

struct Counted {
  std::size_t calls = 0;
  std::size_t rows = 0;
  std::size_t bytes = 0;
  bool operator==(const Counted&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Counted& counted) {
  return out << counted.calls << " calls, " << counted.rows << " rows, " << counted.bytes
             << " bytes";
}

class Database {
 public:
  json run(const std::string& name, const json& request) {
    const operations::Operation* operation =
        operations::find_operation(operations::Service::DynamoDB, name);
    operations::OperationContext context{transactions_, catalog_, clock_, {}};
    const auto document = dynamodb::JsonDocument::parse(request.dump());
    return json::parse(operation->run(context, document.root()));
  }

  Counted count(const std::string& name, const json& request) {
    engine_.work.clear();
    run(name, request);
    return {engine_.work.calls, engine_.work.rows, engine_.work.bytes};
  }

  void create_table(const std::string& name) {
    run("CreateTable", json::parse(fmt::format(
                           R"({{"TableName":"{}","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{{"AttributeName":"pk","AttributeType":"S"}},
        {{"AttributeName":"sk","AttributeType":"S"}},{{"AttributeName":"color","AttributeType":"S"}}],
      "KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}},{{"AttributeName":"sk","KeyType":"RANGE"}}],
      "GlobalSecondaryIndexes":[{{"IndexName":"index","Projection":{{"ProjectionType":"ALL"}},
        "KeySchema":[{{"AttributeName":"color","KeyType":"HASH"}}]}}],
      "StreamSpecification":{{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}}})",
                           name)));
  }

  static json put_of(const std::string& table, int number) {
    return {{"TableName", table},
            {"Item",
             {{"pk", {{"S", "partition"}}},
              {"sk", {{"S", fmt::format("{:06}", number)}}},
              {"color", {{"S", "red"}}}}}};
  }
  void fill(const std::string& table, int begin, int end) {
    for (int number = begin; number < end; ++number) {
      run("PutItem", put_of(table, number));
    }
  }

 private:
  storage::ServiceClock clock_{storage::ServiceClock::State{true, 1'767'323'045'001}};
  storage::CountingEngine engine_{
      storage::open_memory_engine({[] { return std::int64_t{1'767'323'045'001}; }})};
  storage::TransactionRunner transactions_{engine_};
  storage::Catalog catalog_;
};

}  // namespace

TEST_CASE("one PutItem's work does not depend on what else there is") {
  Database database;
  database.create_table("raffle");
  const Counted alone = database.count("PutItem", Database::put_of("raffle", 900'000));
  CHECK(alone.calls > 0);
  CHECK(alone.bytes > 0);

  SECTION("on the number of items, and the stream's length") {
    database.fill("raffle", 0, 1000);
    CHECK(database.count("PutItem", Database::put_of("raffle", 900'001)) == alone);
    database.fill("raffle", 1000, 4000);
    CHECK(database.count("PutItem", Database::put_of("raffle", 900'002)) == alone);
  }
  SECTION("on the number of tables") {
    for (int i = 0; i < 200; ++i) {
      database.create_table(fmt::format("other{}", i));
    }
    CHECK(database.count("PutItem", Database::put_of("raffle", 900'001)) == alone);
  }
}

TEST_CASE("a page's work is linear in the page") {
  Database database;
  database.create_table("raffle");
  database.fill("raffle", 0, 2000);
  const auto page = [&](const std::string& name, json request, int limit) {
    request["TableName"] = "raffle";
    request["Limit"] = limit;
    return database.count(name, request);
  };
  const json query = {{"KeyConditionExpression", "pk = :p"},
                      {"ExpressionAttributeValues", {{":p", {{"S", "partition"}}}}}};
  json of_index = {{"IndexName", "index"},
                   {"KeyConditionExpression", "color = :c"},
                   {"ExpressionAttributeValues", {{":c", {{"S", "red"}}}}}};
  const std::pair<std::string, json> reads[] = {
      {"Query", query}, {"Query", of_index}, {"Scan", json::object()}};
  for (const auto& [name, request] : reads) {
    INFO(name << request);
    const Counted one = page(name, request, 1);
    const Counted ten = page(name, request, 10);
    const Counted thousand = page(name, request, 1000);
    // No row is looked at that is not of the page.
    CHECK(one.rows == 1);
    CHECK(ten.rows == 10);
    CHECK(thousand.rows == 1000);
    CHECK(ten.calls == one.calls);
    CHECK(thousand.calls == one.calls);
    // Behind what the table's definition takes, a row costs the same wherever the page ends.
    CHECK((thousand.bytes - one.bytes) / 999 == (ten.bytes - one.bytes) / 9);
  }
}

}  // namespace tombola::tests
