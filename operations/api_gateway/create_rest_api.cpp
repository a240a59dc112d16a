// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateRestApiRequest",
      {{"name", Shape::string().length(1, 1024), Required},
       text_member("description"),
       text_member("version"),
       list_member("binaryMediaTypes"),
       {"minimumCompressionSize", Shape::integer().range(0, 10485760)},
       text_member("apiKeySource"),
       {"endpointConfiguration", Shape::structure("EndpointConfiguration", {list_member("types")})},
       text_member("policy"),
       texts_member("tags"),
       flag_member("disableExecuteApiEndpoint"),
       {"cloneFrom", Shape::string(), Unsupported}});
  return shape;
}

}  // namespace

std::string create_rest_api(OperationContext& context, dynamodb::JsonValue json) {
  Request::checked(json, fields(), dynamodb::Wording::Old);
  const Api api = services::api_gateway::new_rest_api(
      context.name_space,
      picked(document_of(json), {"name", "description", "version", "binaryMediaTypes",
                                 "endpointConfiguration", "policy", "tags", "apiKeySource",
                                 "disableExecuteApiEndpoint", "minimumCompressionSize"}),
      context.services->now_ms());
  context.services->apis().create(api);
  return shown_api(api, context).dump();
}

}  // namespace tombola::operations::api_gateway
