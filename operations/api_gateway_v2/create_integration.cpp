// CreateIntegration: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateIntegrationRequest",
      {path_member("apiId"),
       {"integrationType",
        Shape::string().one_of({"AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"}), Required},
       text_member("integrationUri"),
       text_member("integrationMethod"),
       {"integrationSubtype", Shape::string(), Unsupported},
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

std::string create_integration(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document integration =
      picked(document_of(json),
             {"integrationType", "integrationUri", "integrationMethod", "payloadFormatVersion",
              "connectionType", "description", "timeoutInMillis", "requestParameters",
              "connectionId", "credentialsArn", "passthroughBehavior"});
  const std::string id = services::api_gateway::new_part_id();
  integration["integrationId"] = id;
  if (!integration.contains("payloadFormatVersion")) {
    integration["payloadFormatVersion"] = "1.0";
  }
  change_api(context, ApiKind::Http, request.required("apiId").as_string(),
             [&](Api& api) { api.integrations[id] = integration; });
  return integration.dump();
}

}  // namespace tombola::operations::api_gateway_v2
