// https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
//
// httpMethod is the integration's; the path has the method's (http_method).
#include "operations/api_gateway/method_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

constexpr int buffered_timeout_ms_max = 29'000;
constexpr int streamed_timeout_ms_max = 900'000;

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
       {"responseTransferMode", Shape::string().one_of({"BUFFERED", "STREAM"})},
       {"timeoutInMillis", Shape::integer().range(50, streamed_timeout_ms_max)},
       {"tlsConfig", Shape::structure("TlsConfig", {flag_member("insecureSkipVerification")})}});
  return shape;
}

// Only a proxy's response can be streamed, and only that may take longer than half a minute.
void check_transfer_mode(const Document& integration) {
  const std::string type = integration.value("type", "");
  if (integration.value("responseTransferMode", "BUFFERED") == "STREAM") {
    if (type == "HTTP_PROXY") {
      throw bad_request("Tombola does not stream the responses of HTTP_PROXY yet");
    }
    if (type != "AWS_PROXY") {
      throw bad_request(
          "Response transfer mode STREAM is only supported for integrations of type AWS_PROXY or "
          "HTTP_PROXY");
    }
    return;
  }
  if (integration.value("timeoutInMillis", 0) > buffered_timeout_ms_max) {
    throw bad_request("Timeout should be between 50 ms and 29000 ms");
  }
}

}  // namespace

std::string put_integration(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document integration =
      picked(document_of(json),
             {"type", "httpMethod", "uri", "connectionType", "connectionId", "credentials",
              "requestParameters", "requestTemplates", "passthroughBehavior", "cacheNamespace",
              "cacheKeyParameters", "contentHandling", "responseTransferMode", "timeoutInMillis",
              "tlsConfig"});
  check_transfer_mode(integration);
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
