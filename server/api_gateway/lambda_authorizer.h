// Lambda authorizers: what their functions are asked, and what their answers mean. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/api_gateway/api_call.h"

namespace tombola::server {

using AuthorizerDocument = services::api_gateway::Document;

// The values of the authorizer's identity sources; none: one of them is missing, or a token is not of the
// form that it should have, so that nobody is asked.
std::optional<std::vector<std::string>> identity_values(const AuthorizerDocument& authorizer,
                                                        const ApiCall& call);

// arn:aws:execute-api:<region>:<account>:<api>/<stage>/<METHOD>/<path>; of an HTTP API the route's.
std::string method_arn(const ApiCall& call);

// The event, as JSON.
std::string authorizer_event(const AuthorizerDocument& authorizer,
                             const std::vector<std::string>& identity, const ApiCall& call);

// What the function's answer means for this call: an error, or none and what events say of it.
struct Authorized {
  std::optional<GatewayError> error;
  std::string context_json;  // requestContext.authorizer
  std::string usage_key;     // usageIdentifierKey
  std::string problem;       // for the developer
};
Authorized read_authorizer_answer(const AuthorizerDocument& authorizer, const std::string& payload,
                                  const ApiCall& call);

}  // namespace tombola::server
