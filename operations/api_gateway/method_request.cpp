#include "operations/api_gateway/method_request.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

Document& found_method(Api& api, const Request& request) {
  const std::string resource(request.required("resource_id").as_string());
  if (!api.resources.contains(resource)) {
    throw not_found("Invalid Resource identifier specified");
  }
  Document* method =
      find_method(api, resource, std::string(request.required("http_method").as_string()));
  if (method == nullptr) {
    throw not_found("Invalid Method identifier specified");
  }
  return *method;
}

}  // namespace

Shape method_shape(std::string_view name, std::vector<dynamodb::Field> fields) {
  std::vector<dynamodb::Field> all = {path_member("restapi_id"), path_member("resource_id"),
                                      path_member("http_method")};
  all.insert(all.end(), fields.begin(), fields.end());
  return Shape::structure(name, std::move(all));
}

void change_method(OperationContext& context, const Request& request,
                   const std::function<void(Document& method)>& edit) {
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(),
             [&](Api& api) { edit(found_method(api, request)); });
}

void change_integration(OperationContext& context, const Request& request,
                        const std::function<void(Document& integration)>& edit) {
  change_method(context, request, [&](Document& method) {
    if (!method.contains("methodIntegration")) {
      throw not_found("Invalid Integration identifier specified");
    }
    edit(method["methodIntegration"]);
  });
}

Document method_of(OperationContext& context, const Request& request) {
  Api api = *api_of(context, ApiKind::Rest, request.required("restapi_id").as_string());
  return found_method(api, request);
}

}  // namespace tombola::operations::api_gateway
