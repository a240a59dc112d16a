#include "triggers/event_batch.h"

#include <catch2/catch.hpp>

#include "streams/stream_record.h"

using tombola::storage::LoggedChange;
using tombola::storage::StreamEntry;
using tombola::triggers::EventBatch;
using tombola::triggers::EventFilter;

namespace {

StreamEntry raffle_stream() {
  StreamEntry stream;
  stream.table = "RaffleTable";
  stream.hash_key.name = "id";
  stream.descriptor.id = 7;
  stream.descriptor.label = "2026-01-02T03:04:05.678";
  return stream;
}

LoggedChange change_of(std::uint64_t number, std::size_t value_size_bytes = 1) {
  LoggedChange change;
  change.number = number;
  change.time_ms = 1'700'000'000'000;
  const std::string new_image_json =
      R"({"id":{"S":"1"},"value":{"S":")" + std::string(value_size_bytes, 'v') + "\"}}";
  tombola::dynamodb::ChangeRecord record;
  record.keys_json = R"({"id":{"S":"1"}})";
  record.new_image_json = new_image_json;
  change.bytes = tombola::storage::change_log::encode(record);
  return change;
}

std::string record_text(const LoggedChange& change, const StreamEntry& stream) {
  std::string text;
  tombola::streams::append_lambda_record(text, change, stream);
  return text;
}

// True: it is part of the batch.
bool add(EventBatch& batch, const LoggedChange& change, const EventFilter& filter = {}) {
  return batch.stage(change, filter) && batch.take();
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("an event is its records, in order") {
  const StreamEntry stream = raffle_stream();
  EventBatch batch(stream, 100);
  CHECK(batch.empty());
  CHECK(batch.room() == 100);
  REQUIRE(add(batch, change_of(3)));
  REQUIRE(add(batch, change_of(8)));
  CHECK(batch.size() == 2);
  CHECK(batch.room() == 98);
  CHECK(batch.numbers() == Numbers{3, 8});
  CHECK(batch.written_ms() == std::vector<std::int64_t>{1'700'000'000'000, 1'700'000'000'000});
  CHECK(batch.take_event_json() == R"({"Records":[)" + record_text(change_of(3), stream) + "," +
                                       record_text(change_of(8), stream) + "]}");
}

TEST_CASE("an event without records is one still") {
  const StreamEntry stream = raffle_stream();
  CHECK(EventBatch(stream, 1).take_event_json() == R"({"Records":[]})");
}

TEST_CASE("a batch is closed at its BatchSize") {
  const StreamEntry stream = raffle_stream();
  EventBatch batch(stream, 2);
  CHECK(add(batch, change_of(1)));
  CHECK_FALSE(batch.closed());
  CHECK(add(batch, change_of(2)));
  CHECK(batch.closed());
  CHECK(batch.room() == 0);
  CHECK_FALSE(add(batch, change_of(3)));
  CHECK(batch.size() == 2);
  CHECK(batch.numbers().back() == 2);
}

TEST_CASE("a batch is closed before its event exceeds the size limit") {
  const StreamEntry stream = raffle_stream();
  const std::size_t record_bytes = record_text(change_of(1), stream).size();
  const std::size_t two_records = std::string(R"({"Records":[,]})").size() + 2 * record_bytes;

  SECTION("two records fit exactly") {
    EventBatch batch(stream, 100, two_records);
    CHECK(add(batch, change_of(1)));
    CHECK(add(batch, change_of(2)));
    CHECK_FALSE(add(batch, change_of(3)));
    CHECK(batch.closed());
    CHECK(batch.numbers().back() == 2);
    CHECK(batch.take_event_json().size() == two_records);
  }
  SECTION("a byte less") {
    EventBatch batch(stream, 100, two_records - 1);
    CHECK(add(batch, change_of(1)));
    CHECK_FALSE(add(batch, change_of(2)));
    CHECK(batch.size() == 1);
    CHECK(batch.numbers().back() == 1);
    // Closed means closed: a smaller record must not overtake the one left out.
    CHECK_FALSE(add(batch, change_of(3, 0)));
    CHECK(batch.take_event_json() == R"({"Records":[)" + record_text(change_of(1), stream) + "]}");
  }
  SECTION("the first record joins whatever its size") {
    EventBatch batch(stream, 100, 10);
    CHECK(add(batch, change_of(1)));
    CHECK_FALSE(add(batch, change_of(2)));
  }
  SECTION("6 MB is the limit when none is given") {
    EventBatch batch(stream, 10'000);
    std::uint64_t number = 0;
    while (add(batch, change_of(number + 1, 399'000))) {
      ++number;
    }
    CHECK(number == 15);  // 15 * 399 KB and their frames are below 6,291,456 bytes, 16 are not
    CHECK(batch.take_event_json().size() <= 6'291'456);
  }
}

TEST_CASE("what a filter does not let pass leaves no trace in the event") {
  const StreamEntry stream = raffle_stream();
  const EventFilter none({R"({"eventName":["REMOVE"]})"});
  const EventFilter all({R"({"eventName":["INSERT"]})"});
  EventBatch batch(stream, 10);
  CHECK_FALSE(add(batch, change_of(1), none));
  CHECK(batch.empty());
  CHECK(add(batch, change_of(2), all));
  CHECK_FALSE(add(batch, change_of(3), none));
  CHECK(add(batch, change_of(4), all));
  CHECK_FALSE(add(batch, change_of(5), none));
  CHECK(batch.numbers() == Numbers{2, 4});
  CHECK(batch.take_event_json(R"(,"more":1)") ==
        R"({"Records":[)" + record_text(change_of(2), stream) + "," +
            record_text(change_of(4), stream) + R"(],"more":1})");
}
