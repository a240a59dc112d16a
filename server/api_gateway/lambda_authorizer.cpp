#include "server/api_gateway/lambda_authorizer.h"

#include <algorithm>

#include <fmt/format.h>

#include "server/api_gateway/invoke_policy.h"
#include "server/api_gateway/parameter_mapping.h"
#include "server/api_gateway/request_parameters.h"
#include "server/api_gateway_event.h"
#include "server/http_api_event.h"
#include "services/perl_pattern.h"

namespace tombola::server {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// REST APIs have them in one text, HTTP APIs in a list.
std::vector<std::string> sources_of(const AuthorizerDocument& authorizer) {
  const auto found = authorizer.find("identitySource");
  if (found == authorizer.end()) {
    return {};
  }
  if (found->is_array()) {
    return found->get<std::vector<std::string>>();
  }
  std::vector<std::string> sources;
  std::string_view rest = found->get_ref<const std::string&>();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view source = rest.substr(0, end);
    source.remove_prefix(std::min(source.find_first_not_of(' '), source.size()));
    source = source.substr(0, source.find_last_not_of(' ') + 1);
    if (!source.empty()) {
      sources.emplace_back(source);
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return sources;
}

bool is_token(const AuthorizerDocument& authorizer) {
  return authorizer.value("type", "") == "TOKEN";
}

bool has_format_2(const AuthorizerDocument& authorizer, const ApiCall& call) {
  return !call.is_rest() && authorizer.value("authorizerPayloadFormatVersion", "1.0") == "2.0";
}

bool has_form(const std::string& text, const std::string& pattern) {
  try {
    return pattern.empty() || services::PerlPattern(pattern).matches(text);
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, ","));
}

Authorized failed(GatewayError error, std::string problem) {
  return {std::move(error), "", "", std::move(problem)};
}

// Numbers and truth values come as texts from REST APIs; what is neither makes no sense to them.
std::optional<ordered_json> rest_context(const ordered_json& context) {
  ordered_json texts = ordered_json::object();
  for (const auto& [name, value] : context.items()) {
    if (value.is_structured()) {
      return std::nullopt;
    }
    texts[name] = value.is_string() ? value : ordered_json(value.dump());
  }
  return texts;
}

Authorized simple_answer(const ordered_json& answer, bool format_2) {
  if (!answer.contains("isAuthorized") || !answer["isAuthorized"].is_boolean()) {
    return failed(authorizer_misconfigured(), "the authorizer's answer has no isAuthorized");
  }
  if (!answer["isAuthorized"].get<bool>()) {
    return failed(access_denied(false), "");
  }
  const ordered_json context = answer.value("context", ordered_json::object());
  return {std::nullopt, (format_2 ? ordered_json{{"lambda", context}} : context).dump(), "", ""};
}

Authorized denied(PolicyVerdict verdict) {
  return verdict == PolicyVerdict::Malformed
             ? failed(authorizer_misconfigured(),
                      "the authorizer's policy is malformed, or has conditions, which Tombola does "
                      "not support")
             : failed(access_denied(verdict == PolicyVerdict::ExplicitDeny), "");
}

}  // namespace

std::optional<std::vector<std::string>> identity_values(const AuthorizerDocument& authorizer,
                                                        const ApiCall& call) {
  std::vector<std::string> values;
  for (const std::string& source : sources_of(authorizer)) {
    std::string value = source.starts_with('$')
                            ? request_value(source, call)
                            : mapped_value(source, mapping_input(call)).value_or("");
    if (value.empty()) {
      return std::nullopt;
    }
    values.push_back(std::move(value));
  }
  if (is_token(authorizer) &&
      (values.empty() ||
       !has_form(values.front(), authorizer.value("identityValidationExpression", "")))) {
    return std::nullopt;
  }
  return values;
}

std::string method_arn(const ApiCall& call) {
  std::string what = call.request.method + call.stage.path;
  if (!call.is_rest()) {
    what = call.route.route_key;
    what.replace(std::min(what.find(' '), what.size()), what.find(' ') == std::string::npos ? 0 : 1,
                 "");
  }
  return fmt::format("arn:aws:execute-api:{}:{}:{}/{}/{}", call.owner->name_space.region,
                     call.owner->name_space.account, call.owner->id, call.stage.name, what);
}

std::string authorizer_event(const AuthorizerDocument& authorizer,
                             const std::vector<std::string>& identity, const ApiCall& call) {
  const std::string arn = method_arn(call);
  if (is_token(authorizer)) {
    return ordered_json{
        {"type", "TOKEN"}, {"methodArn", arn}, {"authorizationToken", identity.front()}}
        .dump();
  }
  http::Request without_body = call.request;
  without_body.body.clear();
  const bool format_2 = has_format_2(authorizer, call);
  const auto request = ordered_json::parse(
      format_2 ? http_api_event(without_body, call.gateway)
               : api_gateway_event(without_body, call.gateway,
                                   call.is_rest() ? EventOfRoute::RestApi : EventOfRoute::HttpApi));
  ordered_json event = ordered_json::object();
  if (!call.is_rest()) {
    event["version"] = format_2 ? "2.0" : "1.0";
  }
  event["type"] = "REQUEST";
  event[format_2 ? "routeArn" : "methodArn"] = arn;
  if (format_2) {
    event["identitySource"] = identity;
  } else if (!call.is_rest()) {
    event["identitySource"] = joined(identity);
    event["authorizationToken"] = joined(identity);
  }
  for (const auto& [name, value] : request.items()) {
    if (name != "version" && name != "body" && name != "isBase64Encoded") {
      event[name] = value;
    }
  }
  return event.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Authorized read_authorizer_answer(const AuthorizerDocument& authorizer, const std::string& payload,
                                  const ApiCall& call) {
  const auto answer = ordered_json::parse(payload, nullptr, false);
  if (!answer.is_object()) {
    return failed(authorizer_misconfigured(), "the authorizer's answer is no object: " + payload);
  }
  const bool format_2 = has_format_2(authorizer, call);
  if (!call.is_rest() && authorizer.value("enableSimpleResponses", false)) {
    return simple_answer(answer, format_2);
  }
  if (!answer.contains("principalId") || !answer["principalId"].is_string() ||
      !answer.contains("policyDocument")) {
    return failed(authorizer_misconfigured(),
                  "the authorizer's answer has no principalId or policyDocument: " + payload);
  }
  const PolicyVerdict verdict = verdict_of(json(answer["policyDocument"]), method_arn(call));
  if (verdict != PolicyVerdict::Allow) {
    return denied(verdict);
  }
  const ordered_json context = answer.value("context", ordered_json::object());
  if (format_2) {
    return {std::nullopt, ordered_json{{"lambda", context}}.dump(), "", ""};
  }
  auto texts = context.is_object() ? rest_context(context) : std::nullopt;
  if (!texts) {
    return failed(authorizer_misconfigured(),
                  "the authorizer's context has a value that is no text, number or boolean");
  }
  (*texts)["principalId"] = answer["principalId"];
  return {std::nullopt, texts->dump(), answer.value("usageIdentifierKey", ""), ""};
}

}  // namespace tombola::server
