// The routes of --http: each is a Lambda proxy integration of a REST API (event version 1.0).
//
// Bodies: what is text (text/*, JSON, XML, forms, JavaScript, or no Content-Type at all) and is
// valid UTF-8 arrives as it is; everything else, a compressed body too, arrives as base64 with
// isBase64Encoded true, as API Gateway does for its binary media types.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "dynamodb/limits.h"
#include "dynamodb/model/table_definition.h"
#include "http/event_loop.h"
#include "http/listener.h"
#include "http/message.h"
#include "server/gateway_call.h"
#include "server/http_route.h"
#include "triggers/function_registry.h"

namespace tombola::server {

// What the events of a route say: the stage that CDK's LambdaRestApi makes, the route's own account.
GatewayCall route_call(const http::Request& request, const RouteMatch& match,
                       const std::string& account, std::uint16_t port);

class ApiGatewayProxy {
 public:
  struct Parts {
    triggers::FunctionRegistry& functions;
    http::EventLoop& timers;
    dynamodb::Namespace name_space;
    // Tells the developer why a request failed, in one line. Any thread.
    std::function<void(std::string)> report;
    std::chrono::milliseconds timeout{limits::api_gateway_timeout_ms};
  };

  explicit ApiGatewayProxy(Parts parts) : parts_(std::move(parts)) {}

  // Before the first request.
  void set_port(std::uint16_t port) { port_ = port; }

  // Answers when the function has, or at the timeout; never waits.
  void handle(const http::Request& request, const RouteMatch& match, http::Responder respond);

 private:
  Parts parts_;
  std::uint16_t port_ = 0;
};

}  // namespace tombola::server
