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

InvokeResult no_function(const std::string& name) {
  InvokeResult result;
  result.status = InvokeStatus::Unreachable;
  result.payload = fmt::format("there is no function {}", name);
  return result;
}

}  // namespace

MappingDelivery::MappingDelivery(const DeliveryParts& parts, EventSourceMapping mapping,
                                 MappingPosition position)
    : parts_(parts),
      mapping_(as_followed(std::move(mapping))),
      filter_(mapping_.filter_patterns),
      position_(std::move(position)) {}

void MappingDelivery::set_mapping(EventSourceMapping mapping) {
  filter_ = EventFilter(mapping.filter_patterns);
  mapping_ = as_followed(std::move(mapping));
  for (auto& [id, shard] : shards_) {
    for (WorkingLane& working : shard.lanes) {
      working.lane.settings_changed();
    }
  }
  refresh_wanted_ = true;
}

EventSourceMapping MappingDelivery::as_followed(EventSourceMapping mapping) const {
  const auto function = parts_.functions.find(parts_.functions.name_of(
      mapping.name_space, mapping.function_name, mapping.function_qualifier));
  if (function && function->function.inspect_port != 0) {
    mapping.maximum_record_age_in_seconds = -1;
  }
  return mapping;
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

void MappingDelivery::records_came() {
  for (auto& [id, shard] : shards_) {
    for (WorkingLane& working : shard.lanes) {
      working.lane.records_came();
    }
  }
}

void MappingDelivery::clock_changed(std::int64_t now_ms) {
  refresh_back_off_.clock_changed(now_ms);
  save_back_off_.clock_changed(now_ms);
  for (auto& [id, shard] : shards_) {
    for (WorkingLane& working : shard.lanes) {
      working.lane.clock_changed(now_ms);
    }
  }
}

void MappingDelivery::run(std::int64_t now_ms) {
  turn_left_ = false;
  if (unsaved_ && save_back_off_.due(now_ms)) {
    save_position(now_ms);
  }
  if (!mapping_.enabled || unsaved_ || !stream_) {
    return;
  }
  bool drained = true;
  for (auto& [id, shard] : shards_) {
    follow_factor(shard);
    if (parent_drained(shard)) {
      for (std::size_t index = 0; index < shard.lanes.size(); ++index) {
        run_lane(shard.lanes[index], {mapping_.uuid, id, index, 0}, now_ms);
        turn_left_ = turn_left_ || shard.lanes[index].lane.ready(now_ms);
      }
      // Now that its lanes have stopped others can start.
      turn_left_ = turn_left_ || shard.change_due();
    }
    drained = drained && shard.drained();
    refresh_wanted_ = refresh_wanted_ || shard.ended_unseen();
  }
  if (drained && stream_->descriptor.disabled_ms) {
    position_.stream_done = true;
    refresh_wanted_ = true;
  }
}

void MappingDelivery::run_lane(WorkingLane& working, WorkTicket ticket, std::int64_t now_ms) {
  if (!working.lane.ready(now_ms)) {
    return;
  }
  std::optional<LaneWork> work = working.lane.step(now_ms);
  if (!work) {
    return;
  }
  ticket.serial = working.serial = ++last_serial_;
  if (work->report) {
    return parts_.report(std::move(*work->report), std::move(ticket));
  }
  const std::string name = parts_.functions.name_of(mapping_.name_space, mapping_.function_name,
                                                    mapping_.function_qualifier);
  const auto function = parts_.functions.find(name);
  if (!function) {
    return invocation_ended(ticket, no_function(name), now_ms);
  }
  Invocation invocation;
  invocation.event_json = std::move(work->event_json);
  invocation.function_arn = mapping_.function_arn();
  invocation.cause = {InvocationCause::Source::EventSourceMapping, work->attempt, mapping_.uuid,
                      ticket.shard_id, std::move(work->numbers)};
  parts_.invoke(*function->runtime, std::move(invocation), std::move(ticket));
}

MappingDelivery::WorkingLane* MappingDelivery::find(const WorkTicket& ticket) {
  const auto shard = shards_.find(ticket.shard_id);
  if (shard == shards_.end() || ticket.lane >= shard->second.lanes.size()) {
    return nullptr;
  }
  WorkingLane& working = shard->second.lanes[ticket.lane];
  return working.serial == ticket.serial ? &working : nullptr;
}

void MappingDelivery::invocation_ended(const WorkTicket& ticket, const InvokeResult& result,
                                       std::int64_t now_ms) {
  if (WorkingLane* working = find(ticket)) {
    working->serial = 0;
    std::string processing_result = working->lane.invocation_ended(result, now_ms);
    MappingPosition moved = position();
    moved.last_processing_result = std::move(processing_result);
    if (moved != position_) {
      position_ = std::move(moved);
      save_position(now_ms);
    }
  }
}

void MappingDelivery::report_ended(const WorkTicket& ticket,
                                   const std::optional<std::string>& problem, std::int64_t now_ms) {
  if (WorkingLane* working = find(ticket)) {
    working->serial = 0;
    working->lane.report_ended(problem, now_ms);
    save_moves(now_ms);
  }
}

void MappingDelivery::save_moves(std::int64_t now_ms) {
  MappingPosition moved = position();
  if (moved != position_) {
    position_ = std::move(moved);
    save_position(now_ms);
  }
}

MappingPosition MappingDelivery::position() const {
  MappingPosition moved = position_;
  for (const auto& [id, shard] : shards_) {
    std::vector<LanePosition>& lanes = moved.shards[id].lanes;
    lanes.clear();
    for (const WorkingLane& working : shard.lanes) {
      lanes.push_back(working.lane.position());
    }
  }
  return moved;
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
  const auto consider = [&next](std::int64_t due_ms) {
    next = std::min(next.value_or(INT64_MAX), due_ms);
  };
  if (unsaved_) {
    consider(save_back_off_.due_ms());
  }
  if (mapping_.enabled && refresh_wanted_) {
    consider(refresh_back_off_.due_ms());
  }
  if (mapping_.enabled && !unsaved_) {
    for (const auto& [id, shard] : shards_) {
      for (const WorkingLane& working : shard.lanes) {
        if (const auto due_ms = working.lane.due_ms()) {
          consider(*due_ms);
        }
      }
    }
  }
  return next;
}

void MappingDelivery::describe(Unfinished& unfinished, const ServiceTime& time) const {
  const auto add = [&](const Lane::Unfinished& one) {
    unfinished.lines.push_back(fmt::format("mapping {} ({} to {}), {}", mapping_.uuid,
                                           mapping_.table, mapping_.function_name, one.what));
    unfinished.lines_in_motion += one.in_motion ? 1 : 0;
    unfinished.lines_endless += one.endless ? 1 : 0;
  };
  if (unsaved_) {
    add({"saving its position failed, next try " + due_text(save_back_off_, time), false,
         save_back_off_.endless()});
  }
  if (mapping_.enabled && refresh_wanted_) {
    add({"reading its stream failed, next try " + due_text(refresh_back_off_, time), false,
         refresh_back_off_.endless()});
  }
  for (const auto& [id, shard] : shards_) {
    if (mapping_.enabled && !unsaved_ && shard.change_due()) {
      add({fmt::format("shard {}: other lanes take over", id), true, false});
    }
    for (const WorkingLane& working : shard.lanes) {
      // Of a disabled mapping only what is under way still ends; a child waits for its parent.
      const auto what = working.lane.unfinished(time.now_ms, time.frozen);
      const bool counts = working.serial != 0 || (mapping_.enabled && parent_drained(shard) &&
                                                  !(unsaved_ && what && what->in_motion));
      if (what && counts) {
        add(*what);
      }
    }
  }
}

}  // namespace tombola::triggers
