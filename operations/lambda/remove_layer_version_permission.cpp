// https://docs.aws.amazon.com/lambda/latest/api/API_RemoveLayerVersionPermission.html
#include <fmt/format.h>

#include "operations/lambda/function_policy.h"
#include "operations/lambda/lambda_error.h"
#include "operations/lambda/layer_request.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("RemoveLayerVersionPermissionRequest",
                       {layer_name_field(),
                        version_number_field(),
                        {"StatementId", Shape::string().length(1, 100), Required},
                        {"RevisionId", Shape::string()}});
  return shape;
}

}  // namespace

std::string remove_layer_version_permission(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string_view sid = request.required("StatementId").as_string();
  change_layer_policy(
      request, context, [&](const triggers::LayerDefinition&, triggers::LayerVersion& version) {
        if (version.policy.empty()) {
          throw LambdaError::resource_not_found("No policy is associated with the given resource.");
        }
        const std::size_t removed = std::erase_if(
            version.policy,
            [&](const std::string& statement) { return statement_id(statement) == sid; });
        if (removed == 0) {
          throw LambdaError::resource_not_found(
              fmt::format("Statement {} is not found in resource policy.", sid));
        }
      });
  return {};
}

}  // namespace tombola::operations::lambda
