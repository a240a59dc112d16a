#include "storage/item_encoding.h"

#include <catch2/catch.hpp>

#include "dynamodb/model/attribute_json.h"
#include "storage/change_log.h"
#include "storage/item_range.h"
#include "storage/table_json.h"

namespace tombola::storage {
namespace {

using dynamodb::AttributeType;
using dynamodb::AttributeValue;
using dynamodb::Item;
using dynamodb::Number;
using dynamodb::TableDefinition;

TableDefinition table_with_sort_key() {
  TableDefinition table;
  table.id = 7;
  table.name = "t";
  table.hash_key = {"pk", AttributeType::S};
  table.range_key = dynamodb::KeyElement{"sk", AttributeType::N};
  return table;
}

}  // namespace

TEST_CASE("an item is stored as its canonical JSON with size and keys at hand") {
  const TableDefinition table = table_with_sort_key();
  const Item item = {{"sk", Number::parse("1.50")}, {"pk", "a"}, {"x", "y"}};
  const std::string bytes = encode_item(item, table);
  const StoredItem stored(bytes);
  CHECK(stored.json() == R"({"pk":{"S":"a"},"sk":{"N":"1.5"},"x":{"S":"y"}})");
  CHECK(stored.size_bytes() == dynamodb::item_size_bytes(item));
  CHECK(stored.hash_value_json() == R"({"S":"a"})");
  CHECK(stored.range_value_json() == R"({"N":"1.5"})");
  CHECK(stored.item() == item);
  CHECK(key_json(stored, table) == R"({"pk":{"S":"a"},"sk":{"N":"1.5"}})");
}

TEST_CASE("what is not a stored item is refused") {
  CHECK_THROWS_AS(StoredItem(""), std::runtime_error);
  CHECK_THROWS_AS(StoredItem(std::string(100, 'x')), std::runtime_error);
  CHECK_THROWS_AS(encode_item({{"pk", "a"}}, table_with_sort_key()), std::logic_error);
}

TEST_CASE("rows of a partition lie together, in the order of the sort key") {
  const TableDefinition table = table_with_sort_key();
  const auto row = [&](const char* hash, const char* range) {
    return item_key(table, {AttributeValue(hash), AttributeValue(Number::parse(range))});
  };
  const KeyRange partition = KeyRange::with_prefix(partition_prefix(table, "a"));
  CHECK((row("a", "-10") < row("a", "-9.5") && row("a", "-9.5") < row("a", "0") &&
         row("a", "0") < row("a", "2") && row("a", "2") < row("a", "10")));
  CHECK((row("a", "-10") >= partition.begin && row("a", "10") < partition.end));
  CHECK_FALSE((row("ab", "1") >= partition.begin && row("ab", "1") < partition.end));
}

TEST_CASE("segments partition a table exactly") {
  const TableDefinition table = table_with_sort_key();
  const KeyRange whole = segment_range(table, 0, 1);
  for (std::uint64_t total : {2, 3, 7, 1'000'000}) {
    INFO(total);
    CHECK(segment_range(table, 0, total).begin == whole.begin);
    CHECK(segment_range(table, total - 1, total).end == whole.end);
    for (std::uint64_t i : {std::uint64_t{0}, total / 2 - 1}) {
      CHECK(segment_range(table, i, total).end == segment_range(table, i + 1, total).begin);
    }
  }
}

TEST_CASE("a change record is read back as it was written") {
  dynamodb::ChangeRecord record;
  record.type = dynamodb::ChangeType::Modify;
  record.by_time_to_live = true;
  record.partition_hash = 0xfedcba9876543210;
  record.keys_json = R"({"id":{"S":"1"}})";
  record.new_image_json = R"({"id":{"S":"1"},"x":{"S":"new"}})";
  record.old_image_json = R"({"id":{"S":"1"},"x":{"S":"old"}})";
  record.keys_size_bytes = 3;
  record.new_image_size_bytes = 7;
  record.old_image_size_bytes = 8;
  const std::string bytes = change_log::encode(record);
  const dynamodb::ChangeRecord back = change_log::decode(bytes);
  CHECK(back.type == record.type);
  CHECK(back.by_time_to_live);
  CHECK(back.partition_hash == record.partition_hash);
  CHECK(back.keys_json == record.keys_json);
  CHECK(back.new_image_json == record.new_image_json);
  CHECK(back.old_image_json == record.old_image_json);
  CHECK(back.keys_size_bytes == 3);
  CHECK(back.new_image_size_bytes == 7);
  CHECK(back.old_image_size_bytes == 8);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CHECK_THROWS_AS(change_log::decode(bytes.substr(0, length)), std::runtime_error);
  }
}

TEST_CASE("a change record of version 1 has no hash") {
  dynamodb::ChangeRecord record;
  record.keys_json = "{}";
  record.new_image_json = R"({"id":{"S":"1"}})";
  record.keys_size_bytes = 3;
  std::string bytes = change_log::encode(record);
  bytes[0] = 1;
  bytes.erase(27, 8);
  const dynamodb::ChangeRecord back = change_log::decode(bytes);
  CHECK(back.partition_hash == 0);
  CHECK(back.keys_json == record.keys_json);
  CHECK(back.new_image_json == record.new_image_json);
  CHECK(back.old_image_json.empty());
  CHECK(back.keys_size_bytes == 3);
}

TEST_CASE("a table's definition is read back as it was written") {
  TableDefinition table = table_with_sort_key();
  table.uuid = "u";
  table.billing_mode = dynamodb::BillingMode::PayPerRequest;
  table.on_demand_since_ms = 5;
  table.deletion_protection = true;
  table.table_class = "STANDARD";
  table.attribute_definitions = {table.hash_key, *table.range_key};
  dynamodb::IndexDefinition index;
  index.id = 1;
  index.name = "i";
  index.hash = {table.hash_key};
  index.projection = dynamodb::ProjectionType::Include;
  index.non_key_attributes = {"x"};
  index.throughput = {3, 4};
  table.indexes = {index};
  table.next_index_id = 2;
  table.stream = dynamodb::StreamDescriptor{3, "label", dynamodb::StreamViewType::KeysOnly, 1, 2};
  const TableDefinition back = table_from_json(table_to_json(table));
  CHECK(table_to_json(back) == table_to_json(table));
  CHECK(back.range_key == table.range_key);
  CHECK_FALSE(back.stream_enabled());
  CHECK_THROWS(table_from_json(R"({"version":2})"));
}

}  // namespace tombola::storage
