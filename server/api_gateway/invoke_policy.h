// Whether a policy that a Lambda authorizer returned lets a request through. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace tombola::server {

enum class PolicyVerdict { Allow, ImplicitDeny, ExplicitDeny, Malformed };

// For execute-api:Invoke on `method_arn`. What is not a policy, and what has conditions, is Malformed.
PolicyVerdict verdict_of(const nlohmann::json& policy, const std::string& method_arn);

// '*' and '?' stand for any text and any letter.
bool matches_wildcards(std::string_view pattern, std::string_view text);

}  // namespace tombola::server
