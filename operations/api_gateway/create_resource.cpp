// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html
#include <fmt/format.h>

#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateResourceRequest", {path_member("restapi_id"),
                                path_member("parent_id"),
                                {"pathPart", Shape::string().length(1, 1024), Required}});
  return shape;
}

void check_path_part(std::string_view part) {
  const bool braces = part.starts_with('{') && part.ends_with('}') && part.size() > 2;
  const std::string_view name = braces ? part.substr(1, part.size() - 2) : part;
  if (name.find_first_of("{}/ ?#") != std::string_view::npos) {
    throw bad_request(
        "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly "
        "braces at the beginning and the end.");
  }
}

}  // namespace

std::string create_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string part(request.required("pathPart").as_string());
  const std::string parent(request.required("parent_id").as_string());
  check_path_part(part);
  Document created;
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    for (const auto& [other, resource] : api.resources) {
      if (resource.value("parentId", "") == parent && resource.value("pathPart", "") == part) {
        throw conflict(
            fmt::format("Another resource with the same parent already has this name: {}", part));
      }
    }
    const std::string id = add_resource(api, parent, part);
    if (id.empty()) {
      throw not_found("Invalid Resource identifier specified");
    }
    created = api.resources.at(id);
  });
  return created.dump();
}

}  // namespace tombola::operations::api_gateway
