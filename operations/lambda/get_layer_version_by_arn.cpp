// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html
#include "operations/lambda/layer_request.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("GetLayerVersionByArnRequest",
                       {{"Arn", layer_version_arn_shape(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string get_layer_version_by_arn(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto name = triggers::parse_layer_arn(request.required("Arn").as_string());
  const FoundLayerVersion found = find_layer_version(*name, *name->version, context);
  return layer_version_answer(found.layer, found.version, context).dump();
}

}  // namespace tombola::operations::lambda
