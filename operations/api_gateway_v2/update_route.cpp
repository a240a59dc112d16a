// UpdateRoute: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "UpdateRouteRequest", {path_member("apiId"), path_member("routeId"), text_member("routeKey"),
                             text_member("target"), text_member("authorizationType"),
                             text_member("authorizerId"), list_member("authorizationScopes"),
                             flag_member("apiKeyRequired"), text_member("operationName")});
  return shape;
}

}  // namespace

std::string update_route(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string id(request.required("routeId").as_string());
  Document changed;
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    changed = one_of(api.routes, id, "Unable to find Route by key or id");
    changed.update(
        picked(document_of(json), {"routeKey", "target", "authorizationType", "authorizerId",
                                   "authorizationScopes", "apiKeyRequired", "operationName"}));
    api.routes[id] = changed;
  });
  return changed.dump();
}

}  // namespace tombola::operations::api_gateway_v2
