// Who may call what of an OpenAPI document: its security schemes as authorizers, and what operations ask
// for of them. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
#pragma once

#include <map>
#include <string>
#include <vector>

#include "deploy/resources/openapi.h"

namespace tombola::deploy {

struct OpenApiAuthorizer {
  std::string scheme;
  Json request;  // members of CreateAuthorizer, but for the API's id
};
std::vector<OpenApiAuthorizer> rest_authorizers_of(const Json& body);
std::vector<OpenApiAuthorizer> http_authorizers_of(const Json& body);
// Schemes that are none of these, nor API keys, nor signatures.
std::vector<std::string> other_schemes(const Json& body,
                                       const std::vector<OpenApiAuthorizer>& authorizers);

// By their schemes.
using AuthorizerIds = std::map<std::string, std::string>;
// Members of PutMethod, and of CreateRoute.
Json rest_access_of(const Json& body, const OpenApiOperation& operation, const AuthorizerIds& ids);
Json http_access_of(const Json& body, const OpenApiOperation& operation, const AuthorizerIds& ids);

}  // namespace tombola::deploy
