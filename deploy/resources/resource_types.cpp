#include <algorithm>
#include <array>

#include "deploy/resources/families.h"
#include "deploy/resources/resource_type.h"

namespace tombola::deploy {

const ResourceType* find_resource_type(std::string_view name) {
  const std::array<std::span<const ResourceType>, 14> families = {
      dynamodb_types(),    dynamodb_global_types(), lambda_function_types(),
      lambda_types(),      lambda_layer_types(),    service_types(),
      iam_types(),         parameter_store_types(), logs_types(),
      api_gateway_types(), api_gateway_v2_types(),  nested_stack_types(),
      bucket_types(),      iam_name_types()};
  for (const auto& family : families) {
    const auto found = std::find_if(family.begin(), family.end(),
                                    [&](const ResourceType& type) { return type.name == name; });
    if (found != family.end()) {
      return &*found;
    }
  }
  return nullptr;
}

bool has_attribute(const ResourceType& type, std::string_view attribute) {
  std::string_view rest = type.attributes;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == attribute || rest.substr(0, end) == "*") {
      return true;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

}  // namespace tombola::deploy
