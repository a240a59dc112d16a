#include "deploy/resources/openapi.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {
namespace {

constexpr const char* integration_member = "x-amazon-apigateway-integration";
constexpr std::string_view any_method = "x-amazon-apigateway-any-method";

// Empty: it is something else of the path ("parameters").
std::string method_of(const std::string& name) {
  static constexpr std::array<std::string_view, 7> methods = {"get",     "put",  "post", "delete",
                                                              "options", "head", "patch"};
  if (name == any_method) {
    return "ANY";
  }
  std::string method = name;
  std::transform(method.begin(), method.end(), method.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  if (std::find(methods.begin(), methods.end(), method) == methods.end()) {
    return "";
  }
  std::transform(method.begin(), method.end(), method.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return method;
}

std::string upper_text(const Json& value) {
  std::string text = value.is_string() ? value.get<std::string>() : "";
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return text;
}

// {"status_code": "200"} of "200"; none of "default".
std::optional<Json> status_of(const std::string& name) {
  return name.size() == 3 && std::isdigit(static_cast<unsigned char>(name.front())) != 0
             ? std::optional<Json>(Json{{"status_code", name}})
             : std::nullopt;
}

}  // namespace

std::vector<OpenApiOperation> openapi_operations(const Json& body) {
  const Json paths = member(body, "paths");
  const bool has_version =
      body.is_object() && (body.contains("swagger") || body.contains("openapi"));
  if (!has_version || (!paths.is_object() && !paths.is_null())) {
    throw ResourceError("Invalid OpenAPI input.");
  }
  std::vector<OpenApiOperation> operations;
  for (const auto& [path, methods] : paths.items()) {
    for (const auto& [name, definition] : methods.items()) {
      if (const std::string method = method_of(name); !method.empty()) {
        operations.push_back({path, method, definition});
      }
    }
  }
  return operations;
}

std::string openapi_title(const Json& body) {
  const Json title = member(member(body, "info"), "title");
  return title.is_string() ? title.get<std::string>() : "";
}

Json rest_integration_of(const OpenApiOperation& operation) {
  const Json given = member(operation.definition, integration_member);
  if (!given.is_object()) {
    return nullptr;
  }
  Json integration = picked(
      given, {"connectionType", "connectionId", "credentials", "uri", "requestParameters",
              "requestTemplates", "passthroughBehavior", "cacheNamespace", "cacheKeyParameters",
              "contentHandling", "httpMethod", "responseTransferMode", "timeoutInMillis"});
  integration["type"] = upper_text(member(given, "type"));
  if (const Json behavior = member(given, "passthroughBehavior"); behavior.is_string()) {
    integration["passthroughBehavior"] = upper_text(behavior);
  }
  return integration;
}

std::vector<Json> rest_method_responses_of(const OpenApiOperation& operation) {
  std::vector<Json> responses;
  const Json given = member(operation.definition, "responses");
  for (const auto& [name, response] : given.items()) {
    auto put = status_of(name);
    if (!put) {
      continue;
    }
    Json parameters = Json::object();
    const Json headers = member(response, "headers");
    for (const auto& [header, definition] : headers.items()) {
      parameters["method.response.header." + header] = false;
    }
    if (!parameters.empty()) {
      (*put)["responseParameters"] = std::move(parameters);
    }
    responses.push_back(std::move(*put));
  }
  return responses;
}

std::vector<Json> rest_integration_responses_of(const OpenApiOperation& operation) {
  std::vector<Json> responses;
  const Json given = member(member(operation.definition, integration_member), "responses");
  for (const auto& [pattern, response] : given.items()) {
    Json put = picked(response, {"responseParameters", "responseTemplates", "contentHandling"});
    const Json status = member(response, "statusCode");
    put["status_code"] = status.is_null() ? "200" : scalar_text(status);
    if (pattern != "default") {
      put["selectionPattern"] = pattern;
    }
    responses.push_back(std::move(put));
  }
  return responses;
}

std::string http_route_key_of(const OpenApiOperation& operation) {
  const bool is_default = operation.path == "/$default" || operation.path == "$default";
  return is_default ? "$default" : operation.method + " " + operation.path;
}

Json http_integration_of(const OpenApiOperation& operation) {
  const Json given = member(operation.definition, integration_member);
  if (!given.is_object()) {
    return nullptr;
  }
  Json integration = picked(given, {"connectionType", "connectionId", "payloadFormatVersion",
                                    "requestParameters", "timeoutInMillis"});
  integration["integrationType"] = upper_text(member(given, "type"));
  for (const auto& [theirs, ours] :
       {std::pair("uri", "integrationUri"), std::pair("httpMethod", "integrationMethod"),
        std::pair("credentials", "credentialsArn")}) {
    if (const Json value = member(given, theirs); !value.is_null()) {
      integration[ours] = value;
    }
  }
  if (const Json version = member(given, "payloadFormatVersion"); !version.is_null()) {
    integration["payloadFormatVersion"] = scalar_text(version);
  }
  return integration;
}

}  // namespace tombola::deploy
