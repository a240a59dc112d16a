// An API as its OpenAPI document has it, as AWS's import makes it.
#pragma once

#include <optional>

#include "deploy/resources/resource_type.h"

namespace tombola::deploy {

// Body, or the object that BodyS3Location names; none: neither is there. Throws ResourceError.
std::optional<Json> openapi_body(const ResourceContext& context, const Json& properties);

// The same, of an API that is to be made anew: null as well when its object is gone.
Json openapi_body_before(const ResourceContext& context, const Json& properties);

struct OpenApiDocuments {
  Json now;
  Json before = nullptr;  // that the API was made of; null: there was none
};
// Resources, methods and responses of a REST API; routes of an HTTP API. Those that the API had go first,
// and so do the authorizers, validators, models, gateway responses and integrations that only the
// document before had: others may be resources of their own.
void import_rest_api(const ResourceContext& context, const std::string& id,
                     const OpenApiDocuments& documents);
void import_http_api(const ResourceContext& context, const std::string& id,
                     const OpenApiDocuments& documents);

}  // namespace tombola::deploy
