// Which lanes a mapping has: it follows its table's streams, one incarnation after the other, a stream's
// shards, parents before their children, and its own ParallelizationFactor.
#include <algorithm>
#include <exception>
#include <utility>

#include "triggers/mapping_delivery.h"

namespace tombola::triggers {

std::optional<dynamodb::StreamId> MappingDelivery::stream() const {
  return mapping_.enabled && stream_ ? std::optional(stream_->descriptor.id) : std::nullopt;
}

bool MappingDelivery::refresh_due(std::int64_t now_ms) const {
  return mapping_.enabled && refresh_wanted_ &&
         (!refresh_back_off_.waiting() || refresh_back_off_.due(now_ms));
}

void MappingDelivery::refresh(std::int64_t now_ms) {
  try {
    parts_.transactions.read(
        [&](storage::Transaction& transaction) { follow_table(transaction, now_ms); });
    refresh_wanted_ = false;
    refresh_back_off_.succeed();
  } catch (const std::exception& error) {
    refresh_back_off_.fail(now_ms, error.what());
  }
}

// The incarnation under way, or else the next one that the table got, and its shards.
void MappingDelivery::follow_table(storage::Transaction& transaction, std::int64_t now_ms) {
  std::vector<storage::StreamEntry> streams =
      parts_.catalog.streams(transaction, mapping_.name_space, mapping_.table);
  std::sort(streams.begin(), streams.end(), [](const auto& left, const auto& right) {
    return left.descriptor.id < right.descriptor.id;
  });
  if (stream_vanished(streams)) {
    stream_->descriptor.disabled_ms = stream_->descriptor.disabled_ms.value_or(now_ms);
    return follow_shards({});
  }
  const auto first_open = std::find_if(streams.begin(), streams.end(), [this](const auto& stream) {
    const dynamodb::StreamId id = stream.descriptor.id;
    const bool wanted =
        mapping_.event_source_arn.empty() || stream.arn() == mapping_.event_source_arn;
    return wanted && (id > position_.stream || (id == position_.stream && !position_.stream_done));
  });
  if (first_open == streams.end()) {
    shards_.clear();
    stream_.reset();
    return;
  }
  if (first_open->descriptor.id != position_.stream) {
    shards_.clear();
    position_.stream = first_open->descriptor.id;
    position_.stream_done = false;
    position_.shards.clear();
  }
  stream_ = *first_open;
  follow_shards(streams::list_shards(transaction, *stream_, now_ms));
}

// The incarnation under way is not readable any more. Its lanes end as those of trimmed shards do.
bool MappingDelivery::stream_vanished(const std::vector<storage::StreamEntry>& streams) const {
  return stream_ && !position_.stream_done && !shards_.empty() &&
         std::none_of(streams.begin(), streams.end(), [this](const auto& stream) {
           return stream.descriptor.id == stream_->descriptor.id;
         });
}

void MappingDelivery::follow_shards(const streams::ShardList& list) {
  for (const streams::Shard& shard : list.shards) {
    open_shard(shard);
  }
  forget_trimmed_shards(list);
}

// A shard that is not listed any more has no records left. What failed again and again is given up
// first, then its place is forgotten.
void MappingDelivery::forget_trimmed_shards(const streams::ShardList& list) {
  for (const auto& [id, position] : position_.shards) {
    const bool has_pending =
        std::any_of(position.lanes.begin(), position.lanes.end(),
                    [](const LanePosition& lane) { return !lane.pending.empty(); });
    if (has_pending && !shards_.contains(id)) {
      streams::Shard trimmed;
      trimmed.id = id;
      trimmed.end_number = list.last_marker;
      open_shard(trimmed);
    }
  }
  for (auto& [id, shard] : shards_) {
    if (list.find(id) == nullptr) {
      for (WorkingLane& working : shard.lanes) {
        working.lane.records_came();  // or rather, will not come any more
      }
    }
  }
  std::erase_if(shards_, [&](const auto& entry) {
    return list.find(entry.first) == nullptr && entry.second.drained();
  });
  std::erase_if(position_.shards,
                [&](const auto& entry) { return !shards_.contains(entry.first); });
}

void MappingDelivery::open_shard(const streams::Shard& shard) {
  const auto [found, is_new] = shards_.try_emplace(shard.id);
  WorkingShard& working = found->second;
  working.shard = shard;
  if (!is_new) {
    for (WorkingLane& lane : working.lanes) {
      lane.lane.shard_changed(shard);
    }
    return;
  }
  std::vector<LanePosition> positions = position_.shards[shard.id].lanes;
  if (positions.empty()) {
    positions.resize(static_cast<std::size_t>(mapping_.parallelization_factor));
  }
  open_lanes(working, std::move(positions));
}

void MappingDelivery::open_lanes(WorkingShard& shard, std::vector<LanePosition> positions) {
  const LaneContext context{parts_.transactions, mapping_, filter_, *stream_};
  shard.lanes.clear();
  for (std::size_t index = 0; index < positions.size(); ++index) {
    shard.lanes.push_back({Lane(context, shard.shard, LaneSlice{index, positions.size()},
                                std::move(positions[index])),
                           0});
  }
}

// Lanes of another number would have other records, so all stop at the same place first.
void MappingDelivery::follow_factor(WorkingShard& shard) {
  const auto factor = static_cast<std::size_t>(mapping_.parallelization_factor);
  const bool differs = shard.lanes.size() != factor;
  if (differs && !shard.barrier) {
    shard.barrier = 0;
    for (const WorkingLane& working : shard.lanes) {
      shard.barrier = std::max(*shard.barrier, working.lane.reached());
    }
  } else if (!differs) {
    shard.barrier.reset();
  }
  if (differs && shard.change_due()) {
    LanePosition position;
    position.after_number = *shard.barrier;
    open_lanes(shard, std::vector<LanePosition>(factor, position));
    shard.barrier.reset();
  }
  for (WorkingLane& working : shard.lanes) {
    working.lane.stop_at(shard.barrier);
  }
}

bool MappingDelivery::WorkingShard::drained() const {
  return std::all_of(lanes.begin(), lanes.end(),
                     [](const WorkingLane& working) { return working.lane.drained(); });
}

bool MappingDelivery::WorkingShard::change_due() const {
  return barrier && !drained() &&
         std::all_of(lanes.begin(), lanes.end(),
                     [](const WorkingLane& working) { return working.lane.stopped(); });
}

bool MappingDelivery::parent_drained(const WorkingShard& shard) const {
  const auto parent = shards_.find(shard.shard.parent_id);
  return parent == shards_.end() || parent->second.drained();
}

}  // namespace tombola::triggers
