// What becomes of a lane when its work has ended, and how that is told.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "triggers/failure_record.h"
#include "triggers/lane.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::triggers {

std::string Lane::invocation_ended(const InvokeResult& result, std::int64_t now_ms) {
  batch_.ended_ms = now_ms;
  if (!result.request_id.empty()) {
    request_id_ = result.request_id;
  }
  executed_version_ = result.executed_version;
  attempt_counted_ = result.status != InvokeStatus::Unreachable;
  const BatchOutcome outcome = batch_outcome(context_.mapping, batch_, result);
  if (batch_.numbers.empty()) {
    settle_final(outcome, now_ms);
  } else {
    settle_batch(outcome, now_ms);
  }
  return outcome.processing_result;
}

// Given up or not, the window is over. There is no batch in it that could be reported.
void Lane::settle_final(const BatchOutcome& outcome, std::int64_t now_ms) {
  if (outcome.action == BatchAction::Retry) {
    position_.window->final_attempts = outcome.attempts;
    return back_off(now_ms, outcome.delay_ms, outcome.reason);
  }
  position_.window.reset();
  back_off_.succeed();
  state_ = State::Ready;
}

void Lane::settle_batch(const BatchOutcome& outcome, std::int64_t now_ms) {
  if (outcome.state_json && position_.window) {
    position_.window->state_json = *outcome.state_json;
    position_.window->terminated_early =
        outcome.state_json->size() > limits::window_state_bytes_max;
  }
  std::vector<PendingRange>& pending = position_.pending;
  if (!pending.empty() && covers_to_ >= pending.front().last_number) {
    pending.erase(pending.begin());
  }
  if (outcome.done_count > 0) {
    position_.after_number = batch_.numbers[outcome.done_count - 1];
  }
  if (outcome.action == BatchAction::Retry) {
    const std::vector<PendingRange> left = ranges_left(outcome);
    pending.insert(pending.begin(), left.begin(), left.end());
    covers_to_ = 0;
    if (!outcome.split) {
      return back_off(now_ms, outcome.delay_ms, outcome.reason);
    }
  } else if (outcome.action == BatchAction::Discard) {
    discard(outcome, now_ms);
  } else {
    position_.after_number = covers_to_;
  }
  back_off_.succeed();
  state_ = State::Ready;
}

std::vector<PendingRange> Lane::ranges_left(const BatchOutcome& outcome) const {
  std::vector<PendingRange> ranges;
  std::size_t begin = outcome.done_count;
  for (const BatchOutcome::Part& part : outcome.left) {
    const auto last = std::find(batch_.numbers.begin(), batch_.numbers.end(), part.last_number);
    const auto end = static_cast<std::size_t>(last - batch_.numbers.begin()) + 1;
    PendingRange range{part.last_number, part.attempts, first_attempt_ms_, request_id_, {}, {}};
    range.records = {end - begin, batch_.numbers[begin], written_ms_[begin], written_ms_[end - 1]};
    ranges.push_back(std::move(range));
    begin = end;
  }
  return ranges;
}

void Lane::discard(const BatchOutcome& outcome, std::int64_t now_ms) {
  if (context_.mapping.on_failure_destination.empty()) {
    position_.after_number = covers_to_;
    return;
  }
  FailedBatch failed;
  failed.request_id = request_id_;
  failed.function_arn = context_.mapping.function_arn();
  failed.executed_version = executed_version_;
  failed.invoke_count = outcome.attempts;
  failed.function_error = outcome.function_error;
  failed.shard_id = shard_.id;
  failed.first_number = batch_.numbers[outcome.done_count];
  failed.last_number = batch_.last_number();
  failed.first_written_ms = written_ms_[outcome.done_count];
  failed.last_written_ms = written_ms_.back();
  failed.size = batch_.numbers.size() - outcome.done_count;
  failed.stream_arn = context_.stream.arn();
  failed.failed_ms = now_ms;
  position_.pending.insert(position_.pending.begin(), {failed.last_number,
                                                       outcome.attempts,
                                                       first_attempt_ms_,
                                                       request_id_,
                                                       failure_record_json(failed),
                                                       {}});
}

// The first pending range, though it failed again and again: nobody can read it any more. What is
// told of it is what was noted when it was handed over.
void Lane::discard_trimmed(std::int64_t now_ms) {
  PendingRange& range = position_.pending.front();
  back_off_.succeed();
  if (context_.mapping.on_failure_destination.empty() || range.records.count == 0) {
    position_.after_number = range.last_number;
    position_.pending.erase(position_.pending.begin());
    return;
  }
  FailedBatch failed = too_old(range, now_ms);
  failed.first_number = range.records.first_number;
  failed.last_number = range.last_number;
  failed.first_written_ms = range.records.first_written_ms;
  failed.last_written_ms = range.records.last_written_ms;
  failed.size = range.records.count;
  range.failure_record = failure_record_json(failed);
}

// A batch that is given up for its age, but for what records it had.
FailedBatch Lane::too_old(const PendingRange& range, std::int64_t now_ms) const {
  FailedBatch failed;
  failed.condition = FailureCondition::RecordAgeExceeded;
  failed.request_id = range.request_id.empty() ? new_request_id() : range.request_id;
  failed.function_arn = context_.mapping.function_arn();
  failed.invoke_count = range.attempts;
  failed.shard_id = shard_.id;
  failed.stream_arn = context_.stream.arn();
  failed.failed_ms = now_ms;
  return failed;
}

void Lane::discard_expired(const ExpiredRecords& expired, std::int64_t now_ms) {
  std::vector<PendingRange>& pending = position_.pending;
  PendingRange given_up{expired.last_number, 0, now_ms, {}, {}, {}};
  if (!pending.empty()) {
    given_up.attempts = pending.front().attempts;
    given_up.request_id = pending.front().request_id;
    if (pending.front().last_number <= expired.last_number) {
      pending.erase(pending.begin());
    }
  }
  back_off_.succeed();
  if (context_.mapping.on_failure_destination.empty()) {
    position_.after_number = expired.last_number;
    return;
  }
  FailedBatch failed = too_old(given_up, now_ms);
  failed.first_number = expired.first_number;
  failed.last_number = expired.last_number;
  failed.first_written_ms = expired.first_written_ms;
  failed.last_written_ms = expired.last_written_ms;
  failed.size = expired.count;
  given_up.failure_record = failure_record_json(failed);
  pending.insert(pending.begin(), std::move(given_up));
}

void Lane::report_ended(const std::optional<std::string>& problem, std::int64_t now_ms) {
  if (problem) {
    const std::int64_t delay_ms = back_off_ms(back_off_.failures() + 1);
    attempt_counted_ = false;
    return back_off(now_ms, delay_ms,
                    fmt::format("its failure record does not reach {}: {}",
                                context_.mapping.on_failure_destination, *problem));
  }
  position_.after_number = position_.pending.front().last_number;
  position_.pending.erase(position_.pending.begin());
  back_off_.succeed();
  state_ = State::Ready;
}

void Lane::back_off(std::int64_t now_ms, std::int64_t delay_ms, std::string reason) {
  back_off_.wait(now_ms, delay_ms, std::move(reason));
  state_ = State::BackingOff;
}

std::optional<Lane::Unfinished> Lane::unfinished(std::int64_t now_ms, bool clock_frozen) const {
  const bool idle = state_ == State::Drained || state_ == State::AtBarrier ||
                    (state_ == State::AtEnd && !position_.window);
  if (idle) {
    return std::nullopt;
  }
  return Unfinished{fmt::format("shard {}{}{}", shard_.id,
                                slice_.count > 1 ? fmt::format(" lane {}", slice_.index + 1) : "",
                                describe(now_ms, clock_frozen)),
                    !due_ms(), back_off_.endless() && retries_unbounded()};
}

// A function that cannot be reached, a destination or a log that fails use up no retry.
bool Lane::retries_unbounded() const {
  const EventSourceMapping& mapping = context_.mapping;
  const bool unbounded = mapping.maximum_retry_attempts < 0 || !attempt_counted_;
  return state_ == State::BackingOff && unbounded && mapping.maximum_record_age_in_seconds < 0;
}

std::string Lane::describe(std::int64_t now_ms, bool clock_frozen) const {
  const std::string due =
      due_ms() ? fmt::format("due in {} ms{}", std::max<std::int64_t>(0, *due_ms() - now_ms),
                             clock_frozen ? " (the clock is frozen)" : "")
               : std::string();
  if (state_ == State::Ready) {
    return " has records to read";
  }
  if (state_ == State::AtEnd) {
    return fmt::format(": the end of its tumbling window, {}", due);
  }
  if (state_ == State::Gathering) {
    return fmt::format(": a batch of {} so far, {}", gathering_->batch.size(), due);
  }
  const bool waits = state_ == State::BackingOff;
  const std::string then = waits ? fmt::format("{}: {}", due, back_off_.reason()) : "is under way";
  if (!position_.pending.empty() && !position_.pending.front().failure_record.empty()) {
    return fmt::format(", the failure record of records up to {} {}",
                       streams::sequence_number_text(position_.pending.front().last_number), then);
  }
  if (batch_.numbers.empty()) {
    return batch_.in_window
               ? fmt::format(", attempt {} of the end of its tumbling window {}",
                             position_.window ? position_.window->final_attempts + 1 : 1, then)
               : fmt::format(": reading its records failed, next try {}", then);
  }
  const bool tried = !position_.pending.empty();
  return fmt::format(", attempt {} of records {} to {} {}",
                     tried ? position_.pending.front().attempts + 1 : 1,
                     streams::sequence_number_text(batch_.first_number()),
                     streams::sequence_number_text(batch_.last_number()), then);
}

}  // namespace tombola::triggers
