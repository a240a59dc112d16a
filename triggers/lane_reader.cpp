#include "triggers/lane_reader.h"

#include <algorithm>

#include "dynamodb/json/json_document.h"
#include "dynamodb/limits.h"
#include "storage/key_encoding.h"
#include "streams/stream_reader.h"
#include "triggers/batch_outcome.h"
#include "triggers/tumbling_window.h"

namespace tombola::triggers {
namespace {

// With a filter or slices most records of a page may be passed over; pages must not get tiny then.
constexpr std::size_t passing_page_size = 100;

// The text of the partition key's value, as it stands in the record's Keys: canonical, so equal for
// equal keys.
std::string_view partition_key_text(const storage::StreamEntry& stream,
                                    const dynamodb::JsonDocument& keys) {
  const auto value = keys.root().find(stream.hash_key.name);
  for (const auto member : value.value().members()) {
    return member.value.as_string();
  }
  return {};
}

void note_expired(ExpiredRecords& expired, const storage::LoggedChange& change) {
  if (expired.count++ == 0) {
    expired.first_number = change.number;
    expired.first_written_ms = change.time_ms;
  }
  expired.last_number = change.number;
  expired.last_written_ms = change.time_ms;
}

class Reader {
 public:
  Reader(const LaneContext& context, const streams::Shard& shard, LaneSlice slice,
         const ReadBounds& bounds, LaneReading& reading)
      : context_(context), shard_(shard), slice_(slice), bounds_(bounds), reading_(reading) {}

  ReadStop read(storage::Transaction& transaction) {
    // What another shard has by now must not be read as this one's.
    const streams::Shard shard = streams::as_of_now(transaction, context_.stream, shard_);
    for (;;) {
      if (reading_.batch.closed()) {
        return ReadStop::Full;
      }
      if (reading_.up_to >= bounds_.last_number) {
        return ReadStop::Bound;
      }
      const std::uint64_t before = reading_.up_to;
      const streams::ShardPage page = streams::read_shard(transaction, context_.stream, shard,
                                                          {before, page_size(), bounds_.now_ms});
      for (const storage::LoggedChange& change : page.records) {
        if (const auto stop = look_at(change)) {
          return *stop;
        }
      }
      if (!page.after_number) {
        return ReadStop::ShardEnd;
      }
      if (*page.after_number == before) {
        return ReadStop::End;
      }
      // Trimmed records are on no page.
      reading_.up_to = std::min(*page.after_number, bounds_.last_number);
    }
  }

 private:
  std::size_t page_size() const {
    const std::size_t room = reading_.batch.room();
    return context_.filter.empty() && slice_.count == 1 ? room : std::max(room, passing_page_size);
  }

  // None: the record has been looked at, go on.
  std::optional<ReadStop> look_at(const storage::LoggedChange& change) {
    if (change.number > bounds_.last_number) {
      return ReadStop::Bound;
    }
    if (slice_of(context_.stream, slice_.count, change) == slice_.index) {
      ++reading_.present;
      const auto stop = reading_.batch.stage(change, context_.filter) ? add(change) : std::nullopt;
      if (stop) {
        return stop;
      }
    }
    reading_.up_to = change.number;
    if (reading_.batch.closed()) {
      return ReadStop::Full;
    }
    return ++looked_at_ == limits::records_per_turn_max ? std::optional(ReadStop::TurnOver)
                                                        : std::nullopt;
  }

  std::optional<ReadStop> add(const storage::LoggedChange& change) {
    if (reading_.batch.empty() &&
        record_expired(context_.mapping, change.time_ms, bounds_.now_ms)) {
      note_expired(reading_.expired, change);
      return std::nullopt;
    }
    if (reading_.expired.count > 0) {
      return ReadStop::Expired;
    }
    if (bounds_.in_windows && !reading_.window) {
      reading_.window = window_of(change.time_ms, context_.mapping.tumbling_window_in_seconds);
    }
    if (bounds_.in_windows && change.time_ms >= reading_.window->end_ms) {
      return ReadStop::WindowEnd;
    }
    return reading_.batch.take() ? std::nullopt : std::optional(ReadStop::Full);
  }

  const LaneContext& context_;
  const streams::Shard& shard_;
  const LaneSlice slice_;
  const ReadBounds& bounds_;
  LaneReading& reading_;
  std::size_t looked_at_ = 0;
};

}  // namespace

std::size_t slice_of(const storage::StreamEntry& stream, std::size_t count,
                     const storage::LoggedChange& change) {
  if (count == 1) {
    return 0;
  }
  const auto keys = dynamodb::JsonDocument::parse(change.record().keys_json);
  return storage::partition_hash(partition_key_text(stream, keys)) % count;
}

ReadStop read_on(const LaneContext& context, const streams::Shard& shard, LaneSlice slice,
                 const ReadBounds& bounds, LaneReading& reading) {
  ReadStop stop = ReadStop::End;
  context.transactions.read([&](storage::Transaction& transaction) {
    stop = Reader(context, shard, slice, bounds, reading).read(transaction);
  });
  return stop;
}

}  // namespace tombola::triggers
