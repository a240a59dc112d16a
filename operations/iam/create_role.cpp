// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
#include <fmt/format.h>

#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& create_role_fields() {
  static const Shape shape = Shape::structure(
      "CreateRoleRequest", {path_field(),
                            role_name_field(),
                            document_field("AssumeRolePolicyDocument"),
                            {"Description", Shape::string().length(0, 1000)},
                            {"MaxSessionDuration", Shape::integer().range(3600, 43200)},
                            {"PermissionsBoundary", Shape::string().length(20, 2048)},
                            {"Tags", tag_list_shape()}});
  return shape;
}

std::string create_role(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, create_role_fields(), dynamodb::Wording::Old);
  const std::string name(request.required("RoleName").as_string());
  const std::string path(request.string("Path").value_or("/"));
  check_policy_document(request.required("AssumeRolePolicyDocument").as_string());
  json role = {
      {"Path", path},
      {"RoleName", name},
      {"RoleId", new_id("AROA")},
      {"Arn", fmt::format("arn:aws:iam::{}:role{}{}", context.name_space.account, path, name)},
      {"CreateDate", now_text(context)},
      {"AssumeRolePolicyDocument", request.required("AssumeRolePolicyDocument").as_string()},
      {"MaxSessionDuration", request.integer("MaxSessionDuration").value_or(3600)},
      {"policies", json::object()},
      {"attached", json::object()}};
  if (const auto description = request.string("Description")) {
    role["Description"] = *description;
  }
  if (const auto boundary = request.string("PermissionsBoundary")) {
    role["PermissionsBoundary"] = {{"PermissionsBoundaryType", "Policy"},
                                   {"PermissionsBoundaryArn", *boundary}};
  }
  if (request.has("Tags")) {
    role["Tags"] = tags_json(tags_of(request));
  }
  context.services->identities().change(
      {context.name_space.account, "role", name}, [&](std::optional<json>& there) {
        if (there) {
          throw already_exists(fmt::format("Role with name {} already exists.", name));
        }
        there = role;
      });
  return ordered_json{{"Role", role_json(role)}}.dump();
}

}  // namespace tombola::operations::iam
