// What follows from an invocation's result: the one place that knows AWS's rules for going on,
// trying again, splitting and giving up. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "triggers/event_source_mapping.h"
#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

// The batch that was handed to the function, and its history.
struct BatchTry {
  // Of its records, ascending. None: the final invocation of a tumbling window.
  std::vector<std::uint64_t> numbers;
  bool in_window = false;      // the event had a tumbling window's state
  int attempts = 0;            // that reached the function before this one
  int failures = 0;            // in a row before this one, those that did not reach it included
  std::int64_t oldest_ms = 0;  // when its first record was written
  std::int64_t ended_ms = 0;   // when the result came

  std::uint64_t first_number() const { return numbers.empty() ? 0 : numbers.front(); }
  std::uint64_t last_number() const { return numbers.empty() ? 0 : numbers.back(); }
};

enum class BatchAction {
  Advance,  // the batch is done
  Retry,    // what is left of it again, after a delay
  Discard,  // no retries are left: what is left counts as done without having succeeded
};

struct BatchOutcome {
  BatchAction action = BatchAction::Advance;
  // So many of its first records are done.
  std::size_t done_count = 0;
  // Attempts that reached the function, this one included.
  int attempts = 0;
  // Retry: what is left, in order; two parts after a bisection.
  struct Part {
    std::uint64_t last_number = 0;
    int attempts = 0;
    bool operator==(const Part&) const = default;
  };
  std::vector<Part> left;
  // Retry: by the service clock.
  std::int64_t delay_ms = 0;
  // Retry: the batch was split, so the next failure is the first of its kind.
  bool split = false;
  // Retry and Discard: for people, at most limits::reason_bytes_max.
  std::string reason;
  // Discard: the function threw; false when it reported failures in an answer of its own.
  bool function_error = false;
  // In a tumbling window, unless the invocation failed: the new state.
  std::optional<std::string> state_json;
  // AWS's LastProcessingResult.
  std::string processing_result;
};

// MaximumRetryAttempts counts retries, so a batch is handed over that many times plus one. Only
// attempts that reached the function count, and those that split the batch do not. -1: until the
// records are trimmed, or older than MaximumRecordAgeInSeconds.
BatchOutcome batch_outcome(const EventSourceMapping& mapping, const BatchTry& batch,
                           const InvokeResult& result);

// Whether a record that was written then is too old for the mapping's MaximumRecordAgeInSeconds.
bool record_expired(const EventSourceMapping& mapping, std::int64_t written_ms,
                    std::int64_t now_ms);

}  // namespace tombola::triggers
