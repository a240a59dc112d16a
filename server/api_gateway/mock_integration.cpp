// The status is read leniently, as API Gateway does: CDK writes { statusCode: 200 }.
#include "server/api_gateway/mock_integration.h"

#include <cctype>
#include <optional>
#include <string>

#include <boost/regex.hpp>
#include <fmt/format.h>

#include "server/api_gateway_answer.h"
#include "server/media_type.h"

namespace tombola::server {
namespace {

using services::api_gateway::Document;

constexpr std::string_view json_type = "application/json";

Document object_member(const Document& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || !found->is_object() ? Document::object() : *found;
}

bool is_vtl(std::string_view text) {
  return text.find_first_of("#$") != std::string_view::npos;
}

// The number behind statusCode; none: there is none.
std::optional<std::string> status_of(const std::string& text) {
  static const boost::regex form(R"(["']?statusCode["']?\s*:\s*["']?(\d{3})\b)");
  boost::smatch found;
  return boost::regex_search(text, found, form) ? std::optional(found[1].str()) : std::nullopt;
}

// The text that the request becomes; none: no template fits and the API takes nothing else.
std::optional<std::string> mapped_request(const Document& integration,
                                          const http::Request& request) {
  const Document templates = object_member(integration, "requestTemplates");
  std::string type = base_media_type(request.header("Content-Type"));
  if (type.empty()) {
    type = json_type;
  }
  if (const auto found = templates.find(type); found != templates.end() && found->is_string()) {
    return found->get<std::string>();
  }
  const std::string behavior = integration.value("passthroughBehavior", "WHEN_NO_MATCH");
  if (behavior == "NEVER" || (behavior == "WHEN_NO_TEMPLATES" && !templates.empty())) {
    return std::nullopt;
  }
  return request.body;
}

bool matches(const std::string& pattern, const std::string& status) {
  try {
    return boost::regex_match(status, boost::regex(pattern));
  } catch (const std::runtime_error&) {
    return false;
  }
}

// The integration response whose pattern fits the status, or the one without a pattern.
const Document* response_for(const Document& responses, const std::string& status) {
  const Document* otherwise = nullptr;
  for (const Document& response : responses) {
    const std::string pattern = response.value("selectionPattern", "");
    if (pattern.empty()) {
      otherwise = &response;
    } else if (matches(pattern, status)) {
      return &response;
    }
  }
  return otherwise;
}

ProxyAnswer configuration_error(std::string problem) {
  return {api_gateway_error(500, "InternalServerErrorException",
                            R"({"message": "Internal server error"})"),
          std::move(problem)};
}

}  // namespace

std::vector<http::Header> static_headers(const Document& parameters, std::string_view prefix) {
  std::vector<http::Header> headers;
  for (const auto& [name, value] : parameters.items()) {
    if (!name.starts_with(prefix) || !value.is_string()) {
      continue;
    }
    const std::string text = value.get<std::string>();
    if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') {
      headers.push_back({name.substr(prefix.size()), text.substr(1, text.size() - 2)});
    }
  }
  return headers;
}

ProxyAnswer mock_answer(const Document& integration, const http::Request& request) {
  const auto mapped = mapped_request(integration, request);
  if (!mapped) {
    return {
        api_gateway_error(415, "BadRequestException", R"({"message": "Unsupported Media Type"})"),
        {}};
  }
  if (is_vtl(*mapped)) {
    return configuration_error("Tombola does not support VTL in request templates yet");
  }
  const auto status = status_of(*mapped);
  const Document responses = object_member(integration, "integrationResponses");
  const Document* response = status ? response_for(responses, *status) : nullptr;
  if (response == nullptr) {
    return configuration_error(
        fmt::format("the MOCK integration has no response for the status {}", status.value_or("")));
  }
  ProxyAnswer answer;
  answer.response.status = std::stoi(response->at("statusCode").get<std::string>());
  answer.response.headers =
      static_headers(object_member(*response, "responseParameters"), "method.response.header.");
  const std::string body =
      object_member(*response, "responseTemplates").value(std::string(json_type), "");
  if (is_vtl(body)) {
    return configuration_error("Tombola does not support VTL in response templates yet");
  }
  answer.response.body = body;
  if (!http::has_header(answer.response.headers, "Content-Type")) {
    answer.response.headers.push_back({"Content-Type", std::string(json_type)});
  }
  return answer;
}

}  // namespace tombola::server
