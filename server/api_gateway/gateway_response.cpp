#include "server/api_gateway/gateway_response.h"

#include <cctype>
#include <string>

#include "dynamodb/json/json_text.h"
#include "server/api_gateway/parameter_mapping.h"
#include "server/api_gateway_answer.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;
using services::api_gateway::Api;
using services::api_gateway::Document;
using services::api_gateway::MappingInput;

const Document* find(const Api& api, std::string_view type, int status) {
  const auto own = api.gateway_responses.find(std::string(type));
  if (own != api.gateway_responses.end()) {
    return &own->second;
  }
  const auto common = api.gateway_responses.find(status >= 500 ? "DEFAULT_5XX" : "DEFAULT_4XX");
  return common == api.gateway_responses.end() ? nullptr : &common->second;
}

// $context.error.message, with the dots and letters behind a '$'; those that are not known are empty.
std::string with_variables(std::string_view text, const MappingInput& input) {
  std::string result;
  while (!text.empty()) {
    const std::size_t dollar = text.find('$');
    result += text.substr(0, dollar);
    if (dollar == std::string_view::npos) {
      break;
    }
    text.remove_prefix(dollar + 1);
    std::size_t end = 0;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 ||
                                 text[end] == '_' || text[end] == '-' ||
                                 (text[end] == '.' && end + 1 < text.size() &&
                                  std::isalpha(static_cast<unsigned char>(text[end + 1])) != 0))) {
      ++end;
    }
    result += end == 0 ? "$" : mapped_value(text.substr(0, end), input).value_or("");
    text.remove_prefix(end);
  }
  return result;
}

// The members of $context.error.
ordered_json error_context(const GatewayError& error) {
  const ordered_json body = ordered_json::parse(error.body);
  const ordered_json& message = body.begin().value();
  return {{"message", message.is_string() ? message.get<std::string>() : ""},
          {"messageString", message.dump()},
          {"responseType", error.response_type},
          {"validationErrorString", error.validation_error}};
}

}  // namespace

http::Response gateway_response(const Api& api, const GatewayError& error, MappingInput input) {
  http::Response response = api_gateway_error(error.status, error.error_type, error.body);
  const Document* wanted = find(api, error.response_type, error.status);
  if (wanted == nullptr) {
    return response;
  }
  input.context["error"] = error_context(error);
  if (const std::string status = wanted->value("statusCode", ""); !status.empty()) {
    response.status = std::stoi(status);
  }
  if (const auto parameters = wanted->find("responseParameters"); parameters != wanted->end()) {
    for (auto& [name, value] : mapped_parameters(*parameters, "gatewayresponse.header.", input)) {
      response.headers.push_back({name, value});
    }
  }
  const auto templates = wanted->find("responseTemplates");
  if (templates != wanted->end() && templates->contains("application/json")) {
    response.body =
        with_variables(templates->at("application/json").get_ref<const std::string&>(), input);
  }
  return response;
}

}  // namespace tombola::server
