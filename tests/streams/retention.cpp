// "All data in DynamoDB Streams is subject to a 24-hour lifetime." The bound in size is ours.
#include "streams/retention.h"

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "storage/change_log.h"
#include "storage/layout.h"
#include "tests/streams/stream_fixture.h"

using namespace tombola;
using namespace tombola::streams;
using streams::testing::StreamFixture;
using Changes = std::vector<std::string>;

namespace {

constexpr std::int64_t day_ms = limits::stream_retention_ms;
constexpr std::int64_t hour_ms = day_ms / 24;

std::uint64_t log_bytes(StreamFixture& fixture) {
  return logs_size_bytes(fixture.transactions, fixture.catalog);
}

void trim(StreamFixture& fixture) {
  trim_by_age(fixture.transactions, fixture.catalog, fixture.clock.now_ms());
}

std::uint64_t last_number_before(StreamFixture& fixture, std::int64_t time_ms) {
  const storage::StreamEntry stream = fixture.stream();
  std::uint64_t number = 0;
  fixture.transactions.read([&](storage::Transaction& transaction) {
    number = storage::change_log::last_number_before(transaction, stream.descriptor.id, time_ms);
  });
  return number;
}

}  // namespace

TEST_CASE("the last change before a time is found") {
  StreamFixture fixture;
  CHECK(last_number_before(fixture, INT64_MAX) == 0);
  std::vector<std::uint64_t> numbers;
  for (int i = 0; i < 50; ++i) {
    fixture.put("a", std::to_string(i));
    if (i % 3 == 0) {
      fixture.roll();  // takes a number
    }
    fixture.clock.advance(10);
  }
  for (const auto& change : fixture.read(fixture.shards()[0]).records) {
    numbers.push_back(change.number);
  }
  std::uint64_t before = 0;
  for (int i = 0; i < 50; ++i) {
    const std::int64_t time_ms = StreamFixture::start_ms + 10 * i;
    CHECK(last_number_before(fixture, time_ms) == before);
    before = last_number_before(fixture, time_ms + 1);
    CHECK(before != 0);
  }
  CHECK(last_number_before(fixture, INT64_MAX) == before);
}

TEST_CASE("records go when they are 24 hours old, and their bytes with them") {
  StreamFixture fixture;
  fixture.put("a");
  const std::uint64_t one = log_bytes(fixture);
  CHECK(one > 0);
  fixture.clock.advance(hour_ms);
  fixture.put("b");
  CHECK(log_bytes(fixture) == 2 * one);
  fixture.clock.set(StreamFixture::start_ms + day_ms - 1);
  trim(fixture);
  CHECK(log_bytes(fixture) == 2 * one);
  CHECK(fixture.trimmed_up_to() == 0);

  fixture.clock.advance(1);
  const Shard shard = fixture.shards()[0];
  CHECK(fixture.changes(shard) == Changes{"b=v"});  // by the clock, before anybody has trimmed
  const std::uint64_t gone = fixture.read(shard).trimmed_up_to;
  trim(fixture);
  CHECK(log_bytes(fixture) == one);
  CHECK(fixture.trimmed_up_to() == gone);
  CHECK(fixture.read(shard).trimmed_up_to == gone);
  CHECK(fixture.changes(shard) == Changes{"b=v"});

  fixture.clock.advance(hour_ms);
  trim(fixture);
  CHECK(log_bytes(fixture) == 0);
  fixture.put("c");
  CHECK(fixture.changes(fixture.open_shards()[0]) == Changes{"c=v"});
}

TEST_CASE("a shard goes 24 hours after it was closed, and the markers that tell of it") {
  StreamFixture fixture;
  const std::string first = fixture.shards()[0].id;
  const Shard second = fixture.roll()[0];
  for (int period = 1; period <= 6; ++period) {
    CHECK(fixture.shards()[0].id == first);
    fixture.clock.advance(limits::shard_lifetime_ms);
    fixture.roll_due();
    trim(fixture);
  }
  // The first was closed one millisecond after it was opened, the clock standing still.
  CHECK(fixture.shards()[0].id == first);
  fixture.clock.advance(1);
  CHECK(fixture.shards()[0].id == second.id);
  CHECK(fixture.shards()[0].parent_id == first);
  const std::size_t before = fixture.marker_count();
  trim(fixture);
  CHECK(fixture.marker_count() == before - 1);
  CHECK(fixture.shards()[0].id == second.id);
  CHECK(fixture.shards()[0].parent_id == first);

  for (int period = 0; period < 100; ++period) {
    fixture.clock.advance(limits::shard_lifetime_ms);
    fixture.roll_due();
    trim(fixture);
    CHECK(fixture.marker_count() <= 8);
    CHECK(fixture.open_shards().size() == 1);
  }
}

TEST_CASE("a disabled stream goes after 24 hours, with all that it had") {
  StreamFixture fixture;
  fixture.put("a");
  const dynamodb::StreamId id = fixture.stream().descriptor.id;
  fixture.disable_stream();
  fixture.clock.advance(day_ms - 1);
  trim(fixture);
  CHECK(fixture.stream().descriptor.id == id);
  fixture.clock.advance(1);
  trim(fixture);
  fixture.transactions.read([&](storage::Transaction& transaction) {
    CHECK(fixture.catalog.all_streams(transaction).empty());
    CHECK_FALSE(transaction.get(storage::layout::trim_point_key(id)));
    CHECK_FALSE(transaction.last_log_record(storage::layout::change_log(id)));
    CHECK_FALSE(transaction.last_log_record(storage::layout::marker_log(id)));
  });
  trim(fixture);
}

TEST_CASE("bounded in size, the oldest records go first") {
  StreamFixture fixture;
  for (int i = 0; i < 100; ++i) {
    fixture.put("item" + std::to_string(i), std::string(1000, 'x'));
  }
  const std::uint64_t all = log_bytes(fixture);
  CHECK(trim_by_size(fixture.transactions, fixture.catalog, all) == all);
  CHECK(fixture.trimmed_up_to() == 0);
  const std::uint64_t left = trim_by_size(fixture.transactions, fixture.catalog, all / 4);
  CHECK(left <= all / 4);
  CHECK(left > all / 5);
  const Changes changes = fixture.changes(fixture.shards()[0]);
  CHECK(changes.size() >= 20);
  CHECK(changes.size() <= 25);
  CHECK(changes.back().starts_with("item99="));
  CHECK(fixture.trimmed_up_to() > 0);
  CHECK(trim_by_size(fixture.transactions, fixture.catalog, 0) == 0);
}

TEST_CASE("what is due next is told") {
  StreamFixture fixture;
  const auto due = [&] {
    return next_due(fixture.transactions, fixture.catalog, fixture.clock.now_ms());
  };
  CHECK(due().rolls_ms == StreamFixture::start_ms + limits::shard_lifetime_ms);
  CHECK(due().trims_ms == INT64_MAX);
  fixture.clock.advance(7);
  fixture.put("a");
  CHECK(due().trims_ms == StreamFixture::start_ms + 7 + day_ms);
  fixture.clock.advance(3);
  fixture.disable_stream();
  CHECK(due().rolls_ms == INT64_MAX);
  CHECK(due().trims_ms == StreamFixture::start_ms + 7 + day_ms);
  fixture.clock.advance(day_ms - 1);
  trim(fixture);
  CHECK(due().trims_ms == StreamFixture::start_ms + 10 + day_ms);
  fixture.clock.advance(1);
  trim(fixture);
  CHECK(due().trims_ms == INT64_MAX);
}

TEST_CASE("after a million changes a bounded log is as small as after a thousand") {
  StreamFixture fixture;
  const dynamodb::StreamId id = fixture.stream().descriptor.id;
  dynamodb::ChangeRecord record;
  record.keys_json = R"({"id":{"S":"a"}})";
  record.new_image_json = R"({"id":{"S":"a"},"value":{"S":"0123456789"}})";
  constexpr std::uint64_t bytes_max = 1 << 20;
  std::uint64_t largest = 0;
  for (int thousand = 0; thousand < 1000; ++thousand) {
    fixture.transactions.write("log", [&](storage::WriteTransaction& write) {
      for (int i = 0; i < 1000; ++i) {
        storage::change_log::append(write, id, record);
      }
    });
    largest = std::max(largest, log_bytes(fixture));
    trim_by_size(fixture.transactions, fixture.catalog, bytes_max);
  }
  CHECK(largest < bytes_max + 1000 * 200);
  CHECK(log_bytes(fixture) <= bytes_max);
  CHECK(log_bytes(fixture) > bytes_max / 2);
}
