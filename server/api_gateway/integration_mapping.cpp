#include "server/api_gateway/integration_mapping.h"

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "server/api_gateway/binary_media_types.h"
#include "server/api_gateway/parameter_mapping.h"
#include "server/media_type.h"
#include "services/perl_pattern.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;
using services::api_gateway::BodyNotJson;
using services::api_gateway::Document;
using services::api_gateway::Mapped;
using services::api_gateway::MappingInput;
using services::api_gateway::NamedTexts;
using services::api_gateway::TemplateError;

constexpr std::string_view json_type = "application/json";

Document object_member(const Document& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || !found->is_object() ? Document::object() : *found;
}

std::string media_type_or_json(std::string_view content_type) {
  std::string type = base_media_type(content_type);
  return type.empty() ? std::string(json_type) : type;
}

// None: the body goes through as it is. Throws MappingFailure: the API takes no such media type.
std::optional<std::string> request_template(const Document& integration,
                                            const http::Request& request) {
  const Document templates = object_member(integration, "requestTemplates");
  const auto found = templates.find(media_type_or_json(request.header("Content-Type")));
  if (found != templates.end() && found->is_string()) {
    return found->get<std::string>();
  }
  const std::string behavior = integration.value("passthroughBehavior", "WHEN_NO_MATCH");
  if (behavior == "NEVER" || (behavior == "WHEN_NO_TEMPLATES" && !templates.empty())) {
    throw MappingFailure{unsupported_media_type()};
  }
  return std::nullopt;
}

// CONVERT_TO_BINARY takes base64, CONVERT_TO_TEXT makes it.
std::string converted(const Document& holder, std::string body) {
  const std::string handling = holder.value("contentHandling", "");
  if (handling == "CONVERT_TO_TEXT") {
    return dynamodb::to_base64(body);
  }
  if (handling == "CONVERT_TO_BINARY") {
    auto bytes = dynamodb::from_base64(body);
    return bytes ? std::move(*bytes) : body;
  }
  return body;
}

void put(NamedTexts& texts, const std::string& name, const std::string& value) {
  for (auto& [there, text] : texts) {
    if (http::equals_ignoring_case(there, name)) {
      text = value;
      return;
    }
  }
  texts.emplace_back(name, value);
}

void override_texts(NamedTexts& texts, const ordered_json& overrides, const char* part) {
  const auto found = overrides.find(part);
  if (found == overrides.end() || !found->is_object()) {
    return;
  }
  for (const auto& [name, value] : found->items()) {
    put(texts, name, value.is_string() ? value.get<std::string>() : value.dump());
  }
}

bool matches(const std::string& pattern, const std::string& outcome) {
  try {
    return services::PerlPattern(pattern).matches(outcome);
  } catch (const std::runtime_error&) {
    return false;
  }
}

// The integration response whose pattern fits, or the one without a pattern.
const Document* response_for(const Document& responses, const std::optional<std::string>& outcome) {
  const Document* otherwise = nullptr;
  for (const Document& response : responses) {
    const std::string pattern = response.value("selectionPattern", "");
    if (pattern.empty()) {
      otherwise = otherwise == nullptr ? &response : otherwise;
    } else if (outcome && matches(pattern, *outcome)) {
      return &response;
    }
  }
  return otherwise;
}

struct ResponseTemplate {
  std::string type;
  std::string text;
};
// That of the media type which the client accepts, or of JSON, or the first; whatever type the
// integration's answer has: DynamoDB's is not application/json either.
std::optional<ResponseTemplate> response_template(const Document& response,
                                                  const http::Request& request) {
  const Document templates = object_member(response, "responseTemplates");
  auto found = templates.find(base_media_type(request.header("Accept")));
  if (found == templates.end()) {
    found = templates.find(json_type);
  }
  if (found == templates.end()) {
    found = templates.begin();
  }
  return found != templates.end() && found->is_string()
             ? std::optional(ResponseTemplate{found.key(), found->get<std::string>()})
             : std::nullopt;
}

// What the response's parameters read: the integration's headers and body.
MappingInput answer_input(const MappingInput& input, const IntegrationAnswer& answer) {
  MappingInput of_answer = input;
  of_answer.body = answer.body;
  of_answer.headers.clear();
  for (const http::Header& header : answer.headers) {
    of_answer.headers.emplace_back(header.name, header.value);
  }
  return of_answer;
}

void apply_override(http::Response& response, NamedTexts& headers, const ordered_json& override) {
  override_texts(headers, override, "header");
  if (const auto status = override.find("status"); status != override.end()) {
    const std::string text = status->is_string() ? status->get<std::string>() : status->dump();
    if (text.size() == 3 && text.find_first_not_of("0123456789") == std::string::npos) {
      response.status = std::stoi(text);
    }
  }
}

}  // namespace

IntegrationRequest integration_request(const ApiCall& call) {
  const Document& integration = call.integration();
  MappingInput input = mapping_input(call);
  const Document parameters = object_member(integration, "requestParameters");
  IntegrationRequest request;
  request.path = mapped_parameters(parameters, "integration.request.path.", input);
  request.query = mapped_parameters(parameters, "integration.request.querystring.", input);
  request.headers = mapped_parameters(parameters, "integration.request.header.", input);
  request.context = input.context;
  input.body = converted(integration, input.body);
  const auto mapping = request_template(integration, call.request);
  if (!mapping) {
    request.body = std::move(input.body);
    return request;
  }
  try {
    Mapped mapped = map_body(*mapping, input);
    request.body = std::move(mapped.body);
    override_texts(request.path, mapped.request_override, "path");
    override_texts(request.query, mapped.request_override, "querystring");
    override_texts(request.headers, mapped.request_override, "header");
    request.context["requestOverride"] = std::move(mapped.request_override);
  } catch (const BodyNotJson& error) {
    throw MappingFailure{
        bad_request_body(fmt::format("Could not parse request body into json: {}", error.what()))};
  } catch (const TemplateError& error) {
    throw MappingFailure{integration_misconfigured(),
                         fmt::format("its request template: {}", error.what())};
  }
  return request;
}

http::Response client_response(const ApiCall& call, const IntegrationRequest& request,
                               const IntegrationAnswer& answer) {
  const Document responses = object_member(call.integration(), "integrationResponses");
  const Document* response = response_for(responses, answer.outcome);
  if (response == nullptr) {
    throw MappingFailure{integration_misconfigured(),
                         fmt::format("no integration response is for the outcome {}",
                                     answer.outcome.value_or("of success"))};
  }
  MappingInput input = mapping_input(call);
  input.context = request.context;
  http::Response made;
  made.status = std::stoi(response->value("statusCode", "200"));
  const Document parameters = object_member(*response, "responseParameters");
  NamedTexts headers =
      mapped_parameters(parameters, "method.response.header.", answer_input(input, answer));
  made.body = converted(*response, answer.body);
  std::string type(http::find_header(answer.headers, "Content-Type"));
  if (const auto mapping = response_template(*response, call.request)) {
    try {
      input.body = made.body;
      Mapped mapped = map_body(mapping->text, input);
      made.body = std::move(mapped.body);
      apply_override(made, headers, mapped.response_override);
      type = mapping->type;
    } catch (const TemplateError& error) {
      throw MappingFailure{integration_misconfigured(),
                           fmt::format("its response template: {}", error.what())};
    }
  }
  for (auto& [name, value] : headers) {
    made.headers.push_back({std::move(name), std::move(value)});
  }
  if (!http::has_header(made.headers, "Content-Type")) {
    made.headers.push_back({"Content-Type", type.empty() ? std::string(json_type) : type});
  }
  return made;
}

std::optional<std::string> mock_status(const std::string& body) {
  static const services::PerlPattern form(R"(["']?statusCode["']?\s*:\s*["']?(\d{3})\b)");
  return form.first_group_in(body);
}

}  // namespace tombola::server
