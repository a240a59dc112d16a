// Parameters that an HTTP API changes in a request before its integration gets it:
//
//   {"append:header.x": "$request.header.y", "overwrite:querystring.q": "static ${context.stage}",
//    "overwrite:path": "/other/$request.path.id", "remove:header.z": "''"}
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "server/api_gateway/api_call.h"

namespace tombola::server {

// What such a value stands for; references to what is not there are empty.
std::string request_value(std::string_view expression, const ApiCall& call);

struct ChangedRequest {
  http::Request request;
  std::optional<std::string> path;  // that the integration is asked for instead
};
ChangedRequest with_parameters(const services::api_gateway::Document& parameters,
                               const ApiCall& call);

}  // namespace tombola::server
