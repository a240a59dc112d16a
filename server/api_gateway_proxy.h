// API Gateway's Lambda proxy integration (REST API, event version 1.0): an HTTP request becomes an
// event, the function's return value becomes the answer.
//
// Bodies: what is text (text/*, JSON, XML, forms, JavaScript, or no Content-Type at all) and is
// valid UTF-8 arrives as it is; everything else, a compressed body too, arrives as base64 with
// isBase64Encoded true, as API Gateway does for its binary media types.
// `path` is as it was sent; path parameters and query parameters are percent-decoded.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "dynamodb/limits.h"
#include "dynamodb/model/table_definition.h"
#include "http/event_loop.h"
#include "http/listener.h"
#include "http/message.h"
#include "server/http_route.h"
#include "triggers/function_registry.h"
#include "triggers/lambda_runtime.h"

namespace tombola::server {

// What an event says that is not in the request.
struct ApiGatewayIdentity {
  std::string account;
  std::uint16_t port = 0;   // ours
  std::string request_id;   // UUID
  std::string extended_id;  // base64-like
  std::string trace_id;     // Root=1-...
  std::int64_t now_ms = 0;  // real time
};

// The event, as JSON. Pure.
std::string api_gateway_event(const http::Request& request, const RouteMatch& match,
                              const ApiGatewayIdentity& identity);

struct ApiGatewayAnswer {
  http::Response response;
  // Why the answer is a 502, in one line, for the developer; empty when the function answered well.
  std::string problem;
};

// What the caller gets for what the function returned. Pure.
ApiGatewayAnswer api_gateway_answer(const triggers::InvokeResult& result);

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
