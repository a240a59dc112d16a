// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
//
// The account's own; AWS's are not here. Lists tell no descriptions and no tags.
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& list_policies_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = paged_shape(
      "ListPoliciesRequest", {{"Scope", Shape::string().one_of({"All", "AWS", "Local"})},
                              {"OnlyAttached", Shape::boolean()},
                              {"PathPrefix", Shape::string().length(1, 512)},
                              {"PolicyUsageFilter", Shape::string(), Unsupported}});
  return shape;
}

std::string list_policies(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, list_policies_fields(), dynamodb::Wording::Old);
  const std::string prefix(request.string("PathPrefix").value_or("/"));
  const bool only_attached = request.boolean("OnlyAttached").value_or(false);
  std::vector<ordered_json> rows;
  if (request.string("Scope") != "AWS") {
    for (const json& policy :
         context.services->identities().list(context.name_space.account, "policy")) {
      ordered_json row = policy_json(policy, context);
      if (policy.at("Path").get<std::string>().starts_with(prefix) &&
          (!only_attached || row.at("AttachmentCount") > 0)) {
        row.erase("Description");
        row.erase("Tags");
        rows.push_back(std::move(row));
      }
    }
  }
  return page_json(request, "Policies", std::move(rows));
}

}  // namespace tombola::operations::iam
