// A table of several transactions' worth of items comes back whole: what the text cases of backups
// are too small for.
#include "storage/backups.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "storage/item_writer.h"
#include "storage/layout.h"

using namespace tombola;
using dynamodb::AttributeType;
using dynamodb::AttributeValue;

namespace {

constexpr int item_count = 3000;

dynamodb::TableDefinition table_with_index(dynamodb::TableId id) {
  dynamodb::TableDefinition table;
  table.id = id;
  table.name = fmt::format("table-{}", id);
  table.hash_key = {"pk", AttributeType::S};
  dynamodb::IndexDefinition index;
  index.id = 1;
  index.name = "by-kind";
  index.hash = {{"kind", AttributeType::S}};
  table.indexes = {index};
  return table;
}

struct Store {
  std::unique_ptr<storage::Engine> engine = storage::open_memory_engine({[] { return 0; }});
  storage::TransactionRunner transactions{*engine};

  void put(const dynamodb::TableDefinition& table, const std::string& pk) {
    transactions.write("t", [&](storage::WriteTransaction& transaction) {
      storage::ItemWriter writer(transaction, table);
      const dynamodb::Item item{{"pk", AttributeValue(pk)}, {"kind", AttributeValue("k")}};
      writer.put({AttributeValue(pk), {}}, std::nullopt, item);
    });
  }

  std::size_t rows(const std::string& prefix) {
    std::size_t rows = 0;
    transactions.read([&](storage::Transaction& transaction) {
      rows =
          transaction.read(storage::KeyRange::with_prefix(prefix), storage::Direction::Forward, {})
              .rows.size();
    });
    return rows;
  }
};

}  // namespace

TEST_CASE("a backup has the items of its moment, and a restored table all of them") {
  Store store;
  const dynamodb::TableDefinition table = table_with_index(1);
  const dynamodb::TableDefinition restored = table_with_index(3);
  for (int i = 0; i < item_count; i++) {
    store.put(table, fmt::format("item {}", i));
  }
  storage::Backup backup;
  backup.items = 2;
  store.transactions.read([&](storage::Transaction& snapshot) {
    CHECK(snapshot.get_counter(storage::layout::table_counter_key(table.id)).rows == item_count);
    store.put(table, "too late");
    storage::copy_items(store.transactions, snapshot, table.id, backup.items);
  });
  CHECK(store.rows(storage::layout::item_prefix(backup.items)) == item_count);

  store.transactions.read([&](storage::Transaction& snapshot) {
    storage::write_items_of(backup, store.transactions, snapshot, restored);
  });
  CHECK(store.rows(storage::layout::item_prefix(restored.id)) == item_count);
  CHECK(store.rows(storage::layout::index_prefix(restored.id, 1)) == item_count);
  store.transactions.read([&](storage::Transaction& transaction) {
    const auto counter = [&](dynamodb::TableId id) {
      return transaction.get_counter(storage::layout::table_counter_key(id)).rows;
    };
    CHECK(counter(restored.id) == item_count);
    CHECK(counter(table.id) == item_count + 1);
  });

  storage::erase_items_of(backup, *store.engine);
  CHECK(store.rows(storage::layout::item_prefix(backup.items)) == 0);
  CHECK(store.rows(storage::layout::item_prefix(restored.id)) == item_count);
}
