// https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
//
// httpMethod is the integration's; the path has the method's (http_method).
#include "operations/api_gateway/method_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = method_shape(
      "PutIntegrationRequest",
      {{"type", Shape::string().one_of({"HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY"}),
        Required},
       text_member("httpMethod"),
       text_member("uri"),
       text_member("connectionType"),
       text_member("connectionId"),
       text_member("credentials"),
       texts_member("requestParameters"),
       texts_member("requestTemplates"),
       text_member("passthroughBehavior"),
       text_member("cacheNamespace"),
       list_member("cacheKeyParameters"),
       text_member("contentHandling"),
       {"timeoutInMillis", Shape::integer().range(50, 29000)},
       {"tlsConfig", Shape::structure("TlsConfig", {flag_member("insecureSkipVerification")})}});
  return shape;
}

}  // namespace

std::string put_integration(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document integration =
      picked(document_of(json),
             {"type", "httpMethod", "uri", "connectionType", "connectionId", "credentials",
              "requestParameters", "requestTemplates", "passthroughBehavior", "cacheNamespace",
              "cacheKeyParameters", "contentHandling", "timeoutInMillis", "tlsConfig"});
  for (const auto& [member, otherwise] : {std::pair{"passthroughBehavior", "WHEN_NO_MATCH"},
                                          std::pair{"connectionType", "INTERNET"}}) {
    if (!integration.contains(member)) {
      integration[member] = otherwise;
    }
  }
  change_method(context, request,
                [&](Document& method) { method["methodIntegration"] = integration; });
  return integration.dump();
}

}  // namespace tombola::operations::api_gateway
