#include "server/api_gateway/gateway_response.h"

#include <string>

#include "dynamodb/json/json_text.h"
#include "server/api_gateway/mock_integration.h"

namespace tombola::server {
namespace {

using services::api_gateway::Api;
using services::api_gateway::Document;

const Document* find(const Api& api, std::string_view type, int status) {
  const auto own = api.gateway_responses.find(std::string(type));
  if (own != api.gateway_responses.end()) {
    return &own->second;
  }
  const auto common = api.gateway_responses.find(status >= 500 ? "DEFAULT_5XX" : "DEFAULT_4XX");
  return common == api.gateway_responses.end() ? nullptr : &common->second;
}

void replace_all(std::string& text, std::string_view what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

http::Response gateway_response(const Api& api, std::string_view type, http::Response error) {
  const Document* wanted = find(api, type, error.status);
  if (wanted == nullptr) {
    return error;
  }
  if (const std::string status = wanted->value("statusCode", ""); !status.empty()) {
    error.status = std::stoi(status);
  }
  if (const auto parameters = wanted->find("responseParameters"); parameters != wanted->end()) {
    for (http::Header& header : static_headers(*parameters, "gatewayresponse.header.")) {
      error.headers.push_back(std::move(header));
    }
  }
  const auto templates = wanted->find("responseTemplates");
  if (templates != wanted->end() && templates->contains("application/json")) {
    const std::string message = Document::parse(error.body).value("message", "");
    std::string body = templates->at("application/json");
    replace_all(body, "$context.error.messageString", dynamodb::json_string(message));
    replace_all(body, "$context.error.message", message);
    replace_all(body, "$context.error.responseType", std::string(type));
    error.body = std::move(body);
  }
  return error;
}

}  // namespace tombola::server
