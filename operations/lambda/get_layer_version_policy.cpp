// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionPolicy.html
#include "operations/lambda/function_policy.h"
#include "operations/lambda/lambda_error.h"
#include "operations/lambda/layer_request.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure("GetLayerVersionPolicyRequest",
                                              {layer_name_field(), version_number_field()});
  return shape;
}

}  // namespace

std::string get_layer_version_policy(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const triggers::LayerVersion version = layer_version_with_policy(request, context).version;
  if (version.policy.empty()) {
    throw LambdaError::resource_not_found("No policy is associated with the given resource.");
  }
  return nlohmann::ordered_json{{"Policy", policy_text(version.policy)},
                                {"RevisionId", version.policy_revision_id}}
      .dump();
}

}  // namespace tombola::operations::lambda
