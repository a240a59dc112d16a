#include "triggers/mapping_delivery.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>

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
