// One event source mapping at work: follows its table's streams, keeps a lane for each shard, reads
// batches, hands them over and moves the position as batch_outcome says.
//
// A state machine without threads of its own: the dispatcher calls it under its lock and tells it
// what happened; what is said to happen "now" is by the service clock. It never throws: what
// storage refuses is tried again after a back-off, and nothing is handed over while a position is
// unsaved.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/catalog.h"
#include "storage/transaction_runner.h"
#include "streams/shard.h"
#include "triggers/back_off.h"
#include "triggers/batch_outcome.h"
#include "triggers/event_batch.h"
#include "triggers/event_source_mapping.h"
#include "triggers/function_registry.h"
#include "triggers/mapping_store.h"

namespace tombola::triggers {

// Names an invocation for the way back.
struct InvocationTicket {
  std::string mapping_uuid;
  std::string shard_id;
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
  // Invokes; the result comes back through invocation_ended, after this returned.
  std::function<void(LambdaRuntime&, Invocation, InvocationTicket)> invoke;
};

class MappingDelivery {
 public:
  MappingDelivery(const DeliveryParts& parts, EventSourceMapping mapping, MappingPosition position);

  void set_mapping(EventSourceMapping mapping);

  // The incarnation of the stream that it reads from, if it reads.
  std::optional<dynamodb::StreamId> stream() const;

  // Streams and shards may be others: refresh() when refresh_due().
  void catalog_changed() { refresh_wanted_ = true; }
  bool refresh_due(std::int64_t now_ms) const;
  void refresh(std::int64_t now_ms);

  // There may be records past the lanes' positions.
  void records_came();
  void clock_changed(std::int64_t now_ms);
  // Starts whatever can start. May find that its stream is drained; then a refresh is due.
  void run(std::int64_t now_ms);

  // Moves the lane on and saves the position; starts nothing.
  void invocation_ended(const InvocationTicket& ticket, const InvokeResult& result,
                        std::int64_t now_ms);

  // When something waits for the service clock: the earliest.
  std::optional<std::int64_t> next_due_ms() const;

  // What stands between now and idleness, a line each; lines_in_motion counts those that do not
  // wait for the service clock.
  struct Unfinished {
    std::vector<std::string> lines;
    std::size_t lines_in_motion = 0;
  };
  void describe(Unfinished& unfinished, const ServiceTime& time) const;

 private:
  // One shard of the stream. At most one batch of it is under way.
  struct Lane {
    enum class State {
      Ready,       // there may be something to read
      AtEnd,       // everything there is has been delivered
      InFlight,    // `batch` is with the function
      BackingOff,  // until back_off is due
      Drained,     // the shard is closed and all of it delivered
    };
    streams::Shard shard;
    State state = State::Ready;
    BackOff back_off;
    BatchTry batch;  // the last one read; its numbers are 0 when reading failed
    std::int64_t first_attempt_ms = 0;
    std::uint64_t serial = 0;
  };

  void follow_table(storage::Transaction& transaction);
  void open_lane(const streams::Shard& shard);
  LanePosition& lane_position(const std::string& shard_id);
  bool parent_drained(const Lane& lane) const;
  void step(Lane& lane, std::int64_t now_ms);
  struct Reading {
    EventBatch batch;
    std::uint64_t up_to = 0;  // of an empty batch: what has been looked at
  };
  Reading read_batch(const Lane& lane, const LanePosition& position, std::int64_t now_ms);
  void hand_over(Lane& lane, EventBatch batch, std::int64_t now_ms);
  void settle(Lane& lane, const InvokeResult& result, std::int64_t now_ms);
  void save_position(std::int64_t now_ms);
  std::string describe_lane(const Lane& lane, const ServiceTime& time) const;

  const DeliveryParts& parts_;
  EventSourceMapping mapping_;
  MappingPosition position_;
  std::optional<storage::StreamEntry> stream_;
  std::map<std::string, Lane> lanes_;  // by shard id, so parents before their children
  std::uint64_t last_serial_ = 0;
  bool refresh_wanted_ = true;
  BackOff refresh_back_off_;
  bool unsaved_ = false;
  BackOff save_back_off_;
};

}  // namespace tombola::triggers
