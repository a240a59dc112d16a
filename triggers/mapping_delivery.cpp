#include "triggers/mapping_delivery.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "streams/stream_reader.h"

namespace tombola::triggers {
namespace {

std::string due_text(const BackOff& back_off, const ServiceTime& time) {
  return fmt::format("due in {} ms{}: {}",
                     std::max<std::int64_t>(0, back_off.due_ms() - time.now_ms),
                     time.frozen ? " (the clock is frozen)" : "", back_off.reason());
}

}  // namespace

MappingDelivery::MappingDelivery(const DeliveryParts& parts, EventSourceMapping mapping,
                                 MappingPosition position)
    : parts_(parts), mapping_(std::move(mapping)), position_(std::move(position)) {}

void MappingDelivery::set_mapping(EventSourceMapping mapping) {
  mapping_ = std::move(mapping);
  refresh_wanted_ = true;
}

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
        [this](storage::Transaction& transaction) { follow_table(transaction); });
    refresh_wanted_ = false;
    refresh_back_off_.succeed();
  } catch (const std::exception& error) {
    refresh_back_off_.fail(now_ms, error.what());
  }
}

// The incarnation under way, or else the next one that the table got, and its shards.
void MappingDelivery::follow_table(storage::Transaction& transaction) {
  std::vector<storage::StreamEntry> streams =
      parts_.catalog.streams(transaction, mapping_.name_space, mapping_.table);
  std::sort(streams.begin(), streams.end(), [](const auto& left, const auto& right) {
    return left.descriptor.id < right.descriptor.id;
  });
  const auto first_open = std::find_if(streams.begin(), streams.end(), [this](const auto& stream) {
    const dynamodb::StreamId id = stream.descriptor.id;
    return id > position_.stream || (id == position_.stream && !position_.stream_done);
  });
  if (first_open == streams.end()) {
    stream_.reset();
    lanes_.clear();
    return;
  }
  stream_ = *first_open;
  if (stream_->descriptor.id != position_.stream) {
    position_.stream = stream_->descriptor.id;
    position_.stream_done = false;
    position_.shards.clear();
    lanes_.clear();
  }
  for (const streams::Shard& shard : streams::list_shards(transaction, *stream_)) {
    open_lane(shard);
  }
}

void MappingDelivery::open_lane(const streams::Shard& shard) {
  const auto [found, is_new] = lanes_.try_emplace(shard.id);
  Lane& lane = found->second;
  lane.shard = shard;
  if (is_new) {
    const LanePosition& position = lane_position(shard.id);
    if (!position.pending.empty()) {
      lane.back_off = BackOff(position.pending.front().attempts);
    }
  } else if (lane.state == Lane::State::AtEnd) {
    lane.state = Lane::State::Ready;  // it may be closed now
  }
}

LanePosition& MappingDelivery::lane_position(const std::string& shard_id) {
  std::vector<LanePosition>& lanes = position_.shards[shard_id].lanes;
  lanes.resize(1);
  return lanes.front();
}

void MappingDelivery::records_came() {
  for (auto& [id, lane] : lanes_) {
    if (lane.state == Lane::State::AtEnd) {
      lane.state = Lane::State::Ready;
    }
  }
}

void MappingDelivery::clock_changed(std::int64_t now_ms) {
  refresh_back_off_.clock_changed(now_ms);
  save_back_off_.clock_changed(now_ms);
  for (auto& [id, lane] : lanes_) {
    lane.back_off.clock_changed(now_ms);
  }
}

void MappingDelivery::run(std::int64_t now_ms) {
  if (unsaved_ && save_back_off_.due(now_ms)) {
    save_position(now_ms);
  }
  if (!mapping_.enabled || unsaved_ || !stream_) {
    return;
  }
  bool drained = true;
  for (auto& [id, lane] : lanes_) {
    if (lane.state == Lane::State::BackingOff && lane.back_off.due(now_ms)) {
      lane.state = Lane::State::Ready;
    }
    if (lane.state == Lane::State::Ready && parent_drained(lane)) {
      step(lane, now_ms);
    }
    drained = drained && lane.state == Lane::State::Drained;
  }
  if (drained && stream_->descriptor.disabled_ms) {
    position_.stream_done = true;
    refresh_wanted_ = true;
  }
}

bool MappingDelivery::parent_drained(const Lane& lane) const {
  const auto parent = lanes_.find(lane.shard.parent_id);
  return parent == lanes_.end() || parent->second.state == Lane::State::Drained;
}

void MappingDelivery::step(Lane& lane, std::int64_t now_ms) {
  LanePosition& position = lane_position(lane.shard.id);
  try {
    Reading reading = read_batch(lane, position, now_ms);
    if (!reading.batch.empty()) {
      hand_over(lane, std::move(reading.batch), now_ms);
      return;
    }
    // What was passed over has been trimmed, a batch that failed again and again with it.
    position.after_number = reading.up_to;
    lane.back_off.succeed();
    if (!position.pending.empty()) {
      position.pending.clear();
      step(lane, now_ms);
    } else {
      lane.state = lane.shard.end_number ? Lane::State::Drained : Lane::State::AtEnd;
    }
  } catch (const std::exception& error) {
    lane.batch = BatchTry();
    lane.back_off.fail(now_ms, error.what());
    lane.state = Lane::State::BackingOff;
  }
}

// A batch that was tried before is read again with the bounds it had.
MappingDelivery::Reading MappingDelivery::read_batch(const Lane& lane, const LanePosition& position,
                                                     std::int64_t now_ms) {
  Reading reading{EventBatch(*stream_, static_cast<std::size_t>(mapping_.batch_size)),
                  position.after_number};
  const std::uint64_t last_wanted =
      position.pending.empty() ? UINT64_MAX : position.pending.front().last_number;
  parts_.transactions.read([&](storage::Transaction& transaction) {
    while (!reading.batch.closed()) {
      const streams::ShardPage page = streams::read_shard(
          transaction, *stream_, lane.shard, reading.up_to, reading.batch.room(), now_ms);
      for (const storage::LoggedChange& change : page.records) {
        if (change.number > last_wanted || !reading.batch.add(change)) {
          return;
        }
      }
      if (!page.after_number || *page.after_number == reading.up_to) {
        return;
      }
      reading.up_to = *page.after_number;
    }
  });
  return reading;
}

void MappingDelivery::hand_over(Lane& lane, EventBatch batch, std::int64_t now_ms) {
  const auto& pending = lane_position(lane.shard.id).pending;
  lane.batch = BatchTry{batch.first_number(), batch.last_number(),
                        pending.empty() ? 0 : pending.front().attempts, lane.back_off.failures()};
  lane.first_attempt_ms = pending.empty() ? now_ms : pending.front().first_attempt_ms;
  const auto function = parts_.functions.find(mapping_.function_name);
  if (!function) {
    InvokeResult result;
    result.status = InvokeStatus::Unreachable;
    result.payload = fmt::format("there is no function {}", mapping_.function_name);
    settle(lane, result, now_ms);
    return;
  }
  lane.state = Lane::State::InFlight;
  lane.serial = ++last_serial_;
  Invocation invocation;
  invocation.event_json = batch.take_event_json();
  parts_.invoke(*function->runtime, std::move(invocation),
                InvocationTicket{mapping_.uuid, lane.shard.id, lane.serial});
}

void MappingDelivery::invocation_ended(const InvocationTicket& ticket, const InvokeResult& result,
                                       std::int64_t now_ms) {
  const auto lane = lanes_.find(ticket.shard_id);
  if (lane != lanes_.end() && lane->second.state == Lane::State::InFlight &&
      lane->second.serial == ticket.serial) {
    settle(lane->second, result, now_ms);
  }
}

void MappingDelivery::settle(Lane& lane, const InvokeResult& result, std::int64_t now_ms) {
  const BatchOutcome outcome = batch_outcome(mapping_, lane.batch, result);
  LanePosition& position = lane_position(lane.shard.id);
  const MappingPosition before = position_;
  position_.last_processing_result = outcome.processing_result;
  if (outcome.action == BatchAction::Retry) {
    if (outcome.attempts > 0) {
      position.pending = {PendingRange{
          lane.batch.last_number, outcome.attempts, lane.first_attempt_ms, result.request_id, {}}};
    }
    lane.back_off.wait(now_ms, outcome.delay_ms, outcome.reason);
    lane.state = Lane::State::BackingOff;
  } else {
    position.after_number = outcome.done_up_to;
    position.pending.clear();
    lane.back_off.succeed();
    lane.state = Lane::State::Ready;
  }
  if (position_ != before) {
    save_position(now_ms);
  }
}

void MappingDelivery::save_position(std::int64_t now_ms) {
  try {
    parts_.store.save_position(mapping_.uuid, position_);
    unsaved_ = false;
    save_back_off_.succeed();
  } catch (const std::exception& error) {
    unsaved_ = true;
    save_back_off_.fail(now_ms, error.what());
  }
}

std::optional<std::int64_t> MappingDelivery::next_due_ms() const {
  std::optional<std::int64_t> next;
  const auto consider = [&next](const BackOff& back_off) {
    next = std::min(next.value_or(INT64_MAX), back_off.due_ms());
  };
  if (unsaved_) {
    consider(save_back_off_);
  }
  if (mapping_.enabled && refresh_wanted_) {
    consider(refresh_back_off_);
  }
  if (mapping_.enabled && !unsaved_) {
    for (const auto& [id, lane] : lanes_) {
      if (lane.state == Lane::State::BackingOff) {
        consider(lane.back_off);
      }
    }
  }
  return next;
}

void MappingDelivery::describe(Unfinished& unfinished, const ServiceTime& time) const {
  const auto add = [&](bool in_motion, const std::string& what) {
    unfinished.lines.push_back(fmt::format("mapping {} ({} to {}), {}", mapping_.uuid,
                                           mapping_.table, mapping_.function_name, what));
    unfinished.lines_in_motion += in_motion ? 1 : 0;
  };
  if (unsaved_) {
    add(false, "saving its position failed, next try " + due_text(save_back_off_, time));
  }
  if (mapping_.enabled && refresh_wanted_) {
    add(false, "reading its stream failed, next try " + due_text(refresh_back_off_, time));
  }
  for (const auto& [id, lane] : lanes_) {
    const bool in_flight = lane.state == Lane::State::InFlight;
    if (in_flight || (mapping_.enabled && lane.state == Lane::State::BackingOff)) {
      add(in_flight, describe_lane(lane, time));
    }
  }
}

std::string MappingDelivery::describe_lane(const Lane& lane, const ServiceTime& time) const {
  if (lane.batch.last_number == 0) {
    return fmt::format("shard {}: reading its records failed, next try {}", lane.shard.id,
                       due_text(lane.back_off, time));
  }
  const auto shard = position_.shards.find(lane.shard.id);
  const bool tried = shard != position_.shards.end() && !shard->second.lanes.empty() &&
                     !shard->second.lanes.front().pending.empty();
  const bool in_flight = lane.state == Lane::State::InFlight;
  return fmt::format("shard {}, attempt {} of records {} to {} {}", lane.shard.id,
                     tried ? shard->second.lanes.front().pending.front().attempts + 1 : 1,
                     streams::sequence_number_text(lane.batch.first_number),
                     streams::sequence_number_text(lane.batch.last_number),
                     in_flight ? "is under way" : due_text(lane.back_off, time));
}

}  // namespace tombola::triggers
