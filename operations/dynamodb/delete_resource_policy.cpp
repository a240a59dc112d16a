// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html
//
// The answer names the revision of the deletion, a time as every revision (observed on AWS, October
// 2026), or none when there was no policy.
#include <nlohmann/json.hpp>

#include "operations/dynamodb/policy_resource.h"
#include "operations/dynamodb/tag_fields.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("DeleteResourcePolicyInput",
                       {{"ResourceArn", resource_arn_shape(), dynamodb::Presence::Required},
                        {"ExpectedRevisionId", Shape::string().length(1, 255)}});
  return shape;
}

}  // namespace

std::string delete_resource_policy(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const ResourceArn arn =
      policy_resource_from(request.required("ResourceArn").as_string(), context);

  nlohmann::ordered_json answer;
  context.transactions.write(arn.table, [&](storage::WriteTransaction& transaction) {
    answer = nlohmann::ordered_json::object();
    storage::Transaction& bytes = transaction.bytes();
    const storage::PolicyOwner owner = find_policy_owner(bytes, context, arn, TableHold::Share);
    const auto policy = storage::find_policy_for_update(bytes, owner);
    check_expected_revision(request.string("ExpectedRevisionId"), policy, arn);
    if (policy) {
      storage::erase_policy(bytes, owner);
      answer["RevisionId"] = std::to_string(context.service_clock.unique_ms());
    }
  });
  return answer.dump();
}

}  // namespace tombola::operations
