// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html
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
      Shape::structure("GetResourcePolicyInput",
                       {{"ResourceArn", resource_arn_shape(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string get_resource_policy(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const ResourceArn arn =
      policy_resource_from(request.required("ResourceArn").as_string(), context);

  std::optional<storage::ResourcePolicy> policy;
  context.transactions.read([&](storage::Transaction& transaction) {
    policy = storage::find_policy(transaction,
                                  find_policy_owner(transaction, context, arn, TableHold::None));
  });
  if (!policy) {
    throw_policy_not_found(arn.text);
  }
  return nlohmann::ordered_json({{"Policy", policy->document}, {"RevisionId", policy->revision_id}})
      .dump();
}

}  // namespace tombola::operations
