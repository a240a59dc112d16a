#include "deploy/stack/resource_maker.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {

using services::cloudformation::StackResource;

namespace {

// A property that is missing or of another form shows when it is read.
template <typename Run>
Made with_properties(const std::string& logical_id, const Run& run) {
  try {
    return run();
  } catch (const Json::exception& error) {
    throw ResourceError(fmt::format("Properties validation failed for resource {} with message: {}",
                                    logical_id, error.what()));
  }
}

}  // namespace

std::optional<CustomResources> ResourceMaker::custom(const ResourceContext& context,
                                                     const StackResource& resource) const {
  if (!rules_.answers || resource.is_stand_in || !is_custom_resource(resource.type)) {
    return std::nullopt;
  }
  return std::optional<CustomResources>(std::in_place, context, rules_.answers, rules_.warn);
}

void ResourceMaker::create(StackResource& resource, const Json& properties,
                           const Initiated& initiated) const {
  const ResourceType* type = find_resource_type(resource.type);
  const ResourceContext context = context_of(resource, [&](const std::string& physical_id) {
    resource.physical_id = physical_id;
    resource.properties = properties;
    if (initiated) {
      initiated();
    }
  });
  if (const auto provider = custom(context, resource)) {
    return provider->create(resource, properties);
  }
  if (type == nullptr) {
    create_stand_in(resource, context);
  } else {
    complain_of_properties(*type, resource, Json::object(), properties);
    try {
      Made made = with_properties(resource.logical_id,
                                  [&] { return type->create(context, typed(properties)); });
      resource.physical_id = std::move(made.physical_id);
      resource.attributes = std::move(made.attributes);
    } catch (const ResourceError& error) {
      resource.physical_id = error.physical_id();
      throw;
    }
  }
  resource.properties = properties;
}

void ResourceMaker::create_stand_in(StackResource& resource, const ResourceContext& context) const {
  constexpr std::size_t name_length_max = 128;
  if (rules_.strict) {
    throw ResourceError(
        fmt::format("Tombola does not support the resource type {}", resource.type));
  }
  complain(
      fmt::format("{} {}: Tombola does not support this type; what refers to it gets a name that "
                  "stands for nothing",
                  resource.type, resource.logical_id));
  resource.physical_id = context.physical_name(name_length_max);
  resource.is_stand_in = true;
}

void ResourceMaker::complain_of_properties(const ResourceType& type, const StackResource& resource,
                                           const Json& before, const Json& after) const {
  for (const auto& [name, value] : after.items()) {
    if (!knows_property(type, name) && !before.contains(name)) {
      complain(fmt::format("{} {}: Tombola does not support the property {}, which is left out",
                           resource.type, resource.logical_id, name));
    }
  }
}

void ResourceMaker::complain(const std::string& text) const {
  if (rules_.strict) {
    throw ResourceError(text);
  }
  if (rules_.warn) {
    rules_.warn(text);
  }
}

void ResourceMaker::update(StackResource& resource, const Json& properties) const {
  const ResourceContext context = context_of(resource);
  if (const auto provider = custom(context, resource)) {
    return provider->update(resource, properties);
  }
  const ResourceType* type = find_resource_type(resource.type);
  if (type != nullptr && type->update != nullptr && !resource.is_stand_in) {
    complain_of_properties(*type, resource, resource.properties, properties);
    const Json before = typed(resource.properties);
    const Json after = typed(properties);
    Made made = with_properties(resource.logical_id, [&] {
      return type->update(context, {{resource.physical_id, resource.attributes}, before, after});
    });
    resource.physical_id = std::move(made.physical_id);
    resource.attributes = std::move(made.attributes);
  }
  resource.properties = properties;
}

void ResourceMaker::remove(const StackResource& resource) const {
  const ResourceType* type = find_resource_type(resource.type);
  const ResourceContext context = context_of(resource);
  const auto provider = custom(context, resource);
  try {
    if (provider) {
      provider->remove(resource);
    } else if (type != nullptr && type->remove != nullptr && !resource.is_stand_in) {
      type->remove(context, {resource.physical_id, resource.attributes},
                   typed(resource.properties));
    }
  } catch (const ResourceError& error) {
    if (!error.is_not_found()) {
      throw;
    }
  }
}

namespace {

// Of the form that operations check: arn:aws:events:<region>:<account>:<name> for AWS::Events::Rule.
std::string stand_in_arn(const StackResource& resource, const std::string& stack_id) {
  const std::size_t begin = std::string_view("AWS::").size();
  const std::size_t end = resource.type.find("::", begin);
  std::string service = end == std::string::npos ? "" : resource.type.substr(begin, end - begin);
  std::transform(service.begin(), service.end(), service.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  // arn:aws:cloudformation:<region>:<account>:stack/...
  constexpr std::string_view mark = ":cloudformation:";
  const std::size_t place = stack_id.find(mark);
  const std::size_t stack = stack_id.find(":stack/");
  if (place == std::string::npos || stack == std::string::npos) {
    return resource.physical_id + ".Arn";
  }
  const std::size_t region = place + mark.size();
  return fmt::format("arn:aws:{}:{}:{}", service, stack_id.substr(region, stack - region),
                     resource.physical_id);
}

}  // namespace

Json value_of_resource(const StackResource& resource, const std::string& attribute,
                       const std::string& stack_id) {
  if (attribute.empty()) {
    return resource.physical_id;
  }
  if (resource.attributes.is_object() && resource.attributes.contains(attribute)) {
    return resource.attributes[attribute];
  }
  if (resource.is_stand_in) {
    return attribute.ends_with("Arn") ? stand_in_arn(resource, stack_id)
                                      : resource.physical_id + "." + attribute;
  }
  if (is_custom_resource(resource.type)) {
    throw ResourceError(fmt::format(
        "CustomResource attribute error: Vendor response doesn't contain {} attribute in "
        "object {}|{}|{}",
        attribute, stack_id, resource.logical_id, resource.request_id));
  }
  throw ResourceError(
      fmt::format("Attribute '{}' does not exist for resource {}", attribute, resource.logical_id));
}

}  // namespace tombola::deploy
