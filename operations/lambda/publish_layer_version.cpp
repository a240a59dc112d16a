// https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html
//
// Each publication is a version of its own, the same content twice included.
#include "operations/lambda/function_code.h"
#include "operations/lambda/layer_request.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;
using triggers::LayerDefinition;
using triggers::LayerVersion;

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "PublishLayerVersionRequest",
      {layer_name_field(),
       {"Description", Shape::string().length(0, 256)},
       {"Content", Shape::structure("LayerVersionContentInput", code_fields()), Required},
       {"CompatibleRuntimes", compatible_runtimes_shape()},
       {"CompatibleArchitectures", compatible_architectures_shape()},
       {"LicenseInfo", Shape::string().length(0, 512)}});
  return shape;
}

std::vector<std::string> texts_of(const Request& request, std::string_view member) {
  std::vector<std::string> texts;
  if (const auto list = request.member(member)) {
    for (const dynamodb::JsonValue text : list->elements()) {
      texts.emplace_back(text.as_string());
    }
  }
  return texts;
}

}  // namespace

std::string publish_layer_version(OperationContext& context, dynamodb::JsonValue json) {
  check_code_allowed(*context.lambda);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const triggers::LayerName name = layer_name_of(request, context);
  LayerVersion version;
  version.description = request.string("Description").value_or("");
  version.license_info = request.string("LicenseInfo").value_or("");
  version.compatible_runtimes = texts_of(request, "CompatibleRuntimes");
  version.compatible_architectures = texts_of(request, "CompatibleArchitectures");
  version.created_ms = context.service_clock.now_ms();
  const LayerDefinition layer = context.lambda->functions.layers().change(
      name.name_space, name.name, [&](LayerDefinition& published) {
        take_layer_code(*request.structure("Content"), context, version);
        version.number = ++published.last_version;
        published.versions.push_back(version);
      });
  return layer_version_answer(layer, version, context).dump();
}

}  // namespace tombola::operations::lambda
