#include "operations/lambda/function_layers.h"

#include <cstdint>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "operations/lambda/lambda_context.h"
#include "operations/lambda/lambda_error.h"
#include "triggers/functions/layer.h"
#include "triggers/functions/limits.h"

namespace tombola::operations::lambda {
namespace {

using triggers::LayerReference;

LayerReference reference_to(std::string_view arn, OperationContext& context) {
  const auto name = triggers::parse_layer_arn(arn);
  const auto layer =
      name ? context.lambda->functions.layers().find(name->name_space, name->name) : std::nullopt;
  const triggers::LayerVersion* version = layer ? layer->find(name->version.value_or(0)) : nullptr;
  if (version == nullptr) {
    throw LambdaError::invalid_parameter(fmt::format("Layer version {} does not exist.", arn));
  }
  return {std::string(arn), version->code_sha256, version->code_size_bytes};
}

std::string_view without_version(std::string_view arn) {
  return arn.substr(0, arn.rfind(':'));
}

void check_other_layer(const LayerReference& added, const std::vector<LayerReference>& layers) {
  for (const LayerReference& layer : layers) {
    if (without_version(layer.arn) == without_version(added.arn)) {
      throw LambdaError::invalid_parameter(
          fmt::format("Two different versions of the same layer are not allowed to be referenced "
                      "in the same function. {} and {}",
                      added.arn, layer.arn));
    }
  }
}

}  // namespace

void apply_layers(const Request& request, OperationContext& context,
                  triggers::FunctionSettings& settings) {
  const auto arns = request.member("Layers");
  if (!arns) {
    return;
  }
  if (arns->size() > limits::function_layers_max) {
    throw LambdaError::invalid_parameter(
        fmt::format("Cannot reference more than {} layers.", limits::function_layers_max));
  }
  std::vector<LayerReference> layers;
  for (const dynamodb::JsonValue arn : arns->elements()) {
    LayerReference layer = reference_to(arn.as_string(), context);
    check_other_layer(layer, layers);
    layers.push_back(std::move(layer));
  }
  settings.layers = std::move(layers);
}

void check_size_with_layers(const triggers::FunctionSettings& settings, OperationContext& context) {
  if (settings.layers.empty()) {
    return;
  }
  const triggers::CodeStore& code = context.lambda->functions.code();
  std::uint64_t size_bytes =
      settings.run_in_place ? 0 : code.unpacked_size_bytes(settings.code_sha256);
  for (const LayerReference& layer : settings.layers) {
    size_bytes += code.unpacked_size_bytes(layer.code_sha256);
  }
  if (size_bytes > limits::function_code_unzipped_bytes_max) {
    throw LambdaError::invalid_parameter(
        fmt::format("Function code combined with layers exceeds the maximum allowed size of {} "
                    "bytes. The actual size is {} bytes.",
                    limits::function_code_unzipped_bytes_max, size_bytes));
  }
}

}  // namespace tombola::operations::lambda
