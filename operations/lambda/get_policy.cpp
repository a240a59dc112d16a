// https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html
#include "operations/lambda/function_policy.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetPolicyRequest",
      {{"FunctionName", namespaced_function_name_shape(), dynamodb::Presence::Required},
       {"Qualifier", qualifier_shape()}});
  return shape;
}

}  // namespace

std::string get_policy(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  const KnownFunction function = function_of(reference, context);
  const triggers::FunctionSettings& settings = version_of(function, reference, context);
  const auto policy = function.definition.policies.find(reference.qualifier);
  if (policy == function.definition.policies.end() || policy->second.empty()) {
    throw LambdaError::resource_not_found("The resource you requested does not exist.");
  }
  return nlohmann::ordered_json{{"Policy", policy_text(policy->second)},
                                {"RevisionId", settings.revision_id}}
      .dump();
}

}  // namespace tombola::operations::lambda
