// Pushes stream batches into functions: no polling. A commit nudges the mappings of its stream; a
// lane (mapping x shard x slice of its keys) reads after its position, invokes, and batch_outcome
// decides what follows.
// At least once, in order, never lost: positions are saved with what they stand for.
//
// The work is done on the event loop given; the public functions may be called from any thread. A
// nudge is only a hint: whoever misses it finds the record by its position, after a crash too.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/event_loop.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"
#include "triggers/event_source_mapping.h"
#include "triggers/failure_destination.h"
#include "triggers/function_registry.h"
#include "triggers/idle_report.h"
#include "triggers/mapping_store.h"

namespace tombola::triggers {

// All of them outlive the dispatcher.
struct DispatcherParts {
  http::EventLoop& loop;
  storage::TransactionRunner& transactions;
  storage::Catalog& catalog;
  storage::ServiceClock& service_clock;
  FunctionRegistry& functions;
  FailureDestination* failures = nullptr;  // none: nothing here receives failure records
};

class Dispatcher : public storage::ChangeListener {
 public:
  explicit Dispatcher(DispatcherParts parts);
  // As stop() without grace.
  ~Dispatcher() override;

  // The mappings that the command line asks for, by their UUIDs. Those are made, or enabled again
  // at their place; mappings that came from a flag and are not among them are disabled, their place
  // kept. LATEST is as of this call. Throws EngineError, and std::runtime_error on rows that this
  // build cannot read and on an OnFailure destination that nothing here is.
  void declare_flag_mappings(const std::vector<EventSourceMapping>& mappings);

  // Makes the mapping, or changes it: its place and StartingPosition stay. LATEST is as of this
  // call. Requires that no rule is broken (broken_rule). Throws as declare_flag_mappings does.
  void put_mapping(const EventSourceMapping& mapping);
  // Makes the mapping, unless there is one of the same source and function: gives that one's UUID,
  // and has changed nothing. Otherwise as put_mapping.
  std::optional<std::string> make_mapping(const EventSourceMapping& mapping);
  // Has `edit` change the mapping as it is by then; what that throws changes nothing. False: there
  // is none. Otherwise as put_mapping.
  bool change_mapping(std::string_view uuid, const MappingStore::Edit& edit);
  // Forgets it and its place; an invocation under way ends unheard. False: there is none.
  bool erase_mapping(std::string_view uuid);
  // What is stored: places may be a little behind, never ahead. In the order of UUIDs.
  std::vector<MappingStore::Stored> mappings();

  // Begins to deliver: whatever is behind starts at once. Throws as declare_flag_mappings does.
  void start();
  // Takes no new batch; invocations under way may end within `grace`. When it returns nothing is
  // read, written or invoked any more, and results that come later are dropped: their records are
  // delivered again after the next start. Not from the loop's own threads.
  void stop(std::chrono::milliseconds grace);

  // Calls `done` on the loop, once: idle, as soon as every enabled mapping has read to the end of
  // its stream and nothing is in flight or due for retry; not idle, as soon as it is as `until`
  // says, when `timeout` of real time has passed (zero: now), or when the dispatcher stops. Counts
  // every write that was acknowledged before the call.
  void when_idle(std::chrono::milliseconds timeout, std::function<void(IdleReport)> done,
                 WaitUntil until = WaitUntil::Stuck);

  // ChangeListener, on the writer's thread: an atomic operation, and a wake-up of the loop if none
  // is on its way.
  void changes_committed(dynamodb::StreamId stream, const storage::CommitReceipt& receipt) override;
  void catalog_changed() override;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tombola::triggers
