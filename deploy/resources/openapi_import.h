// An API as its OpenAPI document has it, as AWS's import makes it.
#pragma once

#include <optional>

#include "deploy/resources/resource_type.h"

namespace tombola::deploy {

// Body, or the object that BodyS3Location names; none: neither is there. Throws ResourceError.
std::optional<Json> openapi_body(const ResourceContext& context, const Json& properties);

// Resources, methods and responses of a REST API; routes of an HTTP API. What the API had goes first.
void import_rest_api(const ResourceContext& context, const std::string& id, const Json& body);
void import_http_api(const ResourceContext& context, const std::string& id, const Json& body);

}  // namespace tombola::deploy
