// Many clients at once, on both engines: counters lose no update, transfers keep the sum, and what
// transactions read is a chain of states. AWS: "Transaction isolation levels in DynamoDB"
// (developer guide): TransactGetItems and TransactWriteItems are serializable.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "dynamodb/api_error.h"
#include "operations/operation.h"

namespace tombola::tests {
namespace {

using nlohmann::json;

constexpr int threads = 4;
constexpr int rounds = 60;
constexpr int accounts = 4;

class Store {
 public:
  explicit Store(std::unique_ptr<storage::Engine> engine) : engine_(std::move(engine)) {
    run("CreateTable",
        {{"TableName", "accounts"},
         {"BillingMode", "PAY_PER_REQUEST"},
         {"AttributeDefinitions", {{{"AttributeName", "id"}, {"AttributeType", "S"}}}},
         {"KeySchema", {{{"AttributeName", "id"}, {"KeyType", "HASH"}}}}});
  }

  // The answer, or {"error": name}. Any thread.
  json run(const std::string& name, const json& request) {
    const auto* operation = operations::find_operation(operations::Service::DynamoDB, name);
    operations::OperationContext context{transactions_, catalog_, clock_, {}};
    const auto document = dynamodb::JsonDocument::parse(request.dump());
    try {
      return json::parse(operation->run(context, document.root()));
    } catch (const dynamodb::ApiError& error) {
      return {{"error", error.name()}};
    }
  }

 private:
  storage::ServiceClock clock_;
  std::unique_ptr<storage::Engine> engine_;
  storage::TransactionRunner transactions_{*engine_};
  storage::Catalog catalog_;
};

void on_threads(int count, const std::function<void(int)>& work) {
  std::vector<std::thread> running;
  for (int i = 0; i < count; ++i) {
    running.emplace_back(work, i);
  }
  for (std::thread& thread : running) {
    thread.join();
  }
}

json key(int account) {
  return {{"id", {{"S", std::to_string(account)}}}};
}

json number(std::int64_t value) {
  return {{"N", std::to_string(value)}};
}

std::int64_t value_of(const json& item, const std::string& name) {
  return item.contains(name) ? std::stoll(item[name]["N"].get<std::string>()) : 0;
}

// Adds to an account's amount, and one to the count of its changes.
json change(int account, std::int64_t amount) {
  return {{"TableName", "accounts"},
          {"Key", key(account)},
          {"UpdateExpression", "ADD amount :amount, changes :one"},
          {"ExpressionAttributeValues", {{":amount", number(amount)}, {":one", number(1)}}}};
}

bool transfer(Store& store, int from, int to) {
  const json answer =
      store.run("TransactWriteItems",
                {{"TransactItems", {{{"Update", change(from, -1)}}, {{"Update", change(to, 1)}}}}});
  if (answer.contains("error") && answer["error"] != "TransactionCanceledException") {
    throw std::runtime_error(answer.dump());
  }
  return !answer.contains("error");
}

struct Snapshot {
  std::int64_t sum = 0;
  std::vector<std::int64_t> changes;
};

// None when it met a transaction under way.
std::optional<Snapshot> read_all(Store& store) {
  json gets = json::array();
  for (int account = 0; account < accounts; ++account) {
    gets.push_back({{"Get", {{"TableName", "accounts"}, {"Key", key(account)}}}});
  }
  const json answer = store.run("TransactGetItems", {{"TransactItems", gets}});
  if (answer.contains("error")) {
    return std::nullopt;
  }
  Snapshot snapshot;
  for (const json& response : answer["Responses"]) {
    const json item = response.value("Item", json::object());
    snapshot.sum += value_of(item, "amount");
    snapshot.changes.push_back(value_of(item, "changes"));
  }
  return snapshot;
}

bool is_before_or_same(const Snapshot& left, const Snapshot& right) {
  return std::equal(left.changes.begin(), left.changes.end(), right.changes.begin(),
                    [](std::int64_t before, std::int64_t after) { return before <= after; });
}

// Every two states that anybody saw are one before the other, and each reader saw them in order.
void check_history(const std::vector<std::vector<Snapshot>>& by_reader) {
  std::vector<Snapshot> all;
  for (const std::vector<Snapshot>& seen : by_reader) {
    for (std::size_t i = 1; i < seen.size(); ++i) {
      CHECK(is_before_or_same(seen[i - 1], seen[i]));
    }
    all.insert(all.end(), seen.begin(), seen.end());
  }
  std::sort(all.begin(), all.end(), [](const Snapshot& left, const Snapshot& right) {
    return left.changes < right.changes;
  });
  for (std::size_t i = 1; i < all.size(); ++i) {
    CHECK(is_before_or_same(all[i - 1], all[i]));
  }
  CHECK(std::all_of(all.begin(), all.end(),
                    [](const Snapshot& snapshot) { return snapshot.sum == 0; }));
  CHECK_FALSE(all.empty());
}

void check_transfers(Store& store) {
  std::atomic<int> done = 0;
  std::vector<std::vector<Snapshot>> seen(threads);
  on_threads(threads * 2, [&](int thread) {
    std::mt19937 random(static_cast<unsigned>(thread));
    for (int i = 0; i < rounds; ++i) {
      if (thread < threads) {
        const int from = static_cast<int>(random() % accounts);
        const int to = (from + 1 + static_cast<int>(random() % (accounts - 1))) % accounts;
        done += transfer(store, from, to) ? 1 : 0;
      } else if (auto snapshot = read_all(store)) {
        seen[static_cast<std::size_t>(thread - threads)].push_back(*snapshot);
      }
    }
  });
  const auto last = read_all(store);
  REQUIRE(last);
  seen.push_back({*last});
  check_history(seen);
  std::int64_t changes = 0;
  for (const std::int64_t one : last->changes) {
    changes += one;
  }
  CHECK(changes == 2 * done);
  CHECK(done > 0);
}

// ADD never meets a conflict; a version checked and set by condition never loses one.
void check_counters(Store& store) {
  std::atomic<int> errors = 0;
  std::atomic<int> versions = 0;
  on_threads(threads, [&](int) {
    for (int i = 0; i < rounds; ++i) {
      errors += store.run("UpdateItem", change(100, 1)).contains("error") ? 1 : 0;
      const json item = store.run("GetItem", {{"TableName", "accounts"}, {"Key", key(101)}});
      const std::int64_t version = value_of(item.value("Item", json::object()), "version");
      const json set = store.run(
          "PutItem", {{"TableName", "accounts"},
                      {"Item", {{"id", {{"S", "101"}}}, {"version", number(version + 1)}}},
                      {"ConditionExpression", "attribute_not_exists(id) OR version = :version"},
                      {"ExpressionAttributeValues", {{":version", number(version)}}}});
      versions += set.contains("error") ? 0 : 1;
      errors += set.contains("error") && set["error"] != "ConditionalCheckFailedException" ? 1 : 0;
    }
  });
  CHECK(errors == 0);
  const auto item = [&](int id) {
    return store.run("GetItem", {{"TableName", "accounts"}, {"Key", key(id)}})["Item"];
  };
  CHECK(value_of(item(100), "amount") == threads * rounds);
  CHECK(value_of(item(101), "version") == versions);
}

storage::EngineOptions engine_options() {
  return {[] { return storage::ProcessClock().now_ms(); }};
}

}  // namespace

TEST_CASE("clients at once keep their invariants, in memory", "[memory]") {
  Store store(storage::open_memory_engine(engine_options()));
  check_transfers(store);
  check_counters(store);
}

TEST_CASE("clients at once keep their invariants, over RocksDB", "[rocksdb]") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("tombola-clients-" + std::to_string(getpid()));
  std::filesystem::remove_all(folder);
  {
    Store store(storage::open_rocksdb_engine(folder.string(), engine_options()));
    check_transfers(store);
    check_counters(store);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace tombola::tests
