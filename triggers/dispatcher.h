// Pushes stream batches into functions: no polling. A commit nudges the mappings of its stream; a
// lane (mapping x shard) reads after its position, invokes, and batch_outcome decides what follows.
// At least once, in order, never lost: positions are saved with what they stand for.
//
// Everything runs on the one-thread event loop given; the public functions may be called from any
// thread. A nudge is only a hint: whoever misses it finds the record by its position, after a crash
// too.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/event_loop.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"
#include "triggers/event_source_mapping.h"
#include "triggers/function_registry.h"

namespace tombola::triggers {

// What stands between now and idleness.
struct IdleReport {
  bool idle = true;
  // One line each: mapping, shard, attempt, reason.
  std::vector<std::string> waiting_for;
};

struct DispatcherParts {
  http::EventLoop& loop;
  storage::TransactionRunner& transactions;
  storage::Catalog& catalog;
  storage::ServiceClock& service_clock;
  FunctionRegistry& functions;
};

class Dispatcher : public storage::ChangeListener {
 public:
  explicit Dispatcher(DispatcherParts parts);
  ~Dispatcher() override;

  // The mappings that the command line asks for. Those are made, or enabled again at their place;
  // mappings that came from a flag and are not among them are disabled, their place kept.
  void declare_flag_mappings(const std::vector<EventSourceMapping>& mappings);

  // Begins to deliver: whatever is behind starts at once.
  void start();
  // Takes no new batch; invocations under way may end within `grace`.
  void stop(std::chrono::milliseconds grace);

  // Calls `done` on the loop, once: as soon as every enabled mapping has read to the end of its
  // stream and nothing is in flight or due for retry, or when `timeout` of real time has passed.
  void when_idle(std::chrono::milliseconds timeout, std::function<void(IdleReport)> done);

  // ChangeListener, on the writer's thread.
  void changes_committed(dynamodb::StreamId stream, const storage::CommitReceipt& receipt) override;
  void catalog_changed() override;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tombola::triggers
