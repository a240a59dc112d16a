// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html
#include "operations/lambda/layer_request.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("GetLayerVersionRequest", {layer_name_field(), version_number_field()});
  return shape;
}

}  // namespace

std::string get_layer_version(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FoundLayerVersion found =
      find_layer_version(layer_name_of(request, context), version_number_of(request), context);
  return layer_version_answer(found.layer, found.version, context).dump();
}

}  // namespace tombola::operations::lambda
