#include "server/rest_json_protocol.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_document.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "http/streamed_body.h"
#include "operations/lambda/invoke_with_response_stream.h"
#include "operations/lambda/lambda_error.h"
#include "server/caller_policy.h"
#include "server/internal_failure.h"
#include "services/service_error.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

using dynamodb::JsonDocument;
using operations::ExecutionClass;
using operations::Operation;
using operations::lambda::LambdaError;

using services::ServiceError;

constexpr std::string_view api_gateway_scope = "/apigateway/aws4_request";

bool is_signed_for_api_gateway(const http::Request& request) {
  return request.header("Authorization").find(api_gateway_scope) != std::string_view::npos;
}

// What the scope of a signature names.
std::string_view signed_service(operations::Service service) {
  return service == operations::Service::Lambda ? "lambda" : "apigateway";
}

// What CORS needs of a request, when the rest of it is used up.
http::Request headers_of(const http::Request& request) {
  http::Request headers_only;
  headers_only.headers = request.headers;
  return headers_only;
}

http::Response dress(int status, std::string body, const http::Request& request) {
  http::Response response{status, {}, std::move(body)};
  response.headers.push_back({"x-amzn-RequestId", triggers::new_request_id()});
  if (!response.body.empty()) {
    response.headers.push_back({"Content-Type", "application/json"});
  }
  add_cors_headers(response.headers, request);
  return response;
}

http::Response payload_response(operations::PayloadAnswer answer, const http::Request& request) {
  http::Response response = dress(answer.status, std::move(answer.payload), request);
  for (auto& [name, value] : answer.headers) {
    // An invocation has the id of its request.
    std::erase_if(response.headers, [&](const http::Header& header) {
      return http::equals_ignoring_case(header.name, name);
    });
    response.headers.push_back({std::move(name), std::move(value)});
  }
  return response;
}

http::Response error_answer(int status, std::string_view name, std::string body,
                            const http::Request& request) {
  http::Response response = dress(status, std::move(body), request);
  response.headers.push_back({"x-amzn-ErrorType", std::string(name)});
  return response;
}

std::string message_body(std::string_view message) {
  return R"({"message":)" + dynamodb::json_string(message) + "}";
}

http::Response not_an_api_call(const http::Request& request) {
  http::Response response = dress(404, "<UnknownOperationException/>\n", request);
  for (http::Header& header : response.headers) {
    if (header.name == "Content-Type") {
      header.value = "application/xml";
    }
  }
  return response;
}

// As AWS's front end of this protocol says it.
http::Response refusal_answer(const SignatureRefusal& refusal, const http::Request& request) {
  const bool missing = refusal.error_name == "MissingAuthenticationTokenException";
  return error_answer(403, refusal.error_name,
                      message_body(missing ? "Missing Authentication Token" : refusal.message),
                      request);
}

http::Response internal_error_answer(const std::exception& error, const http::Request& request) {
  const std::string message =
      dynamodb::json_string(internal_failure_text("Internal server error", error));
  return error_answer(500, "ServiceException", R"({"Type":"Service","Message":)" + message + "}",
                      request);
}

JsonDocument parse_request(std::string members, std::string_view body) {
  std::string reason = "it is not an object";
  try {
    if (const auto json = with_body(std::move(members), body)) {
      return JsonDocument::parse(*json);
    }
  } catch (const dynamodb::JsonError& error) {
    reason = error.what();
  }
  throw LambdaError::invalid_content("Could not parse request body into json: " + reason);
}

// The part of a path that dates an API: 2015-03-31
bool is_date(std::string_view text) {
  constexpr std::string_view form = "dddd-dd-dd";
  return text.size() == form.size() &&
         std::equal(text.begin(), text.end(), form.begin(), [](unsigned char letter, char kind) {
           return kind == 'd' ? std::isdigit(letter) != 0 : letter == '-';
         });
}

}  // namespace

RestJsonProtocol::RestJsonProtocol(Parts parts) : parts_(std::move(parts)) {
  for (const Operation& operation : operations::all_operations()) {
    if (operation.service == operations::Service::Lambda ||
        operation.service == operations::Service::ApiGateway ||
        operation.service == operations::Service::ApiGatewayV2) {
      routes_.push_back({&operation, RestRequest::parse(operation.rest_request)});
    }
  }
  std::stable_partition(routes_.begin(), routes_.end(),
                        [](const Route& route) { return route.request.wants_value(); });
}

bool RestJsonProtocol::owns(const http::Request& request) {
  constexpr std::size_t date_size = 10;
  const std::string_view path = request.path();
  const bool is_dated = path.starts_with('/') && is_date(path.substr(1, date_size)) &&
                        path.substr(1 + date_size).starts_with('/');
  return is_dated || is_signed_for_api_gateway(request);
}

void RestJsonProtocol::handle(http::Request request, http::Responder respond) {
  if (request.method == "OPTIONS" && http::has_header(request.headers, "Origin")) {
    return respond(preflight_answer(request));
  }
  for (const Route& route : routes_) {
    auto members = route.request.match(request);
    if (!members) {
      continue;
    }
    auto call =
        std::make_shared<Call>(Call{route.operation, std::move(*members), std::move(request),
                                    std::move(respond), parts_.context});
    const bool small = call->request.body.size() <= limits::inline_body_bytes_max;
    if (route.operation->execution_class == ExecutionClass::Worker || !small ||
        parts_.writes_wait) {
      return parts_.workers.post([this, call] { run(call); });
    }
    return run(call);
  }
  respond(not_an_api_call(request));
}

http::BodyLimit RestJsonProtocol::body_limit(const http::Request& head) const {
  std::string_view operation = "requested";
  for (const Route& route : routes_) {
    if (route.request.match(head)) {
      operation = route.operation->name;
    }
  }
  const LambdaError error = LambdaError::too_large(
      fmt::format("Request must be smaller than {} bytes for the {} operation",
                  limits::function_code_request_bytes_max, operation));
  return {limits::function_code_request_bytes_max,
          error_answer(error.status(), error.name(), error.body(), headers_of(head))};
}

// The one place where errors become answers.
void RestJsonProtocol::run(const std::shared_ptr<Call>& shared) {
  Call& call = *shared;
  const http::Request headers_only = headers_of(call.request);
  try {
    if (const auto refusal =
            parts_.identity.check(call.request, signed_service(call.operation->service))) {
      call.respond(refusal_answer(*refusal, headers_only));
      return;
    }
    call.context.name_space = parts_.identity.name_space(call.request);
    if (!call.operation->is_served()) {
      call.respond(error_answer(
          400, "UnknownOperationException",
          message_body(fmt::format("Tombola does not support {} yet.", call.operation->name)),
          headers_only));
    } else if (call.operation->run != nullptr) {
      run_operation(call);
    } else {
      run_with_payload(shared);
    }
  } catch (const LambdaError& error) {
    call.respond(error_answer(error.status(), error.name(), error.body(), headers_only));
  } catch (const ServiceError& error) {
    call.respond(
        error_answer(error.status(), error.code(), message_body(error.message()), headers_only));
  } catch (const dynamodb::ApiError& error) {
    call.respond(error_answer(static_cast<int>(error.status()), error.name(),
                              message_body(error.message()), headers_only));
  } catch (const std::exception& error) {
    parts_.report(fmt::format("{} failed: {}", call.operation->name, error.what()));
    call.respond(internal_error_answer(error, headers_only));
  }
}

void RestJsonProtocol::run_operation(Call& call) {
  const JsonDocument request = parse_request(std::move(call.members), call.request.body);
  std::string answer = call.operation->run(call.context, request.root());
  call.respond(dress(call.operation->rest_status, std::move(answer), call.request));
}

// Sends an answer as its parts come.
class RestJsonProtocol::StreamedCall : public operations::lambda::AnswerInParts {
 public:
  explicit StreamedCall(std::shared_ptr<Call> call) : call_(std::move(call)) {}

  void whole(operations::PayloadAnswer answer) override {
    call_->respond(payload_response(std::move(answer), call_->request));
  }
  void begin(operations::PayloadAnswer head) override {
    http::Response response = payload_response(std::move(head), call_->request);
    response.stream = body_;
    call_->respond(std::move(response));
  }
  void part(std::string bytes) override { body_->write(bytes); }
  void end() override { body_->end(); }

 private:
  const std::shared_ptr<Call> call_;
  const std::shared_ptr<http::BodyStream> body_ = std::make_shared<http::BodyStream>();
};

void RestJsonProtocol::run_with_payload(const std::shared_ptr<Call>& call) {
  const JsonDocument request = parse_request(std::move(call->members), {});
  if (call->operation->run_with_payload == operations::lambda::invoke_with_response_stream) {
    return operations::lambda::invoke_with_response_stream_in_parts(
        call->context, request.root(), std::move(call->request.body),
        std::make_shared<StreamedCall>(call));
  }
  call->operation->run_with_payload(
      call->context, request.root(), std::move(call->request.body),
      [call](operations::PayloadAnswer answer) {
        call->respond(payload_response(std::move(answer), call->request));
      });
}

}  // namespace tombola::server
