// https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
#include "operations/api_gateway/method_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape =
      method_shape("PutIntegrationResponseRequest",
                   {path_member("status_code"), text_member("selectionPattern"),
                    texts_member("responseParameters"), texts_member("responseTemplates"),
                    text_member("contentHandling")});
  return shape;
}

}  // namespace

std::string put_integration_response(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string status(request.required("status_code").as_string());
  Document response = picked(document_of(json), {"selectionPattern", "responseParameters",
                                                 "responseTemplates", "contentHandling"});
  response["statusCode"] = status;
  change_integration(context, request, [&](Document& integration) {
    integration["integrationResponses"][status] = response;
  });
  return response.dump();
}

}  // namespace tombola::operations::api_gateway
