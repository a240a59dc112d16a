// Function URLs: a request to http://<url id>.lambda-url.<region>.localhost:PORT/ invokes the
// function that has the URL, and what it returns, or writes, is the answer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/event_loop.h"
#include "http/listener.h"
#include "http/message.h"
#include "server/caller_identity.h"
#include "triggers/function_registry.h"
#include "triggers/functions/function_catalog.h"

namespace tombola::server {

// Thread-safe. What it refers to outlives it.
class FunctionUrls {
 public:
  struct Parts {
    const triggers::FunctionCatalog& functions;
    const triggers::FunctionRegistry& registry;
    const CallerIdentity& identity;
    http::EventLoop& timers;
    // Tells the developer why a request failed, in one line. Any thread.
    std::function<void(std::string)> report;
  };
  explicit FunctionUrls(Parts parts) : parts_(std::move(parts)) {}

  // Before the first request.
  void set_port(std::uint16_t port) { port_ = port; }

  // Whether the request is for a function URL, by its Host.
  static bool owns(const http::Request& request);

  // Answers when the function has; never waits.
  void handle(const http::Request& request, http::Responder respond);

 private:
  std::optional<http::Response> refusal_of(const triggers::FunctionUrl& url,
                                           const http::Request& request) const;
  void invoke(const triggers::FunctionUrl& url, const http::Request& request,
              http::Responder respond);

  Parts parts_;
  std::uint16_t port_ = 0;
};

}  // namespace tombola::server
