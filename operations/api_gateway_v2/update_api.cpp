// UpdateApi: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("UpdateApiRequest",
                       {path_member("apiId"),
                        {"name", Shape::string().length(1, 128)},
                        text_member("description"),
                        text_member("version"),
                        flag_member("disableExecuteApiEndpoint"),
                        {"corsConfiguration",
                         Shape::structure("Cors", {flag_member("allowCredentials"),
                                                   list_member("allowHeaders"),
                                                   list_member("allowMethods"),
                                                   list_member("allowOrigins"),
                                                   list_member("exposeHeaders"),
                                                   {"maxAge", Shape::integer().range(-1, 86400)}})},
                        {"target", Shape::string(), Unsupported},
                        {"routeKey", Shape::string(), Unsupported}});
  return shape;
}

}  // namespace

std::string update_api(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    api.settings.update(picked(
        document_of(json),
        {"name", "description", "version", "corsConfiguration", "disableExecuteApiEndpoint"}));
  });
  return shown_api(*api_of(context, ApiKind::Http, request.required("apiId").as_string()), context)
      .dump();
}

}  // namespace tombola::operations::api_gateway_v2
