// https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html
#include <fmt/format.h>

#include "operations/lambda/function_policy.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"
#include "operations/uuid.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "RemovePermissionRequest", {{"FunctionName", namespaced_function_name_shape(), Required},
                                  {"StatementId", Shape::string().length(1, 100), Required},
                                  {"Qualifier", qualifier_shape()},
                                  {"RevisionId", Shape::string()}});
  return shape;
}

}  // namespace

std::string remove_permission(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  const std::string_view sid = request.required("StatementId").as_string();
  change_function(context, reference, [&](triggers::FunctionDefinition& function) {
    check_revision(request, function.latest.revision_id);
    const auto policy = function.policies.find(reference.qualifier);
    if (policy == function.policies.end() || policy->second.empty()) {
      throw LambdaError::resource_not_found("No policy is associated with the given resource.");
    }
    const std::size_t removed = std::erase_if(policy->second, [&](const std::string& statement) {
      return statement_id(statement) == sid;
    });
    if (removed == 0) {
      throw LambdaError::resource_not_found(
          fmt::format("Statement {} is not found in resource policy.", sid));
    }
    function.latest.revision_id = random_uuid();
  });
  return {};
}

}  // namespace tombola::operations::lambda
