#include "services/logs/log_events.h"

#include <algorithm>

#include <fmt/format.h>

#include "services/logs/logs_error.h"
#include "services/logs/logs_limits.h"
#include "services/service_ids.h"
#include "storage/layout.h"

namespace tombola::services::logs {
namespace {

namespace layout = storage::layout;
using storage::Direction;
using storage::KeyRange;

constexpr std::size_t integer_bytes = 8;

EventPlace place_at_end_of(std::string_view key) {
  return {static_cast<std::int64_t>(
              layout::read_big_endian(key.substr(key.size() - 2 * integer_bytes))),
          layout::read_big_endian(key.substr(key.size() - integer_bytes))};
}

std::string event_key(std::uint64_t group, const EventPlace& place) {
  return layout::log_event_key(group, static_cast<std::uint64_t>(place.time_ms), place.number);
}

std::string by_stream_key(std::uint64_t group, std::uint64_t stream, const EventPlace& place) {
  return layout::events_by_stream_key(group, stream, static_cast<std::uint64_t>(place.time_ms),
                                      place.number);
}

// Gives what it took. A row that is gone is fine.
std::int64_t erase_event(storage::Transaction& transaction, std::uint64_t group,
                         const EventPlace& place, std::string_view row) {
  const StoredEvent stored = event_from_row(row);
  transaction.erase(event_key(group, place));
  transaction.erase(by_stream_key(group, stored.stream_id, place));
  return static_cast<std::int64_t>(event_size_bytes(stored.event.message));
}

}  // namespace

// What one transaction adds.
class LogEvents::Writing {
 public:
  Writing(storage::Transaction& bytes, std::int64_t now_ms, std::atomic<std::uint64_t>& next_number)
      : bytes_(bytes), now_ms_(now_ms), next_number_(next_number) {}

  LogGroup group(const StreamEvents& added, bool may_create) {
    if (auto found = hold_group(bytes_, added.name_space, added.group)) {
      return *found;
    }
    if (!may_create) {
      throw group_not_found();
    }
    LogGroup group;
    group.id = new_service_id(bytes_);
    group.name_space = added.name_space;
    group.name = added.group;
    group.created_ms = now_ms_;
    bytes_.put(layout::log_group_key(group.name_space, group.name), log_group_to_json(group));
    return group;
  }

  // Gives the bytes.
  std::int64_t add(const LogGroup& group, const StreamEvents& added, bool may_create) {
    const std::string key = layout::log_stream_key(group.id, added.stream);
    LogStream stream;
    if (const auto row = bytes_.get_for_update(key)) {
      stream = log_stream_from_json(*row);
    } else if (may_create) {
      stream.id = new_service_id(bytes_);
      stream.name = added.stream;
      stream.created_ms = now_ms_;
    } else {
      throw stream_not_found();
    }
    std::int64_t size_bytes = 0;
    for (const NewEvent& event : added.events) {
      const LogEvent stored = {
          {event.time_ms, next_number_++}, added.ingested_ms, stream.name, event.message};
      bytes_.put(event_key(group.id, stored.place), event_to_row(stream.id, stored));
      bytes_.put(by_stream_key(group.id, stream.id, stored.place), "");
      size_bytes += static_cast<std::int64_t>(event_size_bytes(event.message));
      stream.first_event_ms = std::min(stream.first_event_ms.value_or(INT64_MAX), event.time_ms);
      stream.last_event_ms = std::max(stream.last_event_ms.value_or(0), event.time_ms);
      stream.last_ingestion_ms = added.ingested_ms;
    }
    bytes_.put(key, log_stream_to_json(stream));
    bytes_.add(layout::log_bytes_key(group.id), {0, size_bytes});
    return size_bytes;
  }

 private:
  storage::Transaction& bytes_;
  const std::int64_t now_ms_;
  std::atomic<std::uint64_t>& next_number_;
};

// A number of its own for each start, and a count below it: so they grow over restarts, too.
void LogEvents::reserve_numbers() {
  std::call_once(numbers_reserved_, [this] {
    std::uint64_t start = 0;
    parts_.transactions.write(
        "", [&](storage::WriteTransaction& write) { start = new_service_id(write.bytes()); });
    next_number_ = start << 32;
  });
}

void LogEvents::put(const StreamEvents& added) {
  reserve_numbers();
  std::int64_t size_bytes = 0;
  parts_.transactions.write(layout::log_group_key(added.name_space, added.group),
                            [&](storage::WriteTransaction& write) {
                              Writing writing(write.bytes(), parts_.clock.now_ms(), next_number_);
                              size_bytes = writing.add(writing.group(added, false), added, false);
                            });
  grew(size_bytes);
}

void LogEvents::append(const std::vector<StreamEvents>& added) {
  if (added.empty()) {
    return;
  }
  reserve_numbers();
  std::int64_t size_bytes = 0;
  parts_.transactions.write(layout::log_group_key(added.front().name_space, added.front().group),
                            [&](storage::WriteTransaction& write) {
                              size_bytes = 0;
                              Writing writing(write.bytes(), parts_.clock.now_ms(), next_number_);
                              for (const StreamEvents& each : added) {
                                size_bytes += writing.add(writing.group(each, true), each, true);
                              }
                            });
  grew(size_bytes);
}

LogEvents::Page LogEvents::read(const LogGroup& group, const Range& range, Direction direction,
                                storage::ReadLimit limit) {
  EventPlace begin = range.begin;
  if (const auto kept_since_ms = group.kept_since_ms(parts_.clock.now_ms())) {
    begin = std::max(begin, EventPlace{std::max<std::int64_t>(0, *kept_since_ms), 0});
  }
  Page page;
  if (begin >= range.end) {
    return page;
  }
  const auto key = [&](const EventPlace& place) {
    return range.stream == nullptr ? event_key(group.id, place)
                                   : by_stream_key(group.id, range.stream->id, place);
  };
  parts_.transactions.read([&](storage::Transaction& transaction) {
    std::size_t bytes = 0;
    storage::ReadLimit of_rows = limit;
    storage::Page rows = transaction.read({key(begin), key(range.end)}, direction, of_rows);
    page.complete = rows.complete;
    for (storage::Row& row : rows.rows) {
      const EventPlace place = place_at_end_of(row.key);
      if (range.stream != nullptr) {
        row.value = transaction.get(event_key(group.id, place)).value();
      }
      page.events.push_back(event_from_row(row.value).event);
      page.events.back().place = place;
      bytes += row.value.size();
      if (bytes >= limit.bytes && page.events.size() < rows.rows.size()) {
        page.complete = false;
        return;
      }
    }
  });
  return page;
}

bool LogEvents::erase_stream(const LogGroup& group, std::string_view name) {
  const std::string stream_key = layout::log_stream_key(group.id, name);
  bool found = true;
  for (bool complete = false; found && !complete;) {
    parts_.transactions.write(stream_key, [&](storage::WriteTransaction& write) {
      storage::Transaction& bytes = write.bytes();
      const auto row = bytes.get_for_update(stream_key);
      found = row.has_value();
      if (!found) {
        return;
      }
      const std::uint64_t stream = log_stream_from_json(*row).id;
      const KeyRange range = {by_stream_key(group.id, stream, {0, 0}),
                              by_stream_key(group.id, stream + 1, {0, 0})};
      const storage::Page events = bytes.read(range, Direction::Forward, {limits::page_rows});
      std::int64_t size_bytes = 0;
      for (const storage::Row& event : events.rows) {
        const EventPlace place = place_at_end_of(event.key);
        const auto stored = bytes.get(event_key(group.id, place));
        size_bytes += erase_event(bytes, group.id, place, stored.value());
      }
      bytes.add(layout::log_bytes_key(group.id), {0, -size_bytes});
      complete = events.complete;
      if (complete) {
        bytes.erase(stream_key);
      }
    });
  }
  return found;
}

// Whoever adds a sixty-fourth of what may be there looks whether it still fits.
void LogEvents::grew(std::int64_t bytes) {
  if (grown_bytes_.fetch_add(bytes) + bytes >= parts_.stored_bytes_max / 64) {
    make_room();
  }
}

void LogEvents::make_room() {
  const std::lock_guard lock(room_mutex_);
  grown_bytes_ = 0;
  struct Sized {
    LogGroup group;
    std::int64_t bytes;
  };
  std::vector<Sized> groups;
  std::int64_t total_bytes = 0;
  for (LogGroup& group : parts_.catalog.list_all()) {
    if (const auto kept_since_ms = group.kept_since_ms(parts_.clock.now_ms())) {
      erase_oldest(group, {std::max<std::int64_t>(0, *kept_since_ms), 0}, INT64_MAX);
    }
    const std::int64_t bytes = parts_.catalog.stored_bytes(group);
    total_bytes += bytes;
    groups.push_back({std::move(group), bytes});
  }
  if (total_bytes <= parts_.stored_bytes_max) {
    return;
  }
  const auto largest =
      std::max_element(groups.begin(), groups.end(),
                       [](const Sized& a, const Sized& b) { return a.bytes < b.bytes; });
  // Somewhat more, so that not every line has to look again.
  erase_oldest(largest->group, {INT64_MAX, 0},
               total_bytes - parts_.stored_bytes_max + parts_.stored_bytes_max / 16);
  if (!room_reported_ && parts_.report) {
    room_reported_ = true;
    parts_.report(fmt::format("log groups hold more than {} MB: the oldest events of {} make room",
                              parts_.stored_bytes_max >> 20, largest->group.name));
  }
}

std::int64_t LogEvents::erase_oldest(const LogGroup& group, EventPlace before,
                                     std::int64_t bytes_min) {
  std::int64_t erased_bytes = 0;
  for (bool complete = false; !complete && erased_bytes < bytes_min;) {
    std::int64_t page_bytes = 0;
    const auto wanted_bytes = static_cast<std::size_t>(bytes_min - erased_bytes);
    parts_.transactions.write(
        layout::log_group_key(group.name_space, group.name), [&](storage::WriteTransaction& write) {
          page_bytes = 0;
          const KeyRange range = {event_key(group.id, {0, 0}), event_key(group.id, before)};
          const storage::Page rows =
              write.bytes().read(range, Direction::Forward,
                                 {limits::page_rows, std::min(wanted_bytes, limits::page_bytes)});
          for (const storage::Row& row : rows.rows) {
            page_bytes += erase_event(write.bytes(), group.id, place_at_end_of(row.key), row.value);
          }
          if (page_bytes > 0) {
            write.bytes().add(layout::log_bytes_key(group.id), {0, -page_bytes});
          }
          complete = rows.complete;
        });
    erased_bytes += page_bytes;
  }
  return erased_bytes;
}

}  // namespace tombola::services::logs
