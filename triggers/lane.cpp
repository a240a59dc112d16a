// The order of things: ranges that are pending come first, then the end of a tumbling window that
// is over, then new records.
#include "triggers/lane.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "dynamodb/limits.h"
#include "triggers/tumbling_window.h"

namespace tombola::triggers {
namespace {

// Room for the members of a window's event beside its state and its stream's ARN.
constexpr std::size_t window_members_bytes = 4096;

bool is_bucket(std::string_view destination_arn) {
  return destination_arn.find(":s3:") != std::string_view::npos;
}

}  // namespace

Lane::Lane(const LaneContext& context, streams::Shard shard, LaneSlice slice, LanePosition position)
    : context_(context),
      shard_(std::move(shard)),
      slice_(slice),
      position_(std::move(position)),
      back_off_(position_.pending.empty() ? 0 : position_.pending.front().attempts) {}

std::uint64_t Lane::reached() const {
  std::uint64_t number = std::max(position_.after_number, covers_to_);
  if (!position_.pending.empty()) {
    number = std::max(number, position_.pending.back().last_number);
  }
  return number;
}

void Lane::shard_changed(const streams::Shard& shard) {
  shard_ = shard;
  records_came();
}

void Lane::records_came() {
  if (state_ == State::AtEnd || state_ == State::Gathering) {
    state_ = State::Ready;
  }
}

void Lane::settings_changed() {
  gathering_.reset();
  records_came();
}

void Lane::stop_at(std::optional<std::uint64_t> number) {
  if (stop_at_ != number) {
    stop_at_ = number;
    if (state_ == State::AtBarrier) {
      state_ = State::Ready;
    }
    settings_changed();
  }
}

void Lane::clock_changed(std::int64_t now_ms) {
  back_off_.clock_changed(now_ms);
  if (gathering_since_ms_) {
    gathering_since_ms_ = std::min(*gathering_since_ms_, now_ms);
  }
}

bool Lane::ready(std::int64_t now_ms) {
  if (const auto due = due_ms(); due && now_ms >= *due) {
    state_ = State::Ready;
  }
  return state_ == State::Ready;
}

std::optional<std::int64_t> Lane::due_ms() const {
  switch (state_) {
    case State::BackingOff:
      return back_off_.due_ms();
    case State::Gathering:
      return gathered_until_ms();
    case State::AtEnd:
      return position_.window ? std::optional(position_.window->end_ms) : std::nullopt;
    default:
      return std::nullopt;
  }
}

// The batching window begins with the first record that is there once the function is free.
std::int64_t Lane::gathered_until_ms() const {
  const std::int64_t until_ms =
      *gathering_since_ms_ +
      context_.mapping.maximum_batching_window_in_seconds * std::int64_t{1000};
  return gathering_ && gathering_->window ? std::min(until_ms, gathering_->window->end_ms)
                                          : until_ms;
}

std::optional<LaneWork> Lane::step(std::int64_t now_ms) {
  try {
    return next_work(now_ms);
  } catch (const std::exception& error) {
    gathering_.reset();
    batch_ = BatchTry();
    attempt_counted_ = false;
    back_off_.fail(now_ms, error.what());
    state_ = State::BackingOff;
    return std::nullopt;
  }
}

std::optional<LaneWork> Lane::next_work(std::int64_t now_ms) {
  while (!position_.pending.empty()) {
    if (auto work = retry(now_ms)) {
      return work;
    }
  }
  const auto& window = position_.window;
  if (window && (window->terminated_early || context_.mapping.tumbling_window_in_seconds == 0)) {
    return final_invocation();
  }
  return gather(now_ms);
}

LaneReading Lane::start_reading(std::size_t records_max) const {
  const bool in_window = position_.window || context_.mapping.tumbling_window_in_seconds > 0;
  const std::size_t state_bytes = position_.window ? position_.window->state_json.size() : 0;
  const std::size_t reserved = in_window ? window_members_bytes + state_bytes : 0;
  return {EventBatch(context_.stream, records_max, limits::invocation_payload_bytes_max - reserved),
          position_.after_number, 0, ExpiredRecords(), position_.window};
}

// The first pending range, once more. Nothing: it is done with, none of its records are left.
std::optional<LaneWork> Lane::retry(std::int64_t now_ms) {
  const PendingRange range = position_.pending.front();
  LaneReading reading = start_reading(limits::batch_size_max);
  ReadBounds bounds{range.last_number, false, now_ms};
  ReadStop stop = ReadStop::TurnOver;
  while (stop == ReadStop::TurnOver) {
    stop = read_on(context_, shard_, slice_, bounds, reading);
  }
  if (!range.failure_record.empty()) {
    return report(std::move(reading.batch), now_ms);
  }
  if (reading.expired.count > 0) {
    discard_expired(reading.expired, now_ms);
    return std::nullopt;
  }
  if (reading.batch.empty() && reading.present == 0) {
    discard_trimmed(now_ms);
    return std::nullopt;
  }
  if (reading.batch.empty()) {
    // The filter is another now.
    position_.after_number = range.last_number;
    position_.pending.erase(position_.pending.begin());
    back_off_.succeed();
    return std::nullopt;
  }
  const std::uint64_t covers_to =
      stop == ReadStop::Full ? reading.batch.numbers().back() : range.last_number;
  return hand_over(std::move(reading), covers_to, now_ms);
}

std::optional<LaneWork> Lane::gather(std::int64_t now_ms) {
  if (!gathering_) {
    gathering_.emplace(start_reading(static_cast<std::size_t>(context_.mapping.batch_size)));
  }
  const ReadBounds bounds{stop_at_.value_or(UINT64_MAX),
                          context_.mapping.tumbling_window_in_seconds > 0, now_ms};
  const ReadStop stop = read_on(context_, shard_, slice_, bounds, *gathering_);
  if (gathering_->expired.count > 0) {
    const ExpiredRecords expired = gathering_->expired;
    gathering_.reset();
    discard_expired(expired, now_ms);
    state_ = State::Ready;
    return std::nullopt;
  }
  if (gathering_->batch.empty()) {
    return nothing_gathered(stop, now_ms);
  }
  if (!gathering_since_ms_) {
    gathering_since_ms_ = now_ms;
  }
  if (stop == ReadStop::TurnOver) {
    return std::nullopt;
  }
  if (stop == ReadStop::End && now_ms < gathered_until_ms()) {
    state_ = State::Gathering;
    return std::nullopt;
  }
  if (record_expired(context_.mapping, gathering_->batch.written_ms().front(), now_ms)) {
    gathering_.reset();  // it got too old while others were waited for: once more, without it
    return std::nullopt;
  }
  const std::uint64_t covers_to = gathering_->up_to;
  return hand_over(*std::exchange(gathering_, std::nullopt), covers_to, now_ms);
}

std::optional<LaneWork> Lane::nothing_gathered(ReadStop stop, std::int64_t now_ms) {
  position_.after_number = gathering_->up_to;
  gathering_.reset();
  gathering_since_ms_.reset();
  back_off_.succeed();
  if (stop == ReadStop::TurnOver) {
    return std::nullopt;
  }
  if (position_.window && (stop != ReadStop::End || now_ms >= position_.window->end_ms)) {
    return final_invocation();
  }
  state_ = stop == ReadStop::ShardEnd ? State::Drained
           : stop == ReadStop::Bound  ? State::AtBarrier
                                      : State::AtEnd;
  return std::nullopt;
}

LaneWork Lane::hand_over(LaneReading reading, std::uint64_t covers_to, std::int64_t now_ms) {
  gathering_since_ms_.reset();
  position_.window = reading.window;
  const bool pending = !position_.pending.empty();
  batch_ = BatchTry();
  batch_.numbers = reading.batch.numbers();
  batch_.in_window = position_.window.has_value();
  batch_.attempts = pending ? position_.pending.front().attempts : 0;
  batch_.failures = back_off_.failures();
  written_ms_ = reading.batch.written_ms();
  batch_.oldest_ms = written_ms_.front();
  covers_to_ = covers_to;
  first_attempt_ms_ = pending ? position_.pending.front().first_attempt_ms : now_ms;
  request_id_ = pending ? position_.pending.front().request_id : std::string();
  state_ = State::Invoking;
  return {reading.batch.take_event_json(window_json(false)), std::nullopt, batch_.numbers,
          batch_.attempts + 1};
}

LaneWork Lane::final_invocation() {
  batch_ = BatchTry();
  batch_.in_window = true;
  batch_.attempts = position_.window->final_attempts;
  batch_.failures = back_off_.failures();
  state_ = State::Invoking;
  return {EventBatch(context_.stream, 1).take_event_json(window_json(true)),
          std::nullopt,
          {},
          batch_.attempts + 1};
}

std::string Lane::window_json(bool is_final) const {
  return position_.window
             ? window_members({*position_.window, shard_.id, context_.stream.arn(), is_final})
             : std::string();
}

LaneWork Lane::report(EventBatch batch, std::int64_t now_ms) {
  FailureReport report;
  report.destination_arn = context_.mapping.on_failure_destination;
  report.mapping_uuid = context_.mapping.uuid;
  report.shard_id = shard_.id;
  report.time_ms = now_ms;
  report.record_json = position_.pending.front().failure_record;
  if (is_bucket(report.destination_arn)) {
    report.event_json = batch.take_event_json(window_json(false));
  }
  state_ = State::Reporting;
  return {{}, std::move(report)};
}

}  // namespace tombola::triggers
