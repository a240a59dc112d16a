// CreateApi: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
//
// With a target it comes with a route, an integration and the stage $default.
#include "operations/api_gateway_v2/part_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateApiRequest",
      {{"name", Shape::string().length(1, 128), Required},
       {"protocolType", Shape::string().one_of({"WEBSOCKET", "HTTP"}), Required},
       text_member("description"),
       text_member("version"),
       {"corsConfiguration",
        Shape::structure("Cors", {flag_member("allowCredentials"),
                                  list_member("allowHeaders"),
                                  list_member("allowMethods"),
                                  list_member("allowOrigins"),
                                  list_member("exposeHeaders"),
                                  {"maxAge", Shape::integer().range(-1, 86400)}})},
       texts_member("tags"),
       {"routeSelectionExpression", Shape::string().one_of({"$request.method $request.path",
                                                            "${request.method} ${request.path}"})},
       {"apiKeySelectionExpression", Shape::string(), Unsupported},
       flag_member("disableExecuteApiEndpoint"),
       {"disableSchemaValidation", Shape::boolean(), Unsupported},
       {"ipAddressType", Shape::string().one_of({"ipv4", "dualstack"})},
       text_member("target"),
       text_member("routeKey"),
       {"credentialsArn", Shape::string(), Unsupported}});
  return shape;
}

void add_quick_route(Api& api, const std::string& route_key, const std::string& target) {
  const std::string integration = services::api_gateway::new_part_id();
  const std::string route = services::api_gateway::new_part_id();
  const bool is_function = target.starts_with("arn:");
  api.integrations[integration] = {{"integrationId", integration},
                                   {"integrationType", is_function ? "AWS_PROXY" : "HTTP_PROXY"},
                                   {"integrationUri", target},
                                   {"payloadFormatVersion", is_function ? "2.0" : "1.0"}};
  api.routes[route] = {{"routeId", route},
                       {"routeKey", route_key},
                       {"target", "integrations/" + integration},
                       {"authorizationType", "NONE"},
                       {"apiKeyRequired", false}};
  api.stages["$default"] = {{"stageName", "$default"}, {"autoDeploy", true}};
}

}  // namespace

std::string create_api(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  if (request.required("protocolType").as_string() != "HTTP") {
    throw bad_request("Tombola does not support WebSocket APIs yet.");
  }
  Api api = services::api_gateway::new_http_api(
      context.name_space,
      picked(document_of(json), {"name", "description", "version", "corsConfiguration", "tags",
                                 "disableExecuteApiEndpoint"}),
      context.services->now_ms());
  if (const auto target = request.string("target")) {
    const std::string key(request.string("routeKey").value_or("$default"));
    check_route_key_format(key);
    add_quick_route(api, key, std::string(*target));
  }
  context.services->apis().create(api);
  return shown_api(api, context).dump();
}

}  // namespace tombola::operations::api_gateway_v2
