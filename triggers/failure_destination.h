// Where a mapping's failure records go: the OnFailure destination of its DestinationConfig. A
// queue, a topic or a bucket that wants them is one class behind this interface.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tombola::triggers {

struct FailureReport {
  std::string destination_arn;
  std::string mapping_uuid;
  std::string shard_id;
  std::int64_t time_ms = 0;  // service clock
  std::string record_json;   // failure_record.h
  std::string event_json;    // what the function got; of a bucket's report only
};

class FailureDestination {
 public:
  virtual ~FailureDestination() = default;

  // Whether there is such a destination. Thread-safe, quick.
  virtual bool receives(std::string_view destination_arn) const = 0;

  // What went wrong, in one line for people; nothing when the report has arrived.
  using Done = std::function<void(std::optional<std::string> problem)>;
  // Never blocks and never throws. `done` is called exactly once, on any thread, within this call
  // at the earliest. A report that did not arrive is sent again.
  virtual void send(FailureReport report, Done done) = 0;
};

}  // namespace tombola::triggers
