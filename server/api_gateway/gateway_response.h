// An error of a REST API's own, as the API's gateway responses dress it: with other headers (CORS's,
// mostly), another status or another body. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
#pragma once

#include <string_view>

#include "http/message.h"
#include "services/api_gateway/api.h"

namespace tombola::server {

// `type`: MISSING_AUTHENTICATION_TOKEN, INTEGRATION_TIMEOUT, ...; DEFAULT_4XX and DEFAULT_5XX dress
// what has nothing of its own.
http::Response gateway_response(const services::api_gateway::Api& api, std::string_view type,
                                http::Response error);

}  // namespace tombola::server
