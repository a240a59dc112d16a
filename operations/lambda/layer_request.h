// What the requests about layers have in common, and how a version of one is told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/lambda/lambda_context.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "triggers/functions/layer.h"

namespace tombola::operations::lambda {

// LayerName: a name or an ARN. VersionNumber: text, since it comes from the path.
dynamodb::Field layer_name_field();
dynamodb::Field version_number_field();
dynamodb::Field compatible_runtime_field();
dynamodb::Field compatible_architecture_field();
dynamodb::Shape compatible_runtimes_shape();
dynamodb::Shape compatible_architectures_shape();
dynamodb::Shape layer_version_arn_shape();

// Whose layer the request is about.
triggers::LayerName layer_name_of(const Request& request, const OperationContext& context);
// Throws LambdaError: it is none.
std::int64_t version_number_of(const Request& request);

struct FoundLayerVersion {
  triggers::LayerDefinition layer;
  triggers::LayerVersion version;
};
// Throws LambdaError: there is none.
FoundLayerVersion find_layer_version(const triggers::LayerName& name, std::int64_t number,
                                     OperationContext& context);
// The same with the words of those that are about policies.
FoundLayerVersion layer_version_with_policy(const Request& request, OperationContext& context);

// FunctionCatalog's change of the version that the request is about. Throws as
// layer_version_with_policy, and when RevisionId is another one.
void change_layer_policy(
    const Request& request, OperationContext& context,
    const std::function<void(const triggers::LayerDefinition&, triggers::LayerVersion&)>& edit);

// LayerVersionsListItem, and with where its content can be fetched.
nlohmann::ordered_json layer_version_item(const triggers::LayerDefinition& layer,
                                          const triggers::LayerVersion& version);
nlohmann::ordered_json layer_version_answer(const triggers::LayerDefinition& layer,
                                            const triggers::LayerVersion& version,
                                            const OperationContext& context);

// Whether it is one that the request's CompatibleRuntime and CompatibleArchitecture ask for.
bool is_asked_for(const triggers::LayerVersion& version, const Request& request);

}  // namespace tombola::operations::lambda
