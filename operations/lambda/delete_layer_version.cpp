// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html
//
// One that is not there is fine. Functions that have it keep it.
#include "operations/lambda/layer_request.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("DeleteLayerVersionRequest", {layer_name_field(), version_number_field()});
  return shape;
}

}  // namespace

std::string delete_layer_version(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const triggers::LayerName name = layer_name_of(request, context);
  const std::int64_t number = version_number_of(request);
  triggers::LayerCatalog& layers = context.lambda->functions.layers();
  if (layers.find(name.name_space, name.name)) {
    layers.change(name.name_space, name.name, [&](triggers::LayerDefinition& layer) {
      std::erase_if(layer.versions, [&](const triggers::LayerVersion& version) {
        return version.number == number;
      });
    });
  }
  return {};
}

}  // namespace tombola::operations::lambda
