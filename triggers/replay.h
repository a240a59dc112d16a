// Delivers records of a mapping's stream once more, to its function, with its filter and batch
// size. A side delivery: the mapping's position does not move, nothing is retried, discarded or
// reported, and what it invokes is marked as a replay (InvocationCause).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "http/event_loop.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"
#include "triggers/event_source_mapping.h"
#include "triggers/function_registry.h"

namespace tombola::triggers {

// All of them outlive the replay.
struct ReplayParts {
  storage::TransactionRunner& transactions;
  storage::Catalog& catalog;
  FunctionRegistry& functions;
  storage::ServiceClock& service_clock;
  http::EventLoop& workers;  // reads the records
};

struct ReplayRequest {
  // Not one with tumbling windows: what its batches are depends on the state of a window.
  EventSourceMapping mapping;
  std::uint64_t from_number = 0;
  std::uint64_t to_number = UINT64_MAX;
  std::string shard_id = {};  // of this one only; empty: of all, one after the other
  std::size_t batches_max = 1;
};

struct ReplayOutcome {
  std::vector<std::string> request_ids;  // of the invocations, in their order
  // Where to go on, shard by shard; nothing when that was all.
  struct Next {
    std::string shard_id;
    std::uint64_t number = 0;
  };
  std::vector<Next> next;
  std::string problem;  // why it could not be done; empty: it was
};

// Calls `done` once, on any thread.
void replay(const ReplayParts& parts, ReplayRequest request,
            std::function<void(ReplayOutcome)> done);

}  // namespace tombola::triggers
