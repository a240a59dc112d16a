// What an OpenAPI document asks of the requests to a REST API: parameters, models of bodies, and who
// checks them. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-validation-sample-api-swagger.html
#pragma once

#include <map>
#include <string>

#include "deploy/resources/openapi.h"

namespace tombola::deploy {

// Members of CreateRequestValidator by their names.
std::map<std::string, Json> openapi_validators(const Json& body);
// The operation's, or else the document's; empty: nothing is checked.
std::string openapi_validator_of(const Json& body, const OpenApiOperation& operation);

// Schemas by the names of their models: those of the document, and those that stand in its operations.
// References to others are those of the API of that id.
std::map<std::string, Json> openapi_models(const Json& body, const std::string& api);

// requestParameters and requestModels of PutMethod.
Json openapi_request_of(const Json& body, const OpenApiOperation& operation);

}  // namespace tombola::deploy
