#include "server/router.h"

#include <exception>
#include <utility>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"
#include "server/request_id.h"

namespace tombola::server {
namespace {

// As DynamoDB words a refusal, so that an SDK shows the reason.
http::Response refusal_answer(const std::string& reason) {
  return {403,
          {{"x-amzn-RequestId", make_request_id()}, {"Content-Type", "application/x-amz-json-1.0"}},
          dynamodb::ApiError::access_denied(reason).body()};
}

// Nobody else is asked whether it is theirs: other services that have their calls there are asked
// by DynamoDB's protocol.
bool is_dynamodb_call(const http::Request& request) {
  return request.path() == "/" && request.method == "POST" && request.query().empty();
}

}  // namespace

void Router::set_port(std::uint16_t port) {
  parts_.proxy.set_port(port);
  if (parts_.function_urls) {
    parts_.function_urls->set_port(port);
  }
  if (parts_.api_gateway) {
    parts_.api_gateway->set_port(port);
    parts_.api_gateway->set_front_door([this](http::Request request, http::Responder respond) {
      handle(std::move(request), std::move(respond));
    });
  }
}

void Router::set_endpoint(const std::string& host_and_port) {
  parts_.protocol.set_endpoint(host_and_port);
  if (parts_.rest) {
    parts_.rest->set_endpoint(host_and_port);
  }
}

void Router::handle(http::Request request, http::Responder respond) {
  try {
    route(std::move(request), std::move(respond));
  } catch (const std::exception& error) {
    // The responder is gone, and in going has answered 500.
    parts_.report(std::string("a request failed: ") + error.what());
  }
}

http::BodyLimit Router::body_limit(const http::Request& head) const {
  const bool is_url = parts_.function_urls && FunctionUrls::owns(head);
  if (parts_.rest && !is_url && RestJsonProtocol::owns(head)) {
    return parts_.rest->body_limit(head);
  }
  if (parts_.s3 != nullptr && !is_dynamodb_call(head) && S3Protocol::owns(head)) {
    return S3Protocol::body_limit();
  }
  return {limits::request_size_bytes_max, request_too_large_answer()};
}

bool Router::is_application(const http::Request& request) const {
  if (FunctionUrls::owns(request) || ApiGateway::owns(request)) {
    return true;
  }
  return !is_service(request) && (parts_.routes.find(request.method, request.path()) ||
                                  (parts_.api_gateway && parts_.api_gateway->has_name(request)));
}

// Calls of services that are not here are signed, and told what is not served.
bool Router::is_for_nobody(const http::Request& request) const {
  return request.path() != "/" && request.header("Authorization").empty() && !is_service(request) &&
         !is_application(request);
}

bool Router::is_service(const http::Request& request) const {
  return is_dynamodb_call(request) || Admin::owns(request.path()) ||
         RestJsonProtocol::owns(request) || S3Protocol::owns(request);
}

void Router::route(http::Request request, http::Responder respond) {
  if (const auto reason = refuse_caller(parts_.callers, request)) {
    return respond(refusal_answer(*reason));
  }
  if (parts_.function_urls && FunctionUrls::owns(request)) {
    return parts_.function_urls->handle(request, std::move(respond));
  }
  if (parts_.api_gateway && ApiGateway::owns(request)) {
    return parts_.api_gateway->handle(request, std::move(respond));
  }
  if (is_dynamodb_call(request)) {
    return parts_.protocol.handle(std::move(request), std::move(respond));
  }
  if (Admin::owns(request.path())) {
    return parts_.admin.handle(request, std::move(respond));
  }
  if (parts_.rest && RestJsonProtocol::owns(request)) {
    return parts_.rest->handle(std::move(request), std::move(respond));
  }
  if (parts_.s3 != nullptr && S3Protocol::owns(request)) {
    return parts_.s3->handle(std::move(request), std::move(respond));
  }
  if (const auto match = parts_.routes.find(request.method, request.path())) {
    return parts_.proxy.handle(request, *match, std::move(respond));
  }
  if (parts_.api_gateway && parts_.api_gateway->has_name(request)) {
    return parts_.api_gateway->handle(request, std::move(respond));
  }
  parts_.protocol.handle(std::move(request), std::move(respond));
}

}  // namespace tombola::server
