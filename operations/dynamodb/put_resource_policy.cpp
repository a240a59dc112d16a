// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html
//
// The policy is kept and given back; nobody is refused for it, since any credentials pass, and so
// nobody can lock himself out (ConfirmRemoveSelfResourceAccess). A document that means the same
// changes nothing and keeps its revision, which is the time of the change in milliseconds (observed
// on AWS, October 2026). A change is done at once, and another may follow at once; AWS takes
// seconds for both.
#include <nlohmann/json.hpp>

#include "operations/dynamodb/policy_resource.h"
#include "operations/dynamodb/resource_policy_document.h"
#include "operations/dynamodb/tag_fields.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "PutResourcePolicyInput", {{"ResourceArn", resource_arn_shape(), Presence::Required},
                                 {"Policy", Shape::string(), Presence::Required},
                                 {"ExpectedRevisionId", Shape::string().length(1, 255)},
                                 {"ConfirmRemoveSelfResourceAccess", Shape::boolean()}});
  return shape;
}

}  // namespace

std::string put_resource_policy(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const ResourceArn arn =
      policy_resource_from(request.required("ResourceArn").as_string(), context);
  const PolicyDocument document = parse_policy_document(request.required("Policy").as_string());

  std::string revision_id;
  context.transactions.write(arn.table, [&](storage::WriteTransaction& transaction) {
    storage::Transaction& bytes = transaction.bytes();
    const storage::PolicyOwner owner = find_policy_owner(bytes, context, arn, TableHold::Share);
    const auto policy = storage::find_policy_for_update(bytes, owner);
    check_expected_revision(request.string("ExpectedRevisionId"), policy, arn);
    if (policy && policy->sent == document.sent) {
      revision_id = policy->revision_id;
      return;
    }
    revision_id = std::to_string(context.service_clock.unique_ms());
    storage::put_policy(bytes, owner, {document.sent, document.shown, revision_id});
  });
  return nlohmann::ordered_json({{"RevisionId", revision_id}}).dump();
}

}  // namespace tombola::operations
