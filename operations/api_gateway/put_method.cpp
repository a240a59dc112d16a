// https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
#include "operations/api_gateway/method_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      method_shape("PutMethodRequest", {{"authorizationType", Shape::string(), Required},
                                        text_member("authorizerId"),
                                        flag_member("apiKeyRequired"),
                                        text_member("operationName"),
                                        {"requestParameters", Shape::map_of(Shape::boolean())},
                                        texts_member("requestModels"),
                                        text_member("requestValidatorId"),
                                        list_member("authorizationScopes")});
  return shape;
}

}  // namespace

std::string put_method(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string resource(request.required("resource_id").as_string());
  const std::string name(request.required("http_method").as_string());
  Document method =
      picked(document_of(json),
             {"authorizationType", "authorizerId", "apiKeyRequired", "operationName",
              "requestParameters", "requestModels", "requestValidatorId", "authorizationScopes"});
  method["httpMethod"] = name;
  if (!method.contains("apiKeyRequired")) {
    method["apiKeyRequired"] = false;
  }
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    one_of(api.resources, resource, "Invalid Resource identifier specified");
    if (find_method(api, resource, name) != nullptr) {
      throw conflict("Method already exists for this resource");
    }
    api.resources.at(resource)["resourceMethods"][name] = method;
  });
  return method.dump();
}

}  // namespace tombola::operations::api_gateway
