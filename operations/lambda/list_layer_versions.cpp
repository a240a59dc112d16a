// https://docs.aws.amazon.com/lambda/latest/api/API_ListLayerVersions.html
//
// The newest first. A layer that is not there has none.
#include <fmt/format.h>

#include "operations/lambda/layer_request.h"
#include "operations/lambda/page.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("ListLayerVersionsRequest", {layer_name_field(),
                                                    compatible_runtime_field(),
                                                    compatible_architecture_field(),
                                                    {"Marker", Shape::string()},
                                                    {"MaxItems", Shape::integer().range(1, 50)}});
  return shape;
}

}  // namespace

std::string list_layer_versions(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const triggers::LayerName name = layer_name_of(request, context);
  std::vector<std::pair<std::string, nlohmann::ordered_json>> rows;
  if (const auto layer = context.lambda->functions.layers().find(name.name_space, name.name)) {
    for (auto version = layer->versions.rbegin(); version != layer->versions.rend(); ++version) {
      if (is_asked_for(*version, request)) {
        rows.emplace_back(fmt::format("{:020}", INT64_MAX - version->number),
                          layer_version_item(*layer, *version));
      }
    }
  }
  return page_of(request, "LayerVersions", std::move(rows));
}

}  // namespace tombola::operations::lambda
