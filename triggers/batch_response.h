// What a function answered, as AWS reads it under the mapping's settings. Pure.
//
// Without ReportBatchItemFailures and without a tumbling window the answer does not matter:
// whatever it is, JSON or not, the batch is done.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triggers/event_source_mapping.h"

namespace tombola::triggers {

struct BatchResponse {
  enum class Verdict {
    Done,
    PartlyDone,  // the records before `failed_from` are done
    Failed,      // none of it is, as if the function had thrown
  };
  Verdict verdict = Verdict::Done;
  std::uint64_t failed_from = 0;  // the lowest number among those that were reported
  std::string reason;             // PartlyDone and Failed: for people
  // Of an invocation within a tumbling window, unless it failed: what the next one gets.
  std::optional<std::string> state_json;
};

// `numbers`: of the batch's records. `in_window`: the event had a tumbling window's state.
BatchResponse read_batch_response(const EventSourceMapping& mapping,
                                  const std::vector<std::uint64_t>& numbers, bool in_window,
                                  std::string_view payload);

}  // namespace tombola::triggers
