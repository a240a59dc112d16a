// One event source mapping at work: follows its table's streams, keeps the lanes of each shard, has
// done what they want done, and saves their positions.
//
// A state machine without threads of its own: the dispatcher calls it under its lock and tells it
// what happened; what is said to happen "now" is by the service clock. It never throws but where it
// says so: what storage refuses is tried again after a back-off, and nothing is handed over while a
// position is unsaved.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/catalog.h"
#include "storage/transaction_runner.h"
#include "streams/shard.h"
#include "triggers/back_off.h"
#include "triggers/event_filter.h"
#include "triggers/event_source_mapping.h"
#include "triggers/failure_destination.h"
#include "triggers/function_registry.h"
#include "triggers/lane.h"
#include "triggers/mapping_position.h"
#include "triggers/mapping_store.h"

namespace tombola::triggers {

// Names a lane's work for the way back of its result.
struct WorkTicket {
  std::string mapping_uuid;
  std::string shard_id;
  std::size_t lane = 0;
  std::uint64_t serial = 0;  // of the mapping
};

struct ServiceTime {
  std::int64_t now_ms = 0;
  bool frozen = false;
};

struct DeliveryParts {
  storage::TransactionRunner& transactions;
  storage::Catalog& catalog;
  FunctionRegistry& functions;
  MappingStore& store;
  FailureDestination* failures = nullptr;  // none: nothing here receives failure records
  // Invokes; the result comes back through invocation_ended, after this returned.
  std::function<void(LambdaRuntime&, Invocation, WorkTicket)> invoke;
  // Sends; the result comes back through report_ended, after this returned.
  std::function<void(FailureReport, WorkTicket)> report;
};

class MappingDelivery {
 public:
  // Throws FilterPatternError.
  MappingDelivery(const DeliveryParts& parts, EventSourceMapping mapping, MappingPosition position);

  // Throws FilterPatternError.
  void set_mapping(EventSourceMapping mapping);

  // The incarnation of the stream that it reads from, if it reads.
  std::optional<dynamodb::StreamId> stream() const;

  // Streams and shards may be others: refresh() when refresh_due(). A lane that finds its shard
  // closed asks for it, too: a write to a child may be heard of before its parent's end.
  void catalog_changed() { refresh_wanted_ = true; }
  bool refresh_due(std::int64_t now_ms) const;
  void refresh(std::int64_t now_ms);

  // There may be records past the lanes' positions.
  void records_came();
  void clock_changed(std::int64_t now_ms);
  // Starts whatever can start. May find that its stream is drained; then a refresh is due.
  void run(std::int64_t now_ms);
  // run() stopped for others to have their turn.
  bool turn_left() const { return turn_left_; }

  // Move the lane on and save the position; start nothing.
  void invocation_ended(const WorkTicket& ticket, const InvokeResult& result, std::int64_t now_ms);
  void report_ended(const WorkTicket& ticket, const std::optional<std::string>& problem,
                    std::int64_t now_ms);

  // Where it has got, if that is not saved: records that a filter passed over are not worth a write
  // each.
  void save_moves(std::int64_t now_ms);

  // When something waits for the service clock: the earliest.
  std::optional<std::int64_t> next_due_ms() const;

  // What stands between now and idleness, a line each. Of them lines_in_motion do not wait for the
  // service clock; lines_endless fail again and again and are tried without a bound.
  struct Unfinished {
    std::vector<std::string> lines;
    std::size_t lines_in_motion = 0;
    std::size_t lines_endless = 0;
  };
  void describe(Unfinished& unfinished, const ServiceTime& time) const;

 private:
  struct WorkingLane {
    Lane lane;
    std::uint64_t serial = 0;  // of its work
  };
  struct WorkingShard {
    streams::Shard shard;
    std::deque<WorkingLane> lanes;
    // The ParallelizationFactor has changed: the lanes stop here, then others take over.
    std::optional<std::uint64_t> barrier;

    bool drained() const;
    // All have stopped at the barrier, so others can take over.
    bool change_due() const;
    // It has ended, which was not known when it was listed.
    bool ended_unseen() const { return shard.open() && drained(); }
  };

  void follow_table(storage::Transaction& transaction, std::int64_t now_ms);
  bool stream_vanished(const std::vector<storage::StreamEntry>& streams) const;
  void follow_shards(const streams::ShardList& list);
  void forget_trimmed_shards(const streams::ShardList& list);
  void open_shard(const streams::Shard& shard);
  void open_lanes(WorkingShard& shard, std::vector<LanePosition> positions);
  void follow_factor(WorkingShard& shard);
  bool parent_drained(const WorkingShard& shard) const;
  void run_lane(WorkingLane& lane, WorkTicket ticket, std::int64_t now_ms);
  WorkingLane* find(const WorkTicket& ticket);
  MappingPosition position() const;
  void save_position(std::int64_t now_ms);

  // The mapping as it is followed: who debugs a function is given the time.
  EventSourceMapping as_followed(EventSourceMapping mapping) const;

  const DeliveryParts& parts_;
  EventSourceMapping mapping_;
  EventFilter filter_;
  MappingPosition position_;  // as it was saved last, or would have been
  std::optional<storage::StreamEntry> stream_;
  std::map<std::string, WorkingShard> shards_;  // by shard id, so parents before their children
  std::uint64_t last_serial_ = 0;
  bool turn_left_ = false;
  bool refresh_wanted_ = true;
  BackOff refresh_back_off_;
  bool unsaved_ = false;
  BackOff save_back_off_;
};

}  // namespace tombola::triggers
