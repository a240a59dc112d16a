// AWS::Lambda::LayerVersion and LayerVersionPermission
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-layerversion.html
#include "deploy/resources/families.h"
#include "deploy/resources/properties.h"

namespace tombola::deploy {
namespace {

using operations::Service;

constexpr std::size_t layer_name_length_max = 64;

// arn:...:layer:<name>:<version>
Json version_name(const std::string& arn) {
  const std::size_t colon = arn.rfind(':');
  return {{"LayerName", arn.substr(0, colon)}, {"VersionNumber", arn.substr(colon + 1)}};
}

Made create_layer(const ResourceContext& context, const Json& properties) {
  Json request = picked(properties, {"CompatibleArchitectures", "CompatibleRuntimes", "Content",
                                     "Description", "LicenseInfo"});
  request["LayerName"] = context.name_or(properties, "LayerName", layer_name_length_max);
  const std::string arn =
      context.call(Service::Lambda, "PublishLayerVersion", request).at("LayerVersionArn");
  return {arn, {{"LayerVersionArn", arn}}};
}

void delete_layer(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::Lambda, "DeleteLayerVersion", version_name(made.physical_id));
}

Made create_permission(const ResourceContext& context, const Json& properties) {
  constexpr std::size_t statement_id_length_max = 100;
  const std::string id = context.physical_name(statement_id_length_max);
  Json request = version_name(member(properties, "LayerVersionArn").get<std::string>());
  request.update(picked(properties, {"Action", "OrganizationId", "Principal"}));
  request["StatementId"] = id;
  context.call(Service::Lambda, "AddLayerVersionPermission", request);
  return {id, {{"Id", id}}};
}

void delete_permission(const ResourceContext& context, const Made& made, const Json& properties) {
  Json request = version_name(member(properties, "LayerVersionArn").get<std::string>());
  request["StatementId"] = made.physical_id;
  context.call(Service::Lambda, "RemoveLayerVersionPermission", request);
}

constexpr ResourceType types[] = {
    {"AWS::Lambda::LayerVersion", "LayerVersionArn", create_layer, nullptr, delete_layer,
     "CompatibleArchitectures CompatibleRuntimes Content Description LayerName LicenseInfo"},
    {"AWS::Lambda::LayerVersionPermission", "Id", create_permission, nullptr, delete_permission,
     "Action LayerVersionArn OrganizationId Principal"},
};

}  // namespace

std::span<const ResourceType> lambda_layer_types() {
  return types;
}

}  // namespace tombola::deploy
