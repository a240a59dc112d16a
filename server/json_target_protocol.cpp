#include "server/json_target_protocol.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_document.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "http/compression.h"
#include "server/caller_policy.h"
#include "server/internal_failure.h"
#include "server/media_type.h"
#include "server/request_id.h"
#include "server/signature.h"

namespace tombola::server {
namespace {

using dynamodb::ApiError;
using operations::ExecutionClass;
using operations::Operation;
using operations::Service;

// What the scope of a signature names, of DynamoDB Streams, too.
constexpr std::string_view signed_service = "dynamodb";
constexpr std::string_view default_media_type = "application/x-amz-json-1.0";

struct TargetPrefix {
  std::string_view text;
  Service service;
};
constexpr TargetPrefix target_prefixes[] = {
    {"DynamoDB_20120810.", Service::DynamoDB},
    {"DynamoDBStreams_20120810.", Service::DynamoDBStreams},
};

// Status and body, before they are dressed as an HTTP answer.
struct Outcome {
  int status = 200;
  std::string body;
};

// The last step of every answer of the protocol: the checksum is over the bytes that are sent, so
// compression comes first.
http::Response dress(Outcome outcome, std::string media_type, const http::Request& request) {
  http::Response response{outcome.status, {}, std::move(outcome.body)};
  response.headers.reserve(8);
  response.headers.push_back({"x-amzn-RequestId", make_request_id()});
  response.headers.push_back({"Content-Type", std::move(media_type)});
  if (response.body.size() >= limits::gzip_answer_size_bytes_min &&
      accepts_gzip(request.header("Accept-Encoding"))) {
    response.body = http::gzip(response.body);
    response.headers.push_back({"Content-Encoding", "gzip"});
  }
  response.headers.push_back({"x-amz-crc32", std::to_string(http::crc32(response.body))});
  if (response.status == 413) {
    // As the listener does with what is too large for anybody.
    response.headers.push_back({"Connection", "close"});
  }
  add_cors_headers(response.headers, request);
  return response;
}

http::Response not_an_api_call(const http::Request& request) {
  return dress({404, "<UnknownOperationException/>\n"}, "application/xml", request);
}

// A call of a service that is not here is told so by name, which is what the signature knows of it. In
// the words of JSON protocols, which all of those but a few speak.
std::optional<http::Response> not_served(const http::Request& request) {
  const auto signature = read_signature(request);
  if (!signature || signature->service == signed_service) {
    return std::nullopt;
  }
  const std::string_view target = request.header("X-Amz-Target");
  const std::string called = target.empty() ? fmt::format("{} {}", request.method, request.path())
                                            : std::string(target.substr(target.rfind('.') + 1));
  constexpr std::string_view type = "UnknownOperationException";
  std::string body = fmt::format(R"({{"__type":"com.amazon.coral.service#{}","message":)", type);
  dynamodb::append_json_string(
      body, fmt::format("Tombola does not support {} of the service {} yet.", called,
                        signature->service));
  body.push_back('}');
  http::Response response = dress({400, std::move(body)}, "application/x-amz-json-1.1", request);
  response.headers.push_back({"x-amzn-ErrorType", std::string(type)});
  return response;
}

Outcome outcome_of(const ApiError& error) {
  return {static_cast<int>(error.status()), error.body()};
}

// The front end's own errors carry its namespace; they are values, since nothing below throws them.
Outcome outcome_of(const SignatureRefusal& refusal) {
  std::string body =
      fmt::format(R"({{"__type":"com.amazon.coral.service#{}","message":)", refusal.error_name);
  dynamodb::append_json_string(body, refusal.message);
  body.push_back('}');
  return {400, std::move(body)};
}

Outcome too_large() {
  return {413, R"({"__type":"com.amazon.coral.service#RequestEntityTooLargeException",)"
               R"("message":"Request size exceeds the limit of 16777216 bytes."})"};
}

std::optional<http::ContentCoding> content_coding(const http::Request& request) {
  const std::string coding = base_media_type(request.header("Content-Encoding"));
  if (coding == "gzip") {
    return http::ContentCoding::Gzip;
  }
  return coding == "deflate" ? std::optional(http::ContentCoding::Deflate) : std::nullopt;
}

// Inflates the body in place. Something to answer instead when it cannot be.
std::optional<Outcome> inflate_body(http::Request& request) {
  const std::optional<http::ContentCoding> coding = content_coding(request);
  if (!coding) {
    return std::nullopt;
  }
  http::Decompressed inflated =
      http::decompress(*coding, request.body, limits::request_size_bytes_max);
  switch (inflated.outcome) {
    case http::Decompressed::Outcome::Complete:
      request.body = std::move(inflated.bytes);
      return std::nullopt;
    case http::Decompressed::Outcome::TooLarge:
      return too_large();
    case http::Decompressed::Outcome::Broken:
      // AWS calls this its own fault.
      return outcome_of(ApiError::internal_server_error());
  }
  return std::nullopt;
}

}  // namespace

const Operation* resolve_target(std::string_view target) {
  for (const TargetPrefix& prefix : target_prefixes) {
    if (target.starts_with(prefix.text)) {
      return operations::find_operation(prefix.service, target.substr(prefix.text.size()));
    }
  }
  return nullptr;
}

std::optional<std::string> api_media_type(const http::Request& request) {
  std::string type = base_media_type(request.header("Content-Type"));
  if (type == default_media_type || type == "application/json") {
    return type;
  }
  return request.body.empty() ? std::optional(std::string(default_media_type)) : std::nullopt;
}

http::Response request_too_large_answer() {
  Outcome outcome = too_large();
  return {outcome.status, {{"Content-Type", std::string(default_media_type)}}, outcome.body};
}

// One API call on its way.
struct JsonTargetProtocol::Call {
  http::Request request;
  std::string media_type;
  const Operation* operation;
};

void JsonTargetProtocol::handle(http::Request request, http::Responder respond) {
  const Operation* operation = resolve_target(request.header("X-Amz-Target"));
  // Asked for only when it is not DynamoDB's, so that it costs DynamoDB nothing.
  if (operation == nullptr && parts_.services != nullptr && ServiceProtocols::owns(request)) {
    return parts_.services->handle(std::move(request), std::move(respond));
  }
  if (operation == nullptr) {
    if (auto answer = not_served(request)) {
      return respond(std::move(*answer));
    }
  }
  if (request.path() != "/") {
    return respond(not_an_api_call(request));
  }
  if (request.method == "GET") {
    const std::string health =
        fmt::format("healthy: dynamodb.{}.amazonaws.com ", parts_.context.name_space.region);
    return respond(dress({200, health}, "text/plain", request));
  }
  if (request.method == "OPTIONS" && http::has_header(request.headers, "Origin")) {
    return respond(preflight_answer(request));
  }
  std::optional<std::string> media_type = api_media_type(request);
  if (request.method != "POST" || !media_type) {
    return respond(not_an_api_call(request));
  }
  handle_call({std::move(request), std::move(*media_type), operation}, std::move(respond));
}

void JsonTargetProtocol::handle_call(Call call, http::Responder respond) {
  if (!needs_worker(call)) {
    return answer(std::move(call), std::move(respond));
  }
  // std::function wants what it holds to be copyable.
  struct Work {
    Call call;
    http::Responder respond;
  };
  auto work = std::make_shared<Work>(Work{std::move(call), std::move(respond)});
  parts_.workers.post(
      [this, work = std::move(work)] { answer(std::move(work->call), std::move(work->respond)); });
}

bool JsonTargetProtocol::needs_worker(const Call& call) const {
  if (call.operation == nullptr) {
    return false;
  }
  return call.operation->execution_class != ExecutionClass::Inline ||
         // It may be the one that is to be held.
         parts_.context.transactions.hold().is_armed() ||
         // Inflating can be a thousand times the work that the body's size promises.
         content_coding(call.request).has_value();
}

void JsonTargetProtocol::answer(Call call, http::Responder respond) {
  http::Response response = make_answer(call);
  if (parts_.context.transactions.engine().is_durable()) {
    return respond(std::move(response));
  }
  struct Held {
    Call call;
    http::Responder respond;
    http::Response response;
    Report report;  // this protocol may be gone by then
  };
  auto held = std::make_shared<Held>(
      Held{std::move(call), std::move(respond), std::move(response), parts_.report});
  held_answers_.hold([held = std::move(held)](const storage::EngineError* failure) {
    held->respond(failure == nullptr ? std::move(held->response)
                                     : internal_failure(held->call, *failure, held->report));
  });
}

http::Response JsonTargetProtocol::make_answer(Call& call) {
  Outcome outcome;
  // The one place where errors become answers.
  try {
    if (call.operation == nullptr) {
      throw ApiError::unknown_operation();
    }
    if (call.operation->run == nullptr) {
      throw ApiError::unknown_operation(
          fmt::format("Tombola does not support {} yet.", call.operation->name));
    }
    // The listener lets more through, for the code of functions.
    if (call.request.body.size() > limits::request_size_bytes_max) {
      outcome = too_large();
    } else if (const auto refusal = parts_.identity.check(call.request, signed_service)) {
      outcome = outcome_of(*refusal);
    } else if (auto instead = inflate_body(call.request)) {
      outcome = std::move(*instead);
    } else {
      outcome.body = run(call);
    }
  } catch (const ApiError& error) {
    outcome = outcome_of(error);
  } catch (const std::exception& error) {
    return internal_failure(call, error, parts_.report);
  }
  return dress(std::move(outcome), call.media_type, call.request);
}

http::Response JsonTargetProtocol::internal_failure(const Call& call, const std::exception& error,
                                                    const Report& report) {
  report(fmt::format("{} failed: {}", call.request.header("X-Amz-Target"), error.what()));
  return dress(outcome_of(ApiError::internal_server_error(
                   internal_failure_text("Internal server error", error))),
               call.media_type, call.request);
}

std::string JsonTargetProtocol::run(Call& call) {
  std::optional<dynamodb::JsonDocument> document;
  try {
    document = dynamodb::JsonDocument::parse(call.request.body);
  } catch (const dynamodb::JsonError&) {
    throw ApiError::serialization();
  }
  if (!document->root().is_object()) {
    throw ApiError::serialization();
  }
  operations::OperationContext context = parts_.context;
  context.name_space = parts_.identity.name_space(call.request);
  return call.operation->run(context, document->root());
}

}  // namespace tombola::server
