// "Item collections in local secondary indexes": their size is that of the items and of their rows
// in the local indexes; beyond 10 GB nothing is added.
#include "storage/item_collection.h"

#include <catch2/catch.hpp>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"
#include "storage/item_writer.h"
#include "storage/transaction_runner.h"

using namespace tombola;
using dynamodb::AttributeType;
using dynamodb::AttributeValue;

namespace {

dynamodb::TableDefinition table_with_local_index() {
  dynamodb::TableDefinition table;
  table.id = 7;
  table.name = "t";
  table.hash_key = {"pk", AttributeType::S};
  table.range_key = dynamodb::KeyElement{"sk", AttributeType::S};
  dynamodb::IndexDefinition index;
  index.id = 1;
  index.name = "by_at";
  index.is_global = false;
  index.hash = {table.hash_key};
  index.range = {{"at", AttributeType::S}};
  table.indexes = {index};
  return table;
}

struct Store {
  std::unique_ptr<storage::Engine> engine = storage::open_memory_engine({[] { return 0; }});
  storage::TransactionRunner transactions{*engine};
  const dynamodb::TableDefinition table = table_with_local_index();

  dynamodb::Item item(const std::string& sk, bool indexed) const {
    dynamodb::Item item;
    item.set("pk", AttributeValue("a"));
    item.set("sk", AttributeValue(sk));
    if (indexed) {
      item.set("at", AttributeValue("x"));
    }
    return item;
  }

  void put(const dynamodb::Item& item) {
    transactions.write("t", [&](storage::WriteTransaction& transaction) {
      storage::ItemWriter writer(transaction, table);
      const dynamodb::Key key{*item.find("pk"), *item.find("sk")};
      writer.put(key, writer.read_for_update(key), item);
    });
  }

  std::int64_t bytes() {
    std::int64_t bytes = 0;
    transactions.read([&](storage::Transaction& transaction) {
      bytes = storage::item_collection_bytes(transaction, table, AttributeValue("a"));
    });
    return bytes;
  }
};

}  // namespace

TEST_CASE("an item collection is its items and their rows in local indexes") {
  Store store;
  CHECK(store.bytes() == 0);
  store.put(store.item("1", false));  // pk a sk 1
  CHECK(store.bytes() == 6);
  store.put(store.item("2", true));  // and at x, twice
  CHECK(store.bytes() == 6 + 2 * 9);
  store.put(store.item("2", false));
  CHECK(store.bytes() == 12);
}

TEST_CASE("an item collection does not grow beyond 10 GB, and may shrink there") {
  Store store;
  store.put(store.item("1", true));
  store.transactions.write("t", [&](storage::WriteTransaction& transaction) {
    storage::grow_item_collection(transaction.bytes(), store.table, AttributeValue("a"),
                                  limits::item_collection_bytes_max - store.bytes());
  });
  try {
    store.put(store.item("2", false));
    FAIL("it has grown");
  } catch (const dynamodb::ApiError& error) {
    CHECK(error.name() == "ItemCollectionSizeLimitExceededException");
    CHECK(error.message() == "Collection size exceeded.");
  }
  CHECK(store.bytes() == limits::item_collection_bytes_max);
  store.put(store.item("1", false));
  store.put(store.item("2", false));
  CHECK(store.bytes() < limits::item_collection_bytes_max);
}
