// AWS::SSM::Parameter
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-parameter.html
#include "deploy/resources/families.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

constexpr std::size_t name_length_max = 1011;

Made put_parameter(const ResourceContext& context, const std::string& name, const Json& properties,
                   bool overwrite) {
  Json request = picked(properties, {"AllowedPattern", "DataType", "Description", "Policies",
                                     "Tier", "Type", "Value"});
  request["Name"] = name;
  request["Overwrite"] = overwrite;
  context.call(Service::SSM, "PutParameter", request);
  return {name, {{"Type", member(properties, "Type")}, {"Value", member(properties, "Value")}}};
}

Made create_parameter(const ResourceContext& context, const Json& properties) {
  const Made made = put_parameter(context, context.name_or(properties, "Name", name_length_max),
                                  properties, false);
  Json tags = Json::array();
  const Json given = member(properties, "Tags");
  for (const auto& [key, value] : given.items()) {
    tags.push_back({{"Key", key}, {"Value", value}});
  }
  if (!tags.empty()) {
    after_creation(made.physical_id, [&] {
      context.call(
          Service::SSM, "AddTagsToResource",
          {{"ResourceType", "Parameter"}, {"ResourceId", made.physical_id}, {"Tags", tags}});
    });
  }
  return made;
}

Made update_parameter(const ResourceContext& context, const ResourceType::Update& update) {
  return put_parameter(context, update.made.physical_id, update.after, true);
}

void delete_parameter(const ResourceContext& context, const Made& made,
                      const Json& /*properties*/) {
  context.call(Service::SSM, "DeleteParameter", {{"Name", made.physical_id}});
}

constexpr ResourceType types[] = {
    {"AWS::SSM::Parameter", "Type Value", create_parameter, update_parameter, delete_parameter,
     "AllowedPattern DataType Description Name Policies Tags Tier Type Value"},
};

}  // namespace

std::span<const ResourceType> parameter_store_types() {
  return types;
}

}  // namespace tombola::deploy
