// What a method's validator asks of a request before its integration gets it: parameters that must be
// there, and a body as its model has it. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
#pragma once

#include <optional>

#include "server/api_gateway/api_call.h"

namespace tombola::server {

std::optional<GatewayError> invalid_request(const ApiCall& call);

}  // namespace tombola::server
