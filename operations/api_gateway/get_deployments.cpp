// https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployments.html
//
// In one page, whatever the limit.
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetDeploymentsRequest",
      {path_member("restapi_id"), text_member("position"), {"limit", Shape::integer()}});
  return shape;
}

}  // namespace

std::string get_deployments(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return all_of(
      "item",
      api_of(context, ApiKind::Rest, request.required("restapi_id").as_string())->deployments);
}

}  // namespace tombola::operations::api_gateway
