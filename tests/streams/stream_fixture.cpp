#include "tests/streams/stream_fixture.h"

#include <nlohmann/json.hpp>

#include "storage/change_log.h"
#include "storage/item_writer.h"
#include "streams/stream_lifecycle.h"

namespace tombola::streams::testing {

StreamFixture::StreamFixture(std::size_t shard_count) {
  transactions.change_catalog([&](storage::WriteTransaction& write) {
    dynamodb::TableDefinition table;
    table.id = storage::Catalog::next_id(write.bytes());
    table.name = "T";
    table.hash_key = {"id", dynamodb::AttributeType::S};
    enable_stream(write, catalog, clock, table,
                  {dynamodb::StreamViewType::NewAndOldImages, shard_count});
    catalog.put(write.bytes(), table);
  });
}

void StreamFixture::put(const std::string& id, const std::string& value) {
  transactions.write(id, [&](storage::WriteTransaction& write) {
    const auto table = catalog.find_for_share(write.bytes(), {}, "T");
    const dynamodb::Key key{dynamodb::AttributeValue(id), std::nullopt};
    storage::ItemWriter writer(write, *table);
    writer.put(key, writer.read_for_update(key), {{"id", id}, {"value", value}});
  });
}

void StreamFixture::disable_stream() {
  transactions.change_catalog([&](storage::WriteTransaction& write) {
    dynamodb::TableDefinition table = *catalog.find_for_update(write.bytes(), {}, "T");
    streams::disable_stream(write, catalog, clock, table);
    catalog.put(write.bytes(), table);
  });
}

storage::StreamEntry StreamFixture::stream() {
  std::vector<storage::StreamEntry> streams;
  transactions.read([&](storage::Transaction& read) { streams = catalog.all_streams(read); });
  return streams.at(0);
}

std::vector<Shard> StreamFixture::shards() {
  const storage::StreamEntry entry = stream();
  ShardList list;
  transactions.read(
      [&](storage::Transaction& read) { list = list_shards(read, entry, clock.now_ms()); });
  return list.shards;
}

std::vector<Shard> StreamFixture::open_shards() {
  std::vector<Shard> open = shards();
  std::erase_if(open, [](const Shard& shard) { return !shard.open(); });
  return open;
}

ShardPage StreamFixture::read(const Shard& shard, std::uint64_t after, std::size_t count) {
  const storage::StreamEntry entry = stream();
  ShardPage page;
  transactions.read([&](storage::Transaction& transaction) {
    page = read_shard(transaction, entry, shard, {after, count, clock.now_ms()});
  });
  return page;
}

std::vector<std::string> StreamFixture::changes(const Shard& shard) {
  std::vector<std::string> found;
  std::optional<std::uint64_t> after = 0;
  while (after) {
    const ShardPage page = read(shard, *after, 7);
    for (const storage::LoggedChange& change : page.records) {
      const auto image = nlohmann::json::parse(change.record().new_image_json);
      found.push_back(image["id"]["S"].get<std::string>() + "=" +
                      image["value"]["S"].get<std::string>());
    }
    after = page.after_number == after ? std::nullopt : page.after_number;
  }
  return found;
}

std::size_t StreamFixture::marker_count() {
  std::size_t count = 0;
  const dynamodb::StreamId id = stream().descriptor.id;
  transactions.read(
      [&](storage::Transaction& read) { count = storage::stream_markers::read(read, id).size(); });
  return count;
}

std::uint64_t StreamFixture::trimmed_up_to() {
  std::uint64_t number = 0;
  const dynamodb::StreamId id = stream().descriptor.id;
  transactions.read(
      [&](storage::Transaction& read) { number = storage::change_log::trimmed_up_to(read, id); });
  return number;
}

std::vector<std::string> ids_of(const std::vector<Shard>& shards) {
  std::vector<std::string> ids;
  for (const Shard& shard : shards) {
    ids.push_back(shard.id);
  }
  return ids;
}

}  // namespace tombola::streams::testing
