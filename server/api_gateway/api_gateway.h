// The APIs that API Gateway's control plane made: a request to one of them becomes an event for a
// function, or is answered by a MOCK integration or the API itself, as AWS answers it.
//
// Stages serve the API as it is now: what a deployment fixed is not kept apart.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/event_loop.h"
#include "http/listener.h"
#include "http/message.h"
#include "server/api_gateway/api_address.h"
#include "services/api_gateway/api_store.h"
#include "triggers/function_registry.h"

namespace tombola::server {

// Thread-safe. What it refers to outlives it.
class ApiGateway {
 public:
  struct Parts {
    services::api_gateway::ApiStore& apis;
    const triggers::FunctionRegistry& functions;
    http::EventLoop& timers;
    // Tells the developer why a request failed, in one line. Any thread.
    std::function<void(std::string)> report;
  };
  explicit ApiGateway(Parts parts) : parts_(std::move(parts)) {}

  // Before the first request.
  void set_port(std::uint16_t port) { port_ = port; }

  // Whether it is a request to an API, by its host or its path; calls of the control plane are not.
  static bool owns(const http::Request& request);
  // Whether its path begins with the name of an API, or is a route of one API alone.
  bool has_name(const http::Request& request) const;

  // Answers when the integration has, or at its timeout; never waits.
  void handle(const http::Request& request, http::Responder respond) const;

 private:
  struct Served;

  std::optional<ApiAddress> address_by_path(const http::Request& request) const;
  std::shared_ptr<const services::api_gateway::Api> find(const ApiAddress& address) const;
  void serve(const Served& served, http::Responder respond) const;
  void invoke(const Served& served, http::Responder respond) const;
  void report_problem(const Served& served, const std::string& problem) const;

  Parts parts_;
  std::uint16_t port_ = 0;
};

}  // namespace tombola::server
