// Has a call answered by its integration: a function, another of our services, another server (HTTP), nobody
// (MOCK), as a proxy or with the mappings of its method.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>

#include "http/event_loop.h"
#include "server/api_gateway/api_call.h"
#include "server/api_gateway/integration_mapping.h"
#include "triggers/function_registry.h"

namespace tombola::server {

// Thread-safe. What it refers to outlives it.
class Integrations {
 public:
  struct Parts {
    const triggers::FunctionRegistry& functions;
    http::EventLoop& timers;
    // Tells the developer why a request failed, in one line. Any thread.
    std::function<void(std::string)> report;
    // With which requests to our own services are signed.
    std::string signing_secret = "local";
  };
  explicit Integrations(Parts parts) : parts_(std::move(parts)) {}

  // Who answers requests to our own services. Before the first request.
  using FrontDoor = std::function<void(http::Request, http::Responder)>;
  void set_front_door(FrontDoor front_door) { front_door_ = std::move(front_door); }

  // Answers when the integration has, or at its timeout; never waits.
  void run(const ApiCallPtr& call) const;

 private:
  using Outcome = std::variant<IntegrationAnswer, GatewayError>;
  using Done = std::function<void(Outcome)>;

  void run_mapped(const ApiCallPtr& call, const std::string& type) const;
  static void give(ApiCall& call, const IntegrationRequest& request, const Outcome& outcome);
  void ask(const ApiCallPtr& call, const IntegrationRequest& request, Done done) const;
  void ask_function(const ApiCall& call, const triggers::FunctionRegistry::Entry& function,
                    const IntegrationRequest& request, const Done& done) const;
  void run_http_proxy(const ApiCallPtr& call) const;
  void ask_http(const ApiCall& call, const IntegrationRequest& request, const Done& done) const;
  void ask_service(const ApiCall& call, const IntegrationRequest& request, const Done& done) const;

  Parts parts_;
  FrontDoor front_door_;
};

}  // namespace tombola::server
