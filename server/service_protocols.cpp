#include "server/service_protocols.h"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_document.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "server/caller_policy.h"
#include "server/internal_failure.h"
#include "server/media_type.h"
#include "server/query_answer.h"
#include "server/query_form.h"
#include "server/signature.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

using dynamodb::JsonDocument;
using operations::ExecutionClass;
using operations::Operation;
using services::ServiceError;

constexpr std::string_view form_media_type = "application/x-www-form-urlencoded";
constexpr std::string_view json_media_type = "application/x-amz-json-1.0";

// The parameters of a Query call: of the body when it is a form, and of the URL.
std::vector<http::QueryParameter> form_of(const http::Request& request) {
  std::vector<http::QueryParameter> form = http::parse_query(request.query());
  if (base_media_type(request.header("Content-Type")) == form_media_type) {
    for (http::QueryParameter& parameter : http::parse_query(request.body)) {
      form.push_back(std::move(parameter));
    }
  }
  return form;
}

std::string_view value_of(const std::vector<http::QueryParameter>& form, std::string_view name) {
  for (const http::QueryParameter& parameter : form) {
    if (parameter.name == name) {
      return parameter.value;
    }
  }
  return {};
}

// As the other errors are, so that each protocol has one dress for all.
ServiceError error_of(const dynamodb::ApiError& error) {
  if (error.name() == "SerializationException") {
    return ServiceError("MalformedInput", error.message())
        .with_type("com.amazon.coral.service#SerializationException");
  }
  return ServiceError("ValidationError", error.message(), static_cast<int>(error.status()))
      .with_type("com.amazon.coral.validate#" + error.name());
}

// The front end's refusals have other names and another status in the Query protocol.
ServiceError error_of(const SignatureRefusal& refusal, bool query) {
  const std::string type = "com.amazon.coral.service#" + refusal.error_name;
  static constexpr std::pair<std::string_view, std::string_view> codes[] = {
      {"MissingAuthenticationTokenException", "MissingAuthenticationToken"},
      {"IncompleteSignatureException", "IncompleteSignature"},
      {"InvalidSignatureException", "SignatureDoesNotMatch"},
      {"UnrecognizedClientException", "InvalidClientTokenId"}};
  std::string code = refusal.error_name;
  for (const auto& [name, query_code] : codes) {
    if (name == refusal.error_name) {
      code = query_code;
    }
  }
  const int status = query && code != "IncompleteSignature" ? 403 : 400;
  return ServiceError(std::move(code), refusal.message, status).with_type(type);
}

}  // namespace

struct ServiceProtocols::Call {
  http::Request request;
  http::Responder respond;
  operations::OperationContext context;
  bool is_query = false;
  std::vector<http::QueryParameter> form = {};
  const ServiceWire* wire = nullptr;  // null: a Query call of a service that we do not have
  std::string operation_name = {};
  const Operation* operation = nullptr;
  std::string request_id = triggers::new_request_id();

  http::Response dress(int status, std::string body) const {
    http::Response response{status, {{"x-amzn-RequestId", request_id}}, std::move(body)};
    if (is_query) {
      response.headers.push_back({"Content-Type", wants_json() ? "application/json" : "text/xml"});
    } else {
      std::string type = base_media_type(request.header("Content-Type"));
      response.headers.push_back(
          {"Content-Type", type.empty() ? std::string(json_media_type) : std::move(type)});
    }
    add_cors_headers(response.headers, request);
    return response;
  }

  // The Query protocol's other form, which API Gateway asks for.
  bool wants_json() const { return request.header("Accept") == "application/json"; }

  http::Response success(const std::string& answer) const {
    if (is_query && wants_json()) {
      return dress(200, query_answer_json(answer, operation_name, request_id));
    }
    return dress(200,
                 is_query ? query_answer_xml(answer, *wire, operation_name, request_id) : answer);
  }

  http::Response failure(const ServiceError& error) const {
    if (is_query && wants_json()) {
      return dress(error.status(), query_error_json(error, request_id));
    }
    if (is_query) {
      return dress(error.status(), query_error_xml(error, wire, request_id));
    }
    std::string body = R"({"__type":)" + dynamodb::json_string(error.type());
    if (!error.message().empty()) {
      body += R"(,"message":)" + dynamodb::json_string(error.message());
    }
    http::Response response = dress(error.status(), body + "}");
    if (!wire->query_version.empty()) {
      // SDKs show the code that the service had in the protocol before this one.
      response.headers.push_back(
          {"x-amzn-query-error",
           fmt::format("{};{}", error.code(), error.status() >= 500 ? "Receiver" : "Sender")});
    }
    return response;
  }
};

bool ServiceProtocols::owns(const http::Request& request) {
  if (wire_of_target(request.header("X-Amz-Target")) != nullptr) {
    return true;
  }
  const bool may_be_query = request.query().find("Action=") != std::string_view::npos ||
                            base_media_type(request.header("Content-Type")) == form_media_type;
  if (!may_be_query) {
    return false;
  }
  const auto form = form_of(request);
  return !value_of(form, "Action").empty() && !value_of(form, "Version").empty();
}

void ServiceProtocols::handle(http::Request request, http::Responder respond) {
  auto call = std::make_shared<Call>(Call{std::move(request), std::move(respond), parts_.context});
  const std::string_view target = call->request.header("X-Amz-Target");
  call->wire = wire_of_target(target);
  if (call->wire != nullptr) {
    call->operation_name = target.substr(call->wire->json_target.size());
  } else {
    call->is_query = true;
    call->form = form_of(call->request);
    call->operation_name = value_of(call->form, "Action");
    call->wire = wire_of_version(value_of(call->form, "Version"));
  }
  if (call->wire != nullptr) {
    call->operation = operations::find_operation(call->wire->service, call->operation_name);
  }
  const bool inline_class =
      call->operation == nullptr || call->operation->execution_class != ExecutionClass::Worker;
  if (inline_class && !parts_.writes_wait &&
      call->request.body.size() <= limits::inline_body_bytes_max) {
    return run(call);
  }
  parts_.workers.post([this, call] { run(call); });
}

void ServiceProtocols::run(const std::shared_ptr<Call>& call) {
  give(*call, [&] { return answer(call); });
}

// None: the operation answers later.
std::optional<std::string> ServiceProtocols::answer(const std::shared_ptr<Call>& call) {
  if (call->wire == nullptr) {
    const auto signature = read_signature(call->request);
    throw ServiceError(
        "InvalidAction",
        fmt::format("Tombola does not support {} of the service {} yet.", call->operation_name,
                    signature ? signature->service : "that was called"));
  }
  if (call->operation == nullptr) {
    throw ServiceError("InvalidAction", fmt::format("The action {} is not valid for this endpoint.",
                                                    call->operation_name))
        .with_type("com.amazon.coral.service#UnknownOperationException");
  }
  if (!call->operation->is_served()) {
    throw ServiceError("InvalidAction",
                       fmt::format("Tombola does not support {} yet.", call->operation_name))
        .with_type("com.amazon.coral.service#UnknownOperationException");
  }
  if (const auto refusal = parts_.identity.check(call->request, call->wire->signed_name)) {
    throw error_of(*refusal, call->is_query);
  }
  call->context.name_space = parts_.identity.name_space(call->request);
  if (const auto signature = read_signature(call->request)) {
    call->context.signed_region = signature->region;
    call->context.access_key_id = signature->access_key_id;
  }
  std::optional<JsonDocument> document;
  try {
    document =
        JsonDocument::parse(call->is_query ? json_of_form(call->form, call->operation->fields(),
                                                          *call->wire, call->operation_name)
                                           : call->request.body);
  } catch (const dynamodb::JsonError&) {
    throw dynamodb::ApiError::serialization();
  }
  if (!document->root().is_object()) {
    throw dynamodb::ApiError::serialization();
  }
  if (call->operation->run_waiting == nullptr) {
    return call->operation->run(call->context, document->root());
  }
  call->operation->run_waiting(
      call->context, document->root(), [this, call](const std::function<std::string()>& make) {
        give(*call, [&]() -> std::optional<std::string> { return make(); });
      });
  return std::nullopt;
}

// The one place where errors become answers.
void ServiceProtocols::give(Call& call, const Answer& make) {
  try {
    if (const auto made = make()) {
      call.respond(call.success(*made));
    }
  } catch (const ServiceError& error) {
    call.respond(call.failure(error));
  } catch (const dynamodb::ApiError& error) {
    call.respond(call.failure(error_of(error)));
  } catch (const std::exception& error) {
    parts_.report(fmt::format("{} failed: {}", call.operation_name, error.what()));
    call.respond(call.failure(
        ServiceError("InternalFailure", internal_failure_text(internal_error_words, error), 500)
            .with_type("com.amazon.coral.service#InternalFailure")));
  }
}

}  // namespace tombola::server
