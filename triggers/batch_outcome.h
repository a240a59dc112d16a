// What follows from an invocation's result: the one place that knows AWS's rules for going on,
// trying again and giving up. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "triggers/event_source_mapping.h"
#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

// The batch that was handed to the function, and its history.
struct BatchTry {
  std::uint64_t first_number = 0;
  std::uint64_t last_number = 0;
  int attempts = 0;  // that reached the function before this one
  int failures = 0;  // in a row before this one, those that did not reach it included
};

enum class BatchAction {
  Advance,  // the batch is done
  Retry,    // the same records again, after a delay
  Discard,  // no retries are left: the batch counts as done without having succeeded
};

struct BatchOutcome {
  BatchAction action = BatchAction::Advance;
  // Advance and Discard: records up to here are done.
  std::uint64_t done_up_to = 0;
  // Attempts that reached the function, this one included.
  int attempts = 0;
  // Retry: by the service clock.
  std::int64_t delay_ms = 0;
  // Retry and Discard: for people, at most limits::reason_bytes_max.
  std::string reason;
  // AWS's LastProcessingResult.
  std::string processing_result;
};

// MaximumRetryAttempts counts retries, so a batch is handed over that many times plus one; only
// attempts that reached the function count. -1: until the records are trimmed.
BatchOutcome batch_outcome(const EventSourceMapping& mapping, const BatchTry& batch,
                           const InvokeResult& result);

}  // namespace tombola::triggers
