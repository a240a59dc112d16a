// In front of the router, for whoever wants to see what is done for them (`tombola dev`): tells of
// requests to APIs and function URLs, of writes to tables and of invocations as they end. Nothing is
// slower where it does not stand.
//
// Thread-safe. What it refers to outlives it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "http/event_loop.h"
#include "http/listener.h"
#include "server/burst.h"
#include "server/console_log.h"
#include "server/work_lines.h"
#include "storage/catalog.h"
#include "storage/transaction_runner.h"
#include "triggers/invocation_history.h"

namespace tombola::server {

class WatchedDoor : public http::Handler {
 public:
  struct Parts {
    http::Handler& router;
    // Of requests to APIs and function URLs.
    std::function<bool(const http::Request&)> is_application;
    // Of requests that none of these takes, and no service either.
    std::function<bool(const http::Request&)> is_for_nobody;
    storage::TransactionRunner& transactions;
    storage::Catalog& catalog;
    dynamodb::Namespace name_space;
    triggers::InvocationHistory& history;
    http::EventLoop& timers;
    ConsoleLog& log;
  };
  explicit WatchedDoor(Parts parts);
  // Waits for whoever is telling something. What comes later is not told.
  ~WatchedDoor() override;

  void handle(http::Request request, http::Responder respond) override;

 private:
  void invocation_ended(const triggers::RecordedInvocation& invocation);
  std::vector<std::string> key_names(const std::string& table);
  class Watching;
  class Reach;
  std::function<void(const http::Response&)> tell_of(const http::Request& request);
  void answered(const http::Request& head, double duration_ms, const http::Response& response);
  void wrote(std::string_view operation, const std::string& body, const http::Response& response);

  Parts parts_;
  const std::shared_ptr<Reach> reach_;
  Burst burst_;
  std::mutex mutex_;
  std::map<std::string, std::string> functions_;  // that answered, by the gateway's request id
};

}  // namespace tombola::server
