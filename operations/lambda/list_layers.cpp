// https://docs.aws.amazon.com/lambda/latest/api/API_ListLayers.html
#include "operations/lambda/function_name.h"
#include "operations/lambda/layer_request.h"
#include "operations/lambda/page.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("ListLayersRequest", {compatible_runtime_field(),
                                             compatible_architecture_field(),
                                             {"Marker", Shape::string()},
                                             {"MaxItems", Shape::integer().range(1, 50)}});
  return shape;
}

}  // namespace

std::string list_layers(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  std::vector<std::pair<std::string, nlohmann::ordered_json>> rows;
  for (const triggers::LayerDefinition& layer :
       context.lambda->functions.layers().list(context.name_space)) {
    const auto latest =
        std::find_if(layer.versions.rbegin(), layer.versions.rend(),
                     [&](const auto& version) { return is_asked_for(version, request); });
    if (latest != layer.versions.rend()) {
      rows.emplace_back(layer.name, nlohmann::ordered_json{{"LayerName", layer.name},
                                                           {"LayerArn", layer.arn()},
                                                           {"LatestMatchingVersion",
                                                            layer_version_item(layer, *latest)}});
    }
  }
  return page_of(request, "Layers", std::move(rows));
}

}  // namespace tombola::operations::lambda
