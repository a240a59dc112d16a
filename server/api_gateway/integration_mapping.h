// What an integration that is no proxy gets of a request, and what the caller gets of its answer: the
// method's and the integration's requests and responses. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-data-transformations.html
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/message.h"
#include "server/api_gateway/api_call.h"

namespace tombola::server {

struct IntegrationRequest {
  services::api_gateway::NamedTexts path;
  services::api_gateway::NamedTexts query;
  services::api_gateway::NamedTexts headers;
  std::string body;
  // $context, for the response's templates, which see what those of the request set.
  nlohmann::ordered_json context;
};

struct IntegrationAnswer {
  // What selection patterns are compared with: a status, or the message of a function's error. None: a
  // function succeeded, which only a response without a pattern is for.
  std::optional<std::string> outcome;
  std::vector<http::Header> headers;
  std::string body;
};

// What the caller gets instead, and what the developer hears.
struct MappingFailure {
  GatewayError error;
  std::string problem = {};
};

// Both throw MappingFailure.
IntegrationRequest integration_request(const ApiCall& call);
http::Response client_response(const ApiCall& call, const IntegrationRequest& request,
                               const IntegrationAnswer& answer);

// The status that the text a MOCK integration's request was mapped to names: {"statusCode": 200}, read
// leniently, as API Gateway does: CDK writes { statusCode: 200 }. None: it names none.
std::optional<std::string> mock_status(const std::string& body);

}  // namespace tombola::server
