// https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRestApi.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape =
      Shape::structure("UpdateRestApiRequest", {path_member("restapi_id"), patch_member()});
  return shape;
}

}  // namespace

std::string update_rest_api(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    apply_patch(request,
                {"name", "description", "version", "policy", "binaryMediaTypes", "apiKeySource",
                 "disableExecuteApiEndpoint", "minimumCompressionSize"},
                api.settings);
    make_numbers(api.settings, {"minimumCompressionSize"});
    make_flags(api.settings, {"disableExecuteApiEndpoint"});
  });
  return shown_api(*api_of(context, ApiKind::Rest, request.required("restapi_id").as_string()),
                   context)
      .dump();
}

}  // namespace tombola::operations::api_gateway
