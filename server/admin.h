// Tombola's own endpoints, under /_tombola/: what the cloud does not give a developer.
//
//   GET  /_tombola/idle?timeout=SECONDS
//     Deletes what has expired and waits until every trigger has caught up: 200 {"idle":true}, or
//     504 with what it waits for; 409 at once when that is a frozen clock. 30 seconds by default.
//   GET  /_tombola/clock
//     {"now":"2026-01-02T03:04:05.678Z","now_ms":...,"frozen":...}
//   POST /_tombola/clock
//     Moves it (server/clock_change.h), deletes what has expired by then, and answers as GET does.
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
//
//   GET  /_tombola/code/<sha256>.zip        the code of a function, as it was uploaded
//
// A request that asks for nonsense gets 400 and {"message":"..."}.
#pragma once

#include <memory>
#include <string_view>

#include "http/event_loop.h"
#include "http/listener.h"
#include "http/message.h"
#include "server/expiry_sweeper.h"
#include "services/services.h"
#include "server/stream_change.h"
#include "storage/clock.h"
#include "storage/transaction_hold.h"
#include "triggers/dispatcher.h"
#include "triggers/functions/async_invocations.h"
#include "triggers/functions/function_catalog.h"

namespace tombola::server {

class Admin {
 public:
  struct Parts {
    triggers::Dispatcher& dispatcher;
    ExpirySweeper& sweeper;
    storage::ServiceClock& service_clock;
    storage::TransactionHold& hold;
    http::EventLoop& workers;  // moving the clock writes its state, waiting deletes items
    StreamChangeParts streams;
    // Whose code can be fetched; null: nobody's.
    triggers::FunctionCatalog* functions = nullptr;
    // Null: there are none.
    triggers::AsyncInvocations* async_invocations = nullptr;
    // Whose publications can be read; null: nobody's.
    services::Services* services = nullptr;
  };

  explicit Admin(Parts parts) : parts_(parts) {}

  static bool owns(std::string_view path) { return path.starts_with("/_tombola/"); }

  // Never waits: an answer that takes time is given later.
  void handle(const http::Request& request, http::Responder respond);

 private:
  struct IdleWait;
  void wait_until_idle(const http::Request& request, http::Responder respond);
  void catch_up(std::shared_ptr<IdleWait> wait);
  void catch_up_triggers(const std::shared_ptr<IdleWait>& wait);
  void answer_when_nothing_came(const std::shared_ptr<IdleWait>& wait);
  bool accepted_more(const IdleWait& wait) const;
  void send_code(const http::Request& request, http::Responder respond);
  http::Response move_clock(const http::Request& request);
  http::Response faults(const http::Request& request);
  http::Response reshard(const http::Request& request);
  using Answer = http::Response (Admin::*)(const http::Request&);
  void answer_from_worker(const http::Request& request, http::Responder respond, Answer answer);

  Parts parts_;
};

}  // namespace tombola::server
