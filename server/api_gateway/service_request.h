// A request to one of our own services, as an integration with an AWS service makes it:
//
//   arn:aws:apigateway:<region>:<service>:action/<Action>   an operation by its name
//   arn:aws:apigateway:<region>:<service>:path/<path>       whatever the service has at that path
//
// https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html#apigw-Type-Integration-uri
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dynamodb/model/table_definition.h"
#include "http/message.h"
#include "server/api_gateway/integration_mapping.h"

namespace tombola::server {

struct ServiceAddress {
  std::string region;
  std::string service;  // "dynamodb"; a host before it ("bucket.s3") is left out
  bool is_action = false;
  std::string rest;  // the action, or the path without its first slash
};
// None: it is no such ARN.
std::optional<ServiceAddress> service_address(std::string_view uri);

struct ServiceSigner {
  std::string access_key_id;
  std::string secret;
  std::int64_t now_ms = 0;
};
// Signed; answers of the Query protocol are asked for as JSON, as API Gateway does.
http::Request service_request(const ServiceAddress& address, const std::string& method,
                              const IntegrationRequest& mapped, const ServiceSigner& signer);

}  // namespace tombola::server
