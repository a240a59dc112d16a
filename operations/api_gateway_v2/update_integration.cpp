// UpdateIntegration: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "UpdateIntegrationRequest",
      {path_member("apiId"),
       path_member("integrationId"),
       {"integrationType",
        Shape::string().one_of({"AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"})},
       text_member("integrationUri"),
       text_member("integrationMethod"),
       text_member("payloadFormatVersion"),
       text_member("connectionType"),
       text_member("connectionId"),
       text_member("credentialsArn"),
       text_member("description"),
       {"timeoutInMillis", Shape::integer().range(50, 30000)},
       texts_member("requestParameters"),
       {"responseParameters", Shape::map_of(Shape::map_of(Shape::string())), Unsupported},
       text_member("passthroughBehavior"),
       {"tlsConfig", Shape::structure("TlsConfig", {text_member("serverNameToVerify")}),
        dynamodb::Presence::Unsupported}});
  return shape;
}

}  // namespace

std::string update_integration(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string id(request.required("integrationId").as_string());
  Document changed;
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    changed = one_of(api.integrations, id, "Unable to find Integration by id");
    changed.update(
        picked(document_of(json),
               {"integrationType", "integrationUri", "integrationMethod", "payloadFormatVersion",
                "connectionType", "connectionId", "credentialsArn", "description",
                "timeoutInMillis", "requestParameters", "passthroughBehavior"}));
    api.integrations[id] = changed;
  });
  return changed.dump();
}

}  // namespace tombola::operations::api_gateway_v2
