// The door: decides who may call, then who answers. Function URLs and APIs, which have hosts of their
// own; then Tombola's own endpoints, the Lambda API, S3, the routes of --http, APIs by
// their paths and names, then DynamoDB's protocol, which also answers what nobody knows. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "http/listener.h"
#include "server/admin.h"
#include "server/api_gateway/api_gateway.h"
#include "server/api_gateway_proxy.h"
#include "server/caller_policy.h"
#include "server/function_urls.h"
#include "server/http_route.h"
#include "server/json_target_protocol.h"
#include "server/rest_json_protocol.h"
#include "server/s3_protocol.h"

namespace tombola::server {

class Router : public http::Handler {
 public:
  struct Parts {
    CallerRules callers;
    Admin admin;
    ApiGatewayProxy proxy;
    JsonTargetProtocol protocol;
    HttpRoutes routes;
    // Tells what went wrong where nobody expected it, in one line. Any thread.
    std::function<void(std::string)> report;
    // The Lambda API.
    std::optional<RestJsonProtocol> rest = std::nullopt;
    std::optional<FunctionUrls> function_urls = std::nullopt;
    // S3; null: nobody answers for it.
    S3Protocol* s3 = nullptr;
    std::optional<ApiGateway> api_gateway = std::nullopt;
  };

  explicit Router(Parts parts) : parts_(std::move(parts)) {}

  // Before the first request.
  void set_port(std::uint16_t port);
  // host:port, for clients that ask for it. Before the first request.
  void set_endpoint(const std::string& host_and_port);

  void handle(http::Request request, http::Responder respond) override;
  // Whether it is for an API, a function URL or a route, so that a function answers or what stands
  // before one.
  bool is_application(const http::Request& request) const;
  // Whether it looks as if it were for one of those, and there is none: a path that was mistyped.
  bool is_for_nobody(const http::Request& request) const;
  // What the body of a request may have, by its head.
  http::BodyLimit body_limit(const http::Request& head) const;

 private:
  bool is_service(const http::Request& request) const;
  void route(http::Request request, http::Responder respond);

  Parts parts_;
};

}  // namespace tombola::server
