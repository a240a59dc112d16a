// The APIs that API Gateway's control plane made: a request to one of them is found its stage, the API as
// it was deployed to that, and there its method or route; who calls is looked at (authorizers.h), API
// keys and the request as well; then the integration answers (integrations.h). What is wrong on the way the API answers itself, as AWS does.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/event_loop.h"
#include "http/listener.h"
#include "http/message.h"
#include "server/api_gateway/api_address.h"
#include "server/api_gateway/api_call.h"
#include "server/api_gateway/api_keys.h"
#include "server/api_gateway/authorizers.h"
#include "server/api_gateway/integrations.h"
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
    const CallerIdentity& identity;
    services::api_gateway::AccountStore& accounts;
    // Of the service clock.
    std::function<std::int64_t()> now_ms;
    // With which requests to our own services are signed.
    std::string signing_secret = "local";
  };
  explicit ApiGateway(Parts parts);

  // Before the first request.
  void set_port(std::uint16_t port) { port_ = port; }
  void set_front_door(Integrations::FrontDoor front_door) {
    integrations_.set_front_door(std::move(front_door));
  }

  // Whether it is a request to an API, by its host or its path; calls of the control plane are not.
  static bool owns(const http::Request& request);
  // Whether its path begins with the name of an API, or is a route of one API alone.
  bool has_name(const http::Request& request) const;

  // Answers when the integration has, or at its timeout; never waits.
  void handle(const http::Request& request, http::Responder respond) const;

 private:
  std::optional<ApiAddress> address_by_path(const http::Request& request) const;
  std::shared_ptr<const services::api_gateway::Api> find(const ApiAddress& address) const;
  // The call with its stage, gateway data and responder; its route is still to be found.
  ApiCallPtr call_of(const http::Request& request,
                     std::shared_ptr<const services::api_gateway::Api> api,
                     std::shared_ptr<const services::api_gateway::Api> served,
                     const StageOfApi& stage, http::Responder respond) const;
  void serve(const ApiCallPtr& call) const;
  // Once it is known who calls.
  void answer(const ApiCallPtr& call) const;

  Parts parts_;
  Authorizers authorizers_;
  std::shared_ptr<ApiKeys> api_keys_;
  Integrations integrations_;
  std::uint16_t port_ = 0;
};

}  // namespace tombola::server
