#include "triggers/mapping_store.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "storage/change_log.h"
#include "storage/layout.h"
#include "streams/shard.h"

namespace tombola::triggers {
namespace {

namespace layout = storage::layout;
using storage::Transaction;
using storage::WriteTransaction;

// Runs `read`; what it throws is told with the mapping's UUID.
template <typename Read>
auto naming(std::string_view uuid, Read read) {
  try {
    return read();
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(fmt::format("event source mapping {}: {}", uuid, error.what()));
  }
}

std::vector<EventSourceMapping> read_mappings(Transaction& transaction) {
  const storage::Page page = transaction.read(
      storage::KeyRange::with_prefix(layout::mapping_prefix()), storage::Direction::Forward,
      storage::ReadLimit{limits::event_source_mappings_max, SIZE_MAX});
  std::vector<EventSourceMapping> mappings;
  mappings.reserve(page.rows.size());
  for (const storage::Row& row : page.rows) {
    const std::size_t prefix_size = layout::mapping_prefix().size();
    const auto uuid =
        std::string_view(row.key).substr(prefix_size, row.key.size() - prefix_size - 1);
    mappings.push_back(naming(uuid, [&] { return EventSourceMapping::from_json(row.value); }));
  }
  return mappings;
}

MappingPosition read_position(Transaction& transaction, std::string_view uuid) {
  const auto row = transaction.get(layout::mapping_position_key(uuid));
  return row ? naming(uuid, [&] { return MappingPosition::from_json(*row); }) : MappingPosition();
}

void put_row(Transaction& transaction, const EventSourceMapping& mapping) {
  transaction.put(layout::mapping_key(mapping.uuid), mapping.to_json());
}

// As `stored`, but for the time of its last change.
bool same_settings(EventSourceMapping mapping, const EventSourceMapping& stored) {
  mapping.last_modified_ms = stored.last_modified_ms;
  return mapping == stored;
}

// The mapping that reads the same for the same function, if there is one. Those of the command line
// name no stream, and may be as many as are given.
std::optional<std::string> twin_of(const EventSourceMapping& mapping,
                                   const std::vector<EventSourceMapping>& others) {
  const auto twin =
      std::find_if(others.begin(), others.end(), [&](const EventSourceMapping& other) {
        return other.uuid != mapping.uuid && !mapping.event_source_arn.empty() &&
               other.event_source_arn == mapping.event_source_arn &&
               other.function_arn() == mapping.function_arn();
      });
  return twin == others.end() ? std::nullopt : std::optional(twin->uuid);
}

}  // namespace

std::vector<MappingStore::Stored> MappingStore::load() {
  std::vector<Stored> stored;
  transactions_.read([&](Transaction& transaction) {
    for (EventSourceMapping& mapping : read_mappings(transaction)) {
      MappingPosition position = read_position(transaction, mapping.uuid);
      stored.push_back(Stored{std::move(mapping), std::move(position)});
    }
  });
  return stored;
}

void MappingStore::declare_flag_mappings(const std::vector<EventSourceMapping>& mappings,
                                         std::int64_t now_ms) {
  const std::lock_guard lock(changes_);
  transactions_.write("event source mappings", [&](WriteTransaction& write) {
    Transaction& transaction = write.bytes();
    for (EventSourceMapping& stored : read_mappings(transaction)) {
      const bool wanted = std::any_of(
          mappings.begin(), mappings.end(),
          [&](const EventSourceMapping& mapping) { return mapping.uuid == stored.uuid; });
      if (stored.from_flag && stored.enabled && !wanted) {
        stored.enabled = false;
        stored.last_modified_ms = now_ms;
        put_row(transaction, stored);
      }
    }
    for (EventSourceMapping mapping : mappings) {
      mapping.enabled = true;
      mapping.from_flag = true;
      put(transaction, std::move(mapping), now_ms);
    }
  });
}

void MappingStore::put(EventSourceMapping mapping, std::int64_t now_ms) {
  const std::lock_guard lock(changes_);
  transactions_.write("event source mappings",
                      [&](WriteTransaction& write) { put(write.bytes(), mapping, now_ms); });
}

std::optional<std::string> MappingStore::make(EventSourceMapping mapping, std::int64_t now_ms) {
  const std::lock_guard lock(changes_);
  std::optional<std::string> twin;
  transactions_.write("event source mappings", [&](WriteTransaction& write) {
    twin = twin_of(mapping, read_mappings(write.bytes()));
    if (!twin) {
      put(write.bytes(), mapping, now_ms);
    }
  });
  return twin;
}

bool MappingStore::change(std::string_view uuid, const Edit& edit, std::int64_t now_ms) {
  const std::lock_guard lock(changes_);
  std::optional<EventSourceMapping> mapping;
  transactions_.read([&](Transaction& transaction) {
    if (const auto row = transaction.get(layout::mapping_key(uuid))) {
      mapping = naming(uuid, [&] { return EventSourceMapping::from_json(*row); });
    }
  });
  if (!mapping) {
    return false;
  }
  edit(*mapping);
  transactions_.write("event source mappings",
                      [&](WriteTransaction& write) { put(write.bytes(), *mapping, now_ms); });
  return true;
}

bool MappingStore::erase(std::string_view uuid) {
  const std::lock_guard lock(changes_);
  bool erased = false;
  transactions_.write("event source mappings", [&](WriteTransaction& write) {
    Transaction& transaction = write.bytes();
    erased = transaction.get_for_update(layout::mapping_key(uuid)).has_value();
    transaction.erase(layout::mapping_key(uuid));
    transaction.erase(layout::mapping_position_key(uuid));
  });
  return erased;
}

void MappingStore::put(Transaction& transaction, EventSourceMapping mapping, std::int64_t now_ms) {
  mapping.last_modified_ms = now_ms;
  const auto row = transaction.get_for_update(layout::mapping_key(mapping.uuid));
  if (!row) {
    put_row(transaction, mapping);
    transaction.put(layout::mapping_position_key(mapping.uuid),
                    first_position(transaction, mapping, now_ms).to_json());
    return;
  }
  const EventSourceMapping stored =
      naming(mapping.uuid, [&] { return EventSourceMapping::from_json(*row); });
  // Immutable, and the position was made by it.
  mapping.starting_position = stored.starting_position;
  if (!same_settings(mapping, stored)) {
    put_row(transaction, mapping);
  }
}

// What a new mapping reads first: the stream that the table has now, or else the next one it gets.
// Streams closed before are none of its business. LATEST is pinned here and now, so that no record
// written after the mapping was made is missed.
MappingPosition MappingStore::first_position(Transaction& transaction,
                                             const EventSourceMapping& mapping,
                                             std::int64_t now_ms) {
  MappingPosition position;
  for (const storage::StreamEntry& stream :
       catalog_.streams(transaction, mapping.name_space, mapping.table)) {
    const bool other_wanted =
        !mapping.event_source_arn.empty() && stream.arn() != mapping.event_source_arn;
    if (other_wanted || stream.descriptor.id < position.stream) {
      continue;
    }
    position.stream = stream.descriptor.id;
    // A stream that the mapping names is read to its end, closed or not.
    position.stream_done =
        mapping.event_source_arn.empty() && stream.descriptor.disabled_ms.has_value();
    position.shards.clear();
    if (mapping.starting_position == StartingPosition::Latest) {
      const std::uint64_t last = storage::change_log::last_number(transaction, position.stream);
      position.latest_number = last;
      for (const streams::Shard& shard : streams::list_shards(transaction, stream, now_ms).shards) {
        LanePosition lane;
        lane.after_number = last;
        position.shards[shard.id].lanes.assign(
            static_cast<std::size_t>(mapping.parallelization_factor), lane);
      }
    }
  }
  return position;
}

void MappingStore::save_position(std::string_view uuid, const MappingPosition& position) {
  const std::string key = layout::mapping_position_key(uuid);
  const std::string row = position.to_json();
  transactions_.write(key, [&](WriteTransaction& write) { write.bytes().put(key, row); });
}

}  // namespace tombola::triggers
