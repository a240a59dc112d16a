#include <algorithm>
#include <array>

#include "deploy/resources/families.h"
#include "deploy/resources/resource_type.h"

namespace tombola::deploy {

const ResourceType* find_resource_type(std::string_view name) {
  const std::array<std::span<const ResourceType>, 15> families = {
      dynamodb_types(),    dynamodb_global_types(), lambda_function_types(),
      lambda_types(),      lambda_layer_types(),    service_types(),
      iam_types(),         parameter_store_types(), logs_types(),
      api_gateway_types(), api_gateway_v2_types(),  nested_stack_types(),
      bucket_types(),      iam_name_types(),        api_gateway_access_types()};
  for (const auto& family : families) {
    const auto found = std::find_if(family.begin(), family.end(),
                                    [&](const ResourceType& type) { return type.name == name; });
    if (found != family.end()) {
      return &*found;
    }
  }
  return nullptr;
}

namespace {

bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word || words.substr(0, end) == "*") {
      return true;
    }
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

}  // namespace

bool has_attribute(const ResourceType& type, std::string_view attribute) {
  return has_word(type.attributes, attribute);
}

bool knows_property(const ResourceType& type, std::string_view property) {
  return type.properties.empty() || has_word(type.properties, property);
}

}  // namespace tombola::deploy
