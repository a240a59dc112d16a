// One lane of an event source mapping: the records of a slice of one shard, in order, one batch at
// a time. Reads, gathers, says what is to be done, and moves on as batch_outcome decides.
//
// A state machine without threads of its own. "Now" is always the service clock's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "triggers/back_off.h"
#include "triggers/batch_outcome.h"
#include "triggers/failure_destination.h"
#include "triggers/failure_record.h"
#include "triggers/lane_reader.h"

namespace tombola::triggers {

// What a lane wants done. Its result comes back through Lane::invocation_ended or report_ended.
struct LaneWork {
  std::string event_json;                   // for the function, unless there is
  std::optional<FailureReport> report;      // one for the failure destination
  std::vector<std::uint64_t> numbers = {};  // of the event's records
  int attempt = 1;                          // that reaches the function, if this one does
};

class Lane {
 public:
  // Goes on from `position`.
  Lane(const LaneContext& context, streams::Shard shard, LaneSlice slice, LanePosition position);

  const LanePosition& position() const { return position_; }
  // Everything of the closed shard is done.
  bool drained() const { return state_ == State::Drained; }
  // Everything up to stop_at() is done.
  bool stopped() const { return state_ == State::AtBarrier || state_ == State::Drained; }
  // The last record that was handed over or done.
  std::uint64_t reached() const;

  void shard_changed(const streams::Shard& shard);  // it may be closed now
  void records_came();                              // there may be some past the position
  void settings_changed();                          // of the mapping
  // Nothing beyond this number; none: no such bound any more.
  void stop_at(std::optional<std::uint64_t> number);
  void clock_changed(std::int64_t now_ms);

  // Whether step() has something to do.
  bool ready(std::int64_t now_ms);
  // Reads on. When storage refuses, it backs off; nothing is thrown.
  std::optional<LaneWork> step(std::int64_t now_ms);

  // What came of the work, with AWS's LastProcessingResult.
  std::string invocation_ended(const InvokeResult& result, std::int64_t now_ms);
  // No problem: it has arrived.
  void report_ended(const std::optional<std::string>& problem, std::int64_t now_ms);

  // When the service clock makes something due.
  std::optional<std::int64_t> due_ms() const;

  // What it still has to do, in a line; nothing when that is nothing. In motion: does not wait for
  // the service clock.
  struct Unfinished {
    std::string what;
    bool in_motion = false;
    bool endless = false;  // it failed again and again, and nothing bounds its retries
  };
  std::optional<Unfinished> unfinished(std::int64_t now_ms, bool clock_frozen) const;

 private:
  enum class State {
    Ready,       // there may be something to read
    AtEnd,       // everything there is has been looked at
    Gathering,   // until the batching window ends
    Invoking,    // `batch_` is with the function
    Reporting,   // a failure record is on its way
    BackingOff,  // until back_off_ is due
    AtBarrier,
    Drained,
  };

  std::optional<LaneWork> next_work(std::int64_t now_ms);
  std::optional<LaneWork> retry(std::int64_t now_ms);
  std::optional<LaneWork> gather(std::int64_t now_ms);
  std::optional<LaneWork> nothing_gathered(ReadStop stop, std::int64_t now_ms);
  LaneWork hand_over(LaneReading reading, std::uint64_t covers_to, std::int64_t now_ms);
  LaneWork final_invocation();
  LaneWork report(EventBatch batch, std::int64_t now_ms);
  LaneReading start_reading(std::size_t records_max) const;
  std::string window_json(bool is_final) const;
  std::int64_t gathered_until_ms() const;

  void settle_final(const BatchOutcome& outcome, std::int64_t now_ms);
  void settle_batch(const BatchOutcome& outcome, std::int64_t now_ms);
  void discard(const BatchOutcome& outcome, std::int64_t now_ms);
  std::vector<PendingRange> ranges_left(const BatchOutcome& outcome) const;
  void discard_trimmed(std::int64_t now_ms);
  FailedBatch too_old(const PendingRange& range, std::int64_t now_ms) const;
  void discard_expired(const ExpiredRecords& expired, std::int64_t now_ms);
  void back_off(std::int64_t now_ms, std::int64_t delay_ms, std::string reason);
  std::string describe(std::int64_t now_ms, bool clock_frozen) const;
  bool retries_unbounded() const;

  const LaneContext context_;
  streams::Shard shard_;
  const LaneSlice slice_;
  LanePosition position_;
  std::optional<std::uint64_t> stop_at_;
  State state_ = State::Ready;
  BackOff back_off_;

  std::optional<LaneReading> gathering_;
  std::optional<std::int64_t> gathering_since_ms_;

  BatchTry batch_;                        // the last one handed over
  std::vector<std::int64_t> written_ms_;  // of its records
  std::uint64_t covers_to_ = 0;           // done with it, everything up to here is
  std::int64_t first_attempt_ms_ = 0;
  std::string request_id_;  // of the last invocation
  std::string executed_version_;
  bool attempt_counted_ = false;  // the last failure used up a retry
};

}  // namespace tombola::triggers
