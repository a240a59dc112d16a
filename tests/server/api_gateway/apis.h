// APIs as CDK makes them, for the tests of how they are served.
#pragma once

#include <string>

#include "services/api_gateway/api.h"

namespace tombola::test {

using services::api_gateway::Api;
using services::api_gateway::Document;

inline std::string function_uri(const std::string& function) {
  return "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
         "arn:aws:lambda:us-east-1:000000000000:function:" +
         function + "/invocations";
}

inline Document proxy_integration(const std::string& function) {
  return {{"type", "AWS_PROXY"}, {"httpMethod", "POST"}, {"uri", function_uri(function)}};
}

// The resource of that path, made with those above it when it is not there.
inline std::string resource_id(Api& api, const std::string& path) {
  for (const auto& [id, resource] : api.resources) {
    if (resource.at("path") == path) {
      return id;
    }
  }
  const std::size_t slash = path.rfind('/');
  const std::string parent = resource_id(api, slash == 0 ? "/" : path.substr(0, slash));
  return add_resource(api, parent, path.substr(slash + 1));
}

inline void put_method(Api& api, const std::string& path, const std::string& method,
                       const Document& integration) {
  api.resources.at(resource_id(api, path))["resourceMethods"][method] = {
      {"httpMethod", method}, {"authorizationType", "NONE"}, {"methodIntegration", integration}};
}

inline Api rest_api(const std::string& stage = "prod") {
  Api api = services::api_gateway::new_rest_api({}, {{"name", "raffle"}}, 1000);
  api.stages[stage] = {{"stageName", stage}};
  return api;
}

// A route for each key, to the function "f".
inline Api http_api(const std::vector<std::string>& route_keys, const Document& settings = {}) {
  Document all = {{"name", "pets"}};
  all.update(settings.is_null() ? Document::object() : settings);
  Api api = services::api_gateway::new_http_api({}, all, 1000);
  api.stages["$default"] = {{"stageName", "$default"}, {"autoDeploy", true}};
  api.integrations["i"] = {{"integrationId", "i"},
                           {"integrationType", "AWS_PROXY"},
                           {"integrationUri", "arn:aws:lambda:us-east-1:000000000000:function:f"},
                           {"payloadFormatVersion", "2.0"}};
  for (const std::string& key : route_keys) {
    api.routes[key] = {{"routeId", key}, {"routeKey", key}, {"target", "integrations/i"}};
  }
  return api;
}

// As it is, deployed to all its stages.
inline Api deployed(Api api) {
  take_snapshot(api, "d");
  for (auto& [name, stage] : api.stages) {
    stage["deploymentId"] = "d";
  }
  return api;
}

}  // namespace tombola::test
