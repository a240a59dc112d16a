// Tombola's own endpoints, under /_tombola/: what the cloud does not give a developer.
//
//   GET  /_tombola/idle?timeout=SECONDS
//     Deletes what has expired and waits until every trigger has caught up: 200 {"idle":true}, or
//     504 with what it waits for; 409 at once, with what is due next, when that is a frozen clock
//     or something that fails again and again without a bound. 30 seconds by default.
//   GET  /_tombola/clock
//     {"now":"2026-01-02T03:04:05.678Z","now_ms":...,"frozen":...}
//   POST /_tombola/clock
//     Moves it (server/clock_change.h), deletes what has expired by then, and answers as GET does;
//     {"advance":"idle"} as GET /_tombola/idle, too.
//
//   GET  /_tombola/faults
//     {"holds":[{"hold":"transaction","token":"...","state":"waiting"|"holding"}]}
//   POST /_tombola/faults
//     Orders or ends a fault (server/fault_change.h) and answers as GET does.
//
//   GET  /_tombola/sns
//     {"messages":[{"TopicArn":...,"MessageId":...,"Message":...},...]}: what was published last,
//     oldest first.
//
//   POST /_tombola/streams
//     Rolls over or splits shards of a table's stream (server/stream_change.h): {"Shards":[...]}.
//   GET  /_tombola/invocations?function=NAME&mapping=UUID&limit=N
//     {"invocations":[...]}: the newest of those that are remembered, the newest first
//     (server/invocation_json.h), 20 by default; of one function or mapping if it is named.
//   GET  /_tombola/invocations/<request id>
//     That one.
//   POST /_tombola/replay
//     Delivers records once more (server/replay_request.h), moves no position, and answers when it
//     is done: {"invocations":[...],"next":[{"shard","from"}]?}; "next" is where to go on.
//   GET  /_tombola/why?table=NAME&key=JSON or &sequence=NUMBER
//     Why functions were or were not invoked for an item or a record (server/why.h).
//
//   PUT  /_tombola/custom-resources/<token>
//     The answer of a custom resource's provider: its ResponseURL. 404: nobody waits for it.
//   GET  /_tombola/code/<sha256>.zip        the code of a function, as it was uploaded
//
// A request that asks for nonsense gets 400 and {"message":"..."}.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "http/listener.h"
#include "http/message.h"
#include "operations/cloudformation/stack_engine.h"
#include "server/idle_wait.h"
#include "server/replay_request.h"
#include "server/stream_change.h"
#include "server/why.h"
#include "services/services.h"
#include "storage/transaction_hold.h"
#include "triggers/functions/function_catalog.h"
#include "triggers/replay.h"

namespace tombola::server {

class Admin {
 public:
  struct Parts {
    IdleWaitParts idle;  // whose workers also move the clock, which writes its state
    storage::TransactionHold& hold;
    WhyParts why;
    triggers::ReplayParts replay;
    StreamChangeParts streams;
    // Whose code can be fetched; null: nobody's.
    triggers::FunctionCatalog* functions = nullptr;
    // Whose publications can be read; null: nobody's.
    services::Services* services = nullptr;
    // Whose custom resources are answered here; null: nobody's.
    operations::StackEngine* stacks = nullptr;
  };

  explicit Admin(Parts parts) : parts_(parts) {}

  static bool owns(std::string_view path) { return path.starts_with("/_tombola/"); }

  // Never waits: an answer that takes time is given later.
  void handle(const http::Request& request, http::Responder respond);

 private:
  struct Caller;
  template <typename Work>
  void guarded(const std::shared_ptr<Caller>& caller, Work work);
  void on_worker(std::shared_ptr<Caller> caller,
                 http::Response (Admin::*answer)(const http::Request&));
  void route(const std::shared_ptr<Caller>& caller);
  void idle(const std::shared_ptr<Caller>& caller);
  void move_clock(const std::shared_ptr<Caller>& caller);
  http::Response idle_answer(const IdleOutcome& outcome, nlohmann::ordered_json body,
                             const http::Request& request) const;
  http::Response faults(const http::Request& request);
  http::Response reshard(const http::Request& request);
  http::Response custom_answer(const http::Request& request);
  http::Response code(const http::Request& request);
  http::Response invocations(const http::Request& request);
  http::Response why(const http::Request& request);
  void replay(const std::shared_ptr<Caller>& caller);
  void replay_records(const std::shared_ptr<Caller>& caller, const ReplayOrder& order);
  void replay_invocation(const std::shared_ptr<Caller>& caller, const std::string& request_id);
  nlohmann::ordered_json invocations_json(const std::vector<std::string>& request_ids) const;

  Parts parts_;
};

}  // namespace tombola::server
