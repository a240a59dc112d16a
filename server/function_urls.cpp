#include "server/function_urls.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "server/function_url_cors.h"
#include "server/gateway_call.h"
#include "server/gateway_invoker.h"
#include "server/http_api_answer.h"
#include "server/http_api_event.h"

namespace tombola::server {
namespace {

constexpr std::string_view url_label = ".lambda-url.";
constexpr std::string_view signed_service = "lambda";

// Of the Host header, without its port.
std::string_view domain_of(const http::Request& request) {
  const std::string_view host = request.header("Host");
  return host.substr(0, host.find(':'));
}

http::Response json_answer(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

http::Response forbidden() {
  http::Response response = json_answer(403, R"({"Message":"Forbidden"})");
  response.headers.push_back({"x-amzn-ErrorType", "AccessDeniedException"});
  return response;
}

// The caller of a URL that wants signatures.
std::string authorizer_of(const dynamodb::Namespace& caller) {
  const std::string arn = fmt::format("arn:aws:iam::{}:root", caller.account);
  return nlohmann::ordered_json{{"iam",
                                 {{"accessKey", caller.account},
                                  {"accountId", caller.account},
                                  {"callerId", caller.account},
                                  {"cognitoIdentity", nullptr},
                                  {"principalOrgId", nullptr},
                                  {"userArn", arn},
                                  {"userId", caller.account}}}}
      .dump();
}

void add_headers(http::Response& response, std::vector<http::Header> headers) {
  std::move(headers.begin(), headers.end(), std::back_inserter(response.headers));
}

}  // namespace

bool FunctionUrls::owns(const http::Request& request) {
  return domain_of(request).find(url_label) != std::string_view::npos;
}

void FunctionUrls::handle(const http::Request& request, http::Responder respond) {
  const std::string_view domain = domain_of(request);
  const auto url = parts_.functions.find_url(domain.substr(0, domain.find('.')));
  if (!url) {
    return respond(json_answer(404, R"({"Message":null})"));
  }
  if (auto preflight = preflight_of_url(url->config, request)) {
    return respond(std::move(*preflight));
  }
  if (auto refusal = refusal_of(*url, request)) {
    add_headers(*refusal, cors_headers_of_url(url->config, request));
    return respond(std::move(*refusal));
  }
  invoke(*url, request, std::move(respond));
}

// A URL of AuthType AWS_IAM wants a signature; who signed may call.
std::optional<http::Response> FunctionUrls::refusal_of(const triggers::FunctionUrl& url,
                                                       const http::Request& request) const {
  if (url.config.auth_type == "NONE") {
    return std::nullopt;
  }
  const auto refusal = parts_.identity.check(request, signed_service);
  if (!refusal) {
    return std::nullopt;
  }
  if (refusal->error_name == "MissingAuthenticationTokenException") {
    return forbidden();
  }
  http::Response response =
      json_answer(403, R"({"message":)" + dynamodb::json_string(refusal->message) + "}");
  response.headers.push_back({"x-amzn-ErrorType", std::string(refusal->error_name)});
  return response;
}

void FunctionUrls::invoke(const triggers::FunctionUrl& url, const http::Request& request,
                          http::Responder respond) {
  GatewayCall call = new_gateway_call(request, port_);
  call.account = "anonymous";
  call.api_id = url.config.url_id;
  call.stage = "$default";
  call.route_key = "$default";
  if (url.config.auth_type != "NONE") {
    const dynamodb::Namespace caller = parts_.identity.name_space(request);
    call.account = caller.account;
    call.authorizer_json = authorizer_of(caller);
  }
  GatewayWork work;
  work.invocation = gateway_invocation(call, http_api_event(request, call),
                                       triggers::InvocationCause::Source::FunctionUrl);
  work.invocation.request_id = call.request_id;
  if (work.invocation.event_json.size() > limits::invocation_payload_bytes_max) {
    return respond(json_answer(413, R"({"Message":"Request Too Long"})"));
  }
  work.what = fmt::format("{} {}{}", request.method, call.domain, request.path());
  const auto entry =
      parts_.registry.find(parts_.registry.name_of(url.name_space, url.function, url.qualifier));
  if (!entry) {
    parts_.report(fmt::format("{}: there is no function {}", work.what, url.function));
    return respond(json_answer(404, R"({"Message":null})"));
  }
  work.invocation.function_arn = entry->function.arn();
  if (!url.qualifier.empty()) {
    work.invocation.function_arn += ":" + url.qualifier;
  }
  work.added = cors_headers_of_url(url.config, request);
  work.added.push_back({"x-amzn-RequestId", call.request_id});
  work.added.push_back({"X-Amzn-Trace-Id", call.trace_id});
  work.answer = [](const triggers::InvokeResult& result) { return http_api_answer(result); };
  if (url.config.streams()) {
    work.streamed.emplace(
        GatewayWork::Streamed{.failure = [](const triggers::InvokeResult& result) {
          return result.status == triggers::InvokeStatus::Success
                     ? function_url_failure()
                     : http_api_answer(result).response;
        }});
  }
  GatewayInvoker(parts_.timers, parts_.report).invoke(*entry, std::move(work), std::move(respond));
}

}  // namespace tombola::server
