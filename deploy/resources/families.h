// The families of resource types, one file each.
#pragma once

#include <span>

#include "deploy/resources/resource_type.h"

namespace tombola::deploy {

std::span<const ResourceType> dynamodb_types();
std::span<const ResourceType> dynamodb_global_types();
std::span<const ResourceType> lambda_function_types();
std::span<const ResourceType> lambda_types();
std::span<const ResourceType> lambda_layer_types();
std::span<const ResourceType> service_types();
std::span<const ResourceType> iam_types();
std::span<const ResourceType> parameter_store_types();
std::span<const ResourceType> logs_types();
std::span<const ResourceType> iam_name_types();
std::span<const ResourceType> bucket_types();
std::span<const ResourceType> nested_stack_types();
std::span<const ResourceType> api_gateway_types();
std::span<const ResourceType> api_gateway_access_types();
std::span<const ResourceType> api_gateway_v2_types();

}  // namespace tombola::deploy
