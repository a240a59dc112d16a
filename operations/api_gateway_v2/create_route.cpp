// CreateRoute: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway_v2/part_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape = part_shape("CreateRouteRequest", {}, route_members(Purpose::Create));
  return shape;
}

}  // namespace

std::string create_route(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document route = {{"authorizationType", "NONE"}};
  route.update(kept(json, route_members(Purpose::Create)));
  const std::string id = services::api_gateway::new_part_id();
  const std::string key = route.at("routeKey");
  route["routeId"] = id;
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    check_route_key(api, id, key);
    api.routes[id] = route;
  });
  return route.dump();
}

}  // namespace tombola::operations::api_gateway_v2
