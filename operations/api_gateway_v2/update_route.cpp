// UpdateRoute: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway_v2/part_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape =
      part_shape("UpdateRouteRequest", {path_member("routeId")}, route_members(Purpose::Change));
  return shape;
}

}  // namespace

std::string update_route(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string id = id_of(http_routes, request);
  Document route;
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    route = one_of(api.routes, id, http_routes.missing);
    route.update(kept(json, route_members(Purpose::Change)));
    check_route_key(api, id, route.at("routeKey"));
    api.routes[id] = route;
  });
  return route.dump();
}

}  // namespace tombola::operations::api_gateway_v2
