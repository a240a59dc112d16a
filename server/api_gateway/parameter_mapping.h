// Parameters that one side of an integration gets from the other: 'static', method.request.header.x,
// context.x, stageVariables.x, integration.response.header.x, and JSONPaths in bodies. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/api_gateway/api.h"
#include "services/api_gateway/mapping_template.h"

namespace tombola::server {

// What an expression stands for, in the request or the integration's answer that `input` is; none:
// nothing. An expression may have no method.request. or integration.response. in front.
std::optional<std::string> mapped_value(std::string_view expression,
                                        const services::api_gateway::MappingInput& input);

// Of {"integration.request.header.x":"method.request.header.y"} those whose name begins with
// `prefix`, without it, with their values; those without one are left out.
services::api_gateway::NamedTexts mapped_parameters(
    const services::api_gateway::Document& parameters, std::string_view prefix,
    const services::api_gateway::MappingInput& input);

}  // namespace tombola::server
