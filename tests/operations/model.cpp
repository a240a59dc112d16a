// Thousands of random operations against a plain map, on both engines. The table has a sort key, a
// global and a local index, a stream and items that expire; at the end everything that can be read
// of it must agree with the map, and the stream replayed from its start must give the table.
//
// TOMBOLA_TEST_SEED repeats a run, TOMBOLA_TEST_STEPS makes it longer.
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "dynamodb/api_error.h"
#include "operations/operation.h"
#include "storage/time_to_live.h"

namespace tombola::tests {
namespace {

using nlohmann::json;

constexpr int default_steps = 1500;
constexpr int partitions = 4;
constexpr int sort_keys = 12;

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

// (partition, sort key) -> item
using Model = std::map<std::pair<std::string, int>, json>;

class Database {
 public:
  explicit Database(std::unique_ptr<storage::Engine> engine) : engine_(std::move(engine)) {
    const json created =
        run("CreateTable", json::parse(R"({"TableName":"raffle","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
        {"AttributeName":"sk","AttributeType":"N"},{"AttributeName":"color","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
      "GlobalSecondaryIndexes":[{"IndexName":"global","Projection":{"ProjectionType":"ALL"},
        "KeySchema":[{"AttributeName":"color","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}],
      "LocalSecondaryIndexes":[{"IndexName":"local","Projection":{"ProjectionType":"KEYS_ONLY"},
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"color","KeyType":"RANGE"}]}],
      "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}})"));
    INFO(created.dump());
    REQUIRE(created.contains("TableDescription"));
  }

  // On, or off.
  void set_time_to_live(bool enabled) {
    const json answer =
        run("UpdateTimeToLive",
            {{"TableName", "raffle"},
             {"TimeToLiveSpecification", {{"Enabled", enabled}, {"AttributeName", "expires"}}}});
    INFO(answer.dump());
    REQUIRE(answer.contains("TimeToLiveSpecification"));
  }

  std::int64_t now_s() const { return clock_.now_ms() / 1000; }
  std::size_t advance(std::int64_t seconds) {
    clock_.advance(seconds * 1000);
    return storage::delete_expired_items(transactions_, catalog_, clock_.now_ms(), false);
  }
  std::optional<std::int64_t> next_expiry_ms() {
    return storage::next_expiry_ms(transactions_, catalog_, clock_.now_ms());
  }

  // The answer, or {"error": "name: message"}.
  json run(const std::string& name, const json& request) {
    const operations::Operation* operation =
        operations::find_operation(operations::Service::DynamoDB, name);
    if (operation == nullptr) {
      operation = operations::find_operation(operations::Service::DynamoDBStreams, name);
    }
    operations::OperationContext context{transactions_, catalog_, clock_, {}};
    const auto document = dynamodb::JsonDocument::parse(request.dump());
    try {
      return json::parse(operation->run(context, document.root()));
    } catch (const dynamodb::ApiError& error) {
      return {{"error", error.name() + ": " + error.message()}};
    }
  }

  // A page whose items are only copied says the same as one whose items are taken apart.
  void check_general_path(const std::string& name, json request, const json& page) {
    if (!request.contains("FilterExpression")) {
      request["FilterExpression"] = "attribute_not_exists(nobody_has_this)";
      REQUIRE(run(name, request) == page);
    }
  }

  // All items of a Query or Scan, page by page.
  std::vector<json> read_all(const std::string& name, json request) {
    std::vector<json> items;
    for (;;) {
      const json page = run(name, request);
      REQUIRE(page.contains("Items"));
      check_general_path(name, request, page);
      items.insert(items.end(), page["Items"].begin(), page["Items"].end());
      if (!page.contains("LastEvaluatedKey")) {
        return items;
      }
      request["ExclusiveStartKey"] = page["LastEvaluatedKey"];
    }
  }

 private:
  // Stands still, so that the model knows what has expired.
  storage::ServiceClock clock_{storage::ServiceClock::State{true, 1'767'323'045'001}};
  std::unique_ptr<storage::Engine> engine_;
  storage::TransactionRunner transactions_{*engine_};
  storage::Catalog catalog_;
};

json key_of(const std::string& pk, int sk) {
  return {{"pk", {{"S", pk}}}, {"sk", {{"N", std::to_string(sk)}}}};
}

class RandomRun {
 public:
  RandomRun(Database& database, std::uint64_t seed) : database_(database), random_(seed) {}

  void step() {
    switch (below(9)) {
      case 0:
      case 1:
        put();
        break;
      case 2:
        update();
        break;
      case 3:
        erase();
        break;
      case 4:
        put_if_absent();
        break;
      case 5:
        batch();
        break;
      case 6:
        transact();
        break;
      case 7:
        let_time_pass();
        break;
      default:
        read();
        break;
    }
  }

  void check_everything() {
    check_scan();
    for (int i = 0; i < partitions; ++i) {
      check_partition("p" + std::to_string(i));
    }
    check_indexes();
    check_counts();
    check_stream();
    check_expiries();
  }

 private:
  int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  std::string some_partition() { return "p" + std::to_string(below(partitions)); }
  int some_sort_key() { return below(sort_keys) - sort_keys / 2; }

  json some_item(const std::string& pk, int sk) {
    json item = key_of(pk, sk);
    item["count"] = {{"N", std::to_string(below(5))}};
    if (below(3) == 0) {
      item["expires"] = {{"N", std::to_string(database_.now_s() + below(20))}};
    }
    if (below(3) > 0) {
      item["color"] = {{"S", below(2) == 0 ? "red" : "blue"}};
    }
    return item;
  }

  void put() {
    const auto pk = some_partition();
    const int sk = some_sort_key();
    const json item = some_item(pk, sk);
    const json answer = database_.run(
        "PutItem", {{"TableName", "raffle"}, {"Item", item}, {"ReturnValues", "ALL_OLD"}});
    const auto old = model_.find({pk, sk});
    CHECK(answer.value("Attributes", json()) == (old == model_.end() ? json() : old->second));
    model_[{pk, sk}] = item;
  }

  void put_if_absent() {
    const auto pk = some_partition();
    const int sk = some_sort_key();
    const json item = some_item(pk, sk);
    const json answer =
        database_.run("PutItem", {{"TableName", "raffle"},
                                  {"Item", item},
                                  {"ConditionExpression", "attribute_not_exists(pk)"}});
    INFO(answer.dump());
    CHECK(answer.contains("error") == model_.contains({pk, sk}));
    model_.try_emplace({pk, sk}, item);
  }

  void update() {
    const auto pk = some_partition();
    const int sk = some_sort_key();
    const bool paints = below(2) == 0;
    json request = {{"TableName", "raffle"},
                    {"Key", key_of(pk, sk)},
                    {"ReturnValues", "ALL_NEW"},
                    {"ExpressionAttributeNames", {{"#count", "count"}}},
                    {"ExpressionAttributeValues", {{":one", {{"N", "1"}}}}}};
    request["UpdateExpression"] =
        paints ? "SET color = :green ADD #count :one" : "REMOVE color, expires ADD #count :one";
    if (paints) {
      request["ExpressionAttributeValues"][":green"] = {{"S", "green"}};
    }
    json& item = model_.try_emplace({pk, sk}, key_of(pk, sk)).first->second;
    const int count = item.contains("count") ? std::stoi(item["count"]["N"].get<std::string>()) : 0;
    item["count"] = {{"N", std::to_string(count + 1)}};
    if (paints) {
      item["color"] = {{"S", "green"}};
    } else {
      item.erase("color");
      item.erase("expires");
    }
    const json answer = database_.run("UpdateItem", request);
    INFO(answer.dump());
    CHECK(answer.value("Attributes", json()) == item);
  }

  void erase() {
    const auto pk = some_partition();
    const int sk = some_sort_key();
    database_.run("DeleteItem", {{"TableName", "raffle"}, {"Key", key_of(pk, sk)}});
    model_.erase({pk, sk});
  }

  void batch() {
    const auto pk = some_partition();
    json writes = json::array();
    for (int sk = -sort_keys / 2; sk < sort_keys / 2; sk += 1 + below(4)) {
      if (below(3) == 0) {
        writes.push_back({{"DeleteRequest", {{"Key", key_of(pk, sk)}}}});
        model_.erase({pk, sk});
      } else {
        const json item = some_item(pk, sk);
        writes.push_back({{"PutRequest", {{"Item", item}}}});
        model_[{pk, sk}] = item;
      }
    }
    const json answer = database_.run("BatchWriteItem", {{"RequestItems", {{"raffle", writes}}}});
    INFO(answer.dump());
    CHECK(answer.value("UnprocessedItems", json()) == json::object());
  }

  // Moves an item to another partition, or does nothing at all.
  void transact() {
    const int sk = some_sort_key();
    const std::string from = some_partition();
    const std::string to = from == "p0" ? "p1" : "p0";
    json moved = some_item(to, sk);
    const json answer = database_.run(
        "TransactWriteItems", {{"TransactItems",
                                {{{"Delete",
                                   {{"TableName", "raffle"},
                                    {"Key", key_of(from, sk)},
                                    {"ConditionExpression", "attribute_exists(pk)"}}}},
                                 {{"Put",
                                   {{"TableName", "raffle"},
                                    {"Item", moved},
                                    {"ConditionExpression", "attribute_not_exists(pk)"}}}}}}});
    const bool possible = model_.contains({from, sk}) && !model_.contains({to, sk});
    INFO(answer.dump());
    CHECK(answer.contains("error") != possible);
    if (possible) {
      model_.erase({from, sk});
      model_[{to, sk}] = moved;
    }
  }

  // Now and then time to live is off meanwhile, and its index filled again.
  void let_time_pass() {
    const bool off = below(5) == 0;
    if (off) {
      database_.set_time_to_live(false);
    }
    const int seconds = 1 + below(5);
    if (off) {
      CHECK(database_.advance(seconds) == 0);
      database_.set_time_to_live(true);
    }
    const std::size_t deleted = database_.advance(off ? 0 : seconds);
    CHECK(deleted == std::erase_if(model_, [&](const auto& entry) {
            return entry.second.contains("expires") && expiry_of(entry.second) <= database_.now_s();
          }));
  }

  static std::int64_t expiry_of(const json& item) {
    return std::stoll(item["expires"]["N"].get<std::string>());
  }

  void read() {
    const auto pk = some_partition();
    const int sk = some_sort_key();
    const json answer =
        database_.run("GetItem", {{"TableName", "raffle"}, {"Key", key_of(pk, sk)}});
    const auto found = model_.find({pk, sk});
    CHECK(answer.value("Item", json()) == (found == model_.end() ? json() : found->second));
  }

  void check_scan() {
    std::map<std::string, json> scanned;
    for (const json& item : database_.read_all("Scan", {{"TableName", "raffle"}, {"Limit", 7}})) {
      CHECK(scanned.emplace(item["pk"].dump() + item["sk"].dump(), item).second);
    }
    CHECK(scanned.size() == model_.size());
    for (const auto& [key, item] : model_) {
      CHECK(scanned[item["pk"].dump() + item["sk"].dump()] == item);
    }
  }

  void check_partition(const std::string& pk) {
    std::vector<json> expected;
    for (const auto& [key, item] : model_) {
      if (key.first == pk) {
        expected.push_back(item);
      }
    }
    const json request = {{"TableName", "raffle"},
                          {"Limit", 5},
                          {"KeyConditionExpression", "pk = :p"},
                          {"ExpressionAttributeValues", {{":p", {{"S", pk}}}}}};
    CHECK(database_.read_all("Query", request) == expected);
    json backwards = request;
    backwards["ScanIndexForward"] = false;
    std::reverse(expected.begin(), expected.end());
    CHECK(database_.read_all("Query", backwards) == expected);
  }

  void check_indexes() {
    std::size_t colored = 0;
    for (const char* color : {"red", "blue", "green"}) {
      // Ordered by sort key, then by the table's partition key's encoding, which is its text here.
      std::map<std::pair<int, std::string>, json> expected;
      for (const auto& [key, item] : model_) {
        if (item.contains("color") && item["color"]["S"] == color) {
          expected.emplace(std::pair(key.second, key.first), item);
        }
      }
      std::vector<json> items;
      for (const auto& [order, item] : expected) {
        items.push_back(item);
      }
      colored += items.size();
      CHECK(database_.read_all("Query",
                               {{"TableName", "raffle"},
                                {"IndexName", "global"},
                                {"Limit", 3},
                                {"KeyConditionExpression", "color = :c"},
                                {"ExpressionAttributeValues", {{":c", {{"S", color}}}}}}) == items);
    }
    CHECK(database_.read_all("Scan", {{"TableName", "raffle"}, {"IndexName", "local"}}).size() ==
          colored);
    const json table = database_.run("DescribeTable", {{"TableName", "raffle"}})["Table"];
    CHECK(table["GlobalSecondaryIndexes"][0]["ItemCount"] == colored);
    CHECK(table["LocalSecondaryIndexes"][0]["ItemCount"] == colored);
  }

  void check_counts() {
    const json table = database_.run("DescribeTable", {{"TableName", "raffle"}})["Table"];
    CHECK(table["ItemCount"] == model_.size());
    CHECK((table["TableSizeBytes"] == 0) == model_.empty());
  }

  void check_stream() {
    const json table = database_.run("DescribeTable", {{"TableName", "raffle"}})["Table"];
    const json arn = table["LatestStreamArn"];
    const json stream = database_.run("DescribeStream", {{"StreamArn", arn}});
    json iterator = database_.run("GetShardIterator",
                                  {{"StreamArn", arn},
                                   {"ShardId", stream["StreamDescription"]["Shards"][0]["ShardId"]},
                                   {"ShardIteratorType", "TRIM_HORIZON"}})["ShardIterator"];
    std::map<std::string, json> replayed;
    std::string last_number;
    for (;;) {
      const json page = database_.run("GetRecords", {{"ShardIterator", iterator}, {"Limit", 100}});
      if (page["Records"].empty()) {
        break;
      }
      for (const json& record : page["Records"]) {
        const json& change = record["dynamodb"];
        CHECK(change["SequenceNumber"].get<std::string>() > last_number);
        last_number = change["SequenceNumber"];
        json& image = replayed[change["Keys"].dump()];
        CHECK(change.value("OldImage", json()) == image);
        CHECK(change.value("NewImage", json()) != image);  // no record without a change
        image = change.value("NewImage", json());
      }
      iterator = page["NextShardIterator"];
    }
    std::erase_if(replayed, [](const auto& entry) { return entry.second.is_null(); });
    CHECK(replayed.size() == model_.size());
    for (const auto& [key, item] : model_) {
      CHECK(replayed[key_of(key.first, key.second).dump()] == item);
    }
  }

  // Step by step to the last expiry: each item goes in its second, and then the index is empty.
  void check_expiries() {
    std::map<std::int64_t, std::size_t> by_second;
    for (const auto& [key, item] : model_) {
      if (item.contains("expires")) {
        ++by_second[expiry_of(item)];
      }
    }
    for (const auto& [second, count] : by_second) {
      CHECK(database_.next_expiry_ms() == second * 1000);
      CHECK(database_.advance(second - database_.now_s()) == count);
    }
    CHECK(database_.next_expiry_ms() == std::nullopt);
    CHECK(database_
              .read_all("Scan", {{"TableName", "raffle"},
                                 {"FilterExpression", "attribute_exists(expires)"}})
              .empty());
  }

  Database& database_;
  std::mt19937_64 random_;
  Model model_;
};

void run_against_model(Database& database) {
  const std::uint64_t seed = number_from_environment("TOMBOLA_TEST_SEED", std::random_device{}());
  const std::uint64_t steps = number_from_environment("TOMBOLA_TEST_STEPS", default_steps);
  INFO("TOMBOLA_TEST_SEED=" << seed);
  database.set_time_to_live(true);
  RandomRun run(database, seed);
  for (std::uint64_t i = 0; i < steps; ++i) {
    run.step();
  }
  run.check_everything();
}

storage::EngineOptions engine_options() {
  return {[] { return storage::ProcessClock().now_ms(); }};
}

}  // namespace

TEST_CASE("random operations agree with a plain map, in memory", "[memory]") {
  Database database(storage::open_memory_engine(engine_options()));
  run_against_model(database);
}

TEST_CASE("random operations agree with a plain map, over RocksDB", "[rocksdb]") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("tombola-model-" + std::to_string(getpid()));
  std::filesystem::remove_all(folder);
  {
    Database database(storage::open_rocksdb_engine(folder.string(), engine_options()));
    run_against_model(database);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace tombola::tests
