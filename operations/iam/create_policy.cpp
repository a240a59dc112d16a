// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
#include <fmt/format.h>

#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& create_policy_fields() {
  static const Shape shape =
      Shape::structure("CreatePolicyRequest", {policy_name_field(),
                                               path_field(),
                                               document_field("PolicyDocument"),
                                               {"Description", Shape::string().length(0, 1000)},
                                               {"Tags", tag_list_shape()}});
  return shape;
}

std::string create_policy(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, create_policy_fields(), dynamodb::Wording::Old);
  const std::string name(request.required("PolicyName").as_string());
  const std::string path(request.string("Path").value_or("/"));
  const std::string arn =
      fmt::format("arn:aws:iam::{}:policy{}{}", context.name_space.account, path, name);
  check_policy_document(request.required("PolicyDocument").as_string());
  const std::string now = now_text(context);
  json policy = {{"PolicyName", name},
                 {"PolicyId", new_id("ANPA")},
                 {"Arn", arn},
                 {"Path", path},
                 {"CreateDate", now},
                 {"UpdateDate", now},
                 {"DefaultVersionId", "v1"},
                 {"lastVersion", 1},
                 {"versions", json::array()}};
  policy["versions"].push_back({{"VersionId", "v1"},
                                {"CreateDate", now},
                                {"document", request.required("PolicyDocument").as_string()}});
  if (const auto description = request.string("Description")) {
    policy["Description"] = *description;
  }
  if (request.has("Tags")) {
    policy["Tags"] = tags_json(tags_of(request));
  }
  context.services->identities().change(
      {context.name_space.account, "policy", arn}, [&](std::optional<json>& there) {
        if (there) {
          throw already_exists(fmt::format(
              "A policy called {} already exists. Duplicate names are not allowed.", name));
        }
        there = policy;
      });
  return ordered_json{{"Policy", policy_json(policy, context)}}.dump();
}

}  // namespace tombola::operations::iam
