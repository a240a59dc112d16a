// Invokes the function behind a route or a URL, and answers with what it returned, or writes, or when
// it has taken too long. Never waits. Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/event_loop.h"
#include "http/listener.h"
#include "server/proxy_response.h"
#include "triggers/function_registry.h"

namespace tombola::server {

struct GatewayWork {
  triggers::Invocation invocation;
  std::string what;  // "GET /raffle", for the developer
  std::function<ProxyAnswer(const triggers::InvokeResult&)> answer;
  std::vector<http::Header> added;  // to the function's answer
  struct Deadline {
    std::chrono::milliseconds timeout;
    http::Response answer;
  };
  std::optional<Deadline> deadline = std::nullopt;  // none: the function's own is enough
  // Set: what is answered is sent while the function writes it, and `answer` is not asked.
  struct Streamed {
    bool wants_metadata = false;  // as in StreamedProxyAnswer::Parts
    std::function<http::Response(const triggers::InvokeResult&)> failure;
  };
  std::optional<Streamed> streamed = std::nullopt;
};

class GatewayInvoker {
 public:
  // Both outlive it. `report` tells the developer why a request failed, in one line, on any thread.
  GatewayInvoker(http::EventLoop& timers, std::function<void(std::string)> report)
      : timers_(timers), report_(std::move(report)) {}

  void invoke(const triggers::FunctionRegistry::Entry& function, GatewayWork work,
              http::Responder respond) const;

 private:
  void stream(const triggers::FunctionRegistry::Entry& function, GatewayWork work,
              http::Responder respond) const;

  http::EventLoop& timers_;
  std::function<void(std::string)> report_;
};

}  // namespace tombola::server
