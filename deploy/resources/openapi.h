// OpenAPI documents (Swagger 2, OpenAPI 3) with API Gateway's extensions, as far as APIs are made of
// them: what each operation comes to in requests of the control planes. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
#pragma once

#include <string>
#include <vector>

#include "deploy/template/template.h"

namespace tombola::deploy {

struct OpenApiOperation {
  std::string path;    // "/tickets/{id}", "/$default"
  std::string method;  // "GET", "ANY"
  Json definition;
};

// In the order of the document. Throws ResourceError when it is no such document.
std::vector<OpenApiOperation> openapi_operations(const Json& body);
// info.title; empty: it has none.
std::string openapi_title(const Json& body);

// Of REST APIs: members of PutIntegration (null: the operation has none), and of each
// PutMethodResponse and PutIntegrationResponse, with status_code.
Json rest_integration_of(const OpenApiOperation& operation);
std::vector<Json> rest_method_responses_of(const OpenApiOperation& operation);
std::vector<Json> rest_integration_responses_of(const OpenApiOperation& operation);

// Of HTTP APIs: "GET /tickets/{id}", "$default"; and the members of CreateIntegration, or null.
std::string http_route_key_of(const OpenApiOperation& operation);
Json http_integration_of(const OpenApiOperation& operation);

}  // namespace tombola::deploy
