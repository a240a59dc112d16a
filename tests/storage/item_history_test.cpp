// A table at any moment is what it was: against snapshots that were taken at the time, for more changes
// than one page has.
#include "storage/item_history.h"

#include <map>
#include <random>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "storage/catalog.h"
#include "storage/item_writer.h"
#include "storage/layout.h"

using namespace tombola;
using dynamodb::AttributeType;
using dynamodb::AttributeValue;

namespace {

using Items = std::map<std::string, int>;  // JSON, and how often it came

struct Store {
  std::int64_t now_ms = 1000;
  std::unique_ptr<storage::Engine> engine =
      storage::open_memory_engine({[this] { return now_ms; }});
  storage::TransactionRunner transactions{*engine};
  dynamodb::TableDefinition table;

  Store() {
    table.id = 7;
    table.name = "table";
    table.hash_key = {"pk", AttributeType::S};
    table.point_in_time_recovery = {now_ms, 1};
  }

  void change(const std::string& pk, const std::optional<std::string>& value) {
    transactions.write(pk, [&](storage::WriteTransaction& transaction) {
      storage::ItemWriter writer(transaction, table);
      const dynamodb::Key key{AttributeValue(pk), {}};
      const auto old_bytes = writer.read_for_update(key);
      if (value) {
        writer.put(key, old_bytes, {{"pk", AttributeValue(pk)}, {"v", AttributeValue(*value)}});
      } else {
        writer.erase(key, old_bytes);
      }
    });
  }

  Items items_at(std::int64_t time_ms) {
    Items items;
    transactions.read([&](storage::Transaction& snapshot) {
      storage::item_history::visit_items_at(
          snapshot, table, time_ms, [&](std::string_view json) { ++items[std::string(json)]; });
    });
    return items;
  }

  std::size_t records() {
    std::size_t count = 0;
    transactions.read([&](storage::Transaction& transaction) {
      count = transaction.read_log(storage::layout::change_log(table.id), 0, {}).records.size();
    });
    return count;
  }
};

}  // namespace

TEST_CASE("a table at any moment is what it was then") {
  const unsigned seed = std::random_device()();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  Store store;
  std::map<std::int64_t, Items> snapshots;
  for (int i = 0; i < 3000; i++) {
    const std::string pk = fmt::format("{}", random() % 50);
    const bool erases = random() % 4 == 0;
    store.change(pk, erases ? std::nullopt : std::optional(fmt::format("{}", random() % 5)));
    if (random() % 3 == 0) {
      snapshots[store.now_ms] = store.items_at(INT64_MAX - 1);
      store.now_ms += 10;
    }
  }
  for (const auto& [time_ms, items] : snapshots) {
    CHECK(store.items_at(time_ms) == items);
    CHECK(store.items_at(time_ms + 9) == items);
  }
}

TEST_CASE("changes of a period are one for each item, and none for what came and went") {
  Store store;
  store.change("kept", "a");
  store.change("gone", "a");
  store.now_ms = 2000;
  store.change("kept", "b");
  store.change("kept", "c");
  store.change("gone", std::nullopt);
  store.change("brief", "a");
  store.change("brief", std::nullopt);
  store.now_ms = 3000;
  store.change("kept", "too late");
  std::vector<std::string> lines;
  store.transactions.read([&](storage::Transaction& snapshot) {
    storage::item_history::visit_changes(
        snapshot, store.table, 2000, 3000, [&](const storage::item_history::ItemChange& change) {
          lines.push_back(fmt::format("{} {} {} -> {}", change.time_ms, change.keys_json,
                                      change.old_image_json, change.new_image_json));
        });
  });
  CHECK(lines == std::vector<std::string>{
                     R"(2000 {"pk":{"S":"gone"}} {"pk":{"S":"gone"},"v":{"S":"a"}} -> )",
                     R"(2000 {"pk":{"S":"kept"}} {"pk":{"S":"kept"},"v":{"S":"a"}} -> )"
                     R"({"pk":{"S":"kept"},"v":{"S":"c"}})"});
}

TEST_CASE(
    "a history is as long as its table's recovery period, and without recovery there is none") {
  Store store;
  storage::Catalog catalog;
  store.transactions.change_catalog([&](storage::WriteTransaction& transaction) {
    catalog.put(transaction.bytes(), store.table);
  });
  store.change("1", "a");
  store.now_ms += limits::day_ms / 2;
  store.change("1", "b");
  CHECK(storage::item_history::next_trim_ms(store.transactions, store.now_ms) ==
        1000 + limits::day_ms + 1);
  storage::item_history::trim(store.transactions, 1000 + limits::day_ms);
  CHECK(store.records() == 2);
  storage::item_history::trim(store.transactions, 1000 + limits::day_ms + 1);
  CHECK(store.records() == 1);
  store.transactions.write("", [&](storage::WriteTransaction& transaction) {
    storage::item_history::forget(transaction, store.table.id);
  });
  CHECK(store.records() == 0);
  store.table.point_in_time_recovery.reset();
  store.change("1", "c");
  CHECK(store.records() == 0);
}
