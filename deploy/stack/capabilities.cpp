#include "deploy/stack/capabilities.h"

#include <algorithm>
#include <array>

#include "services/cloudformation/stack_error.h"

namespace tombola::deploy {

using services::cloudformation::insufficient_capabilities;

void check_may_expand(const Json& transforms, const std::vector<std::string>& capabilities) {
  if (!transforms.empty() && std::find(capabilities.begin(), capabilities.end(),
                                       "CAPABILITY_AUTO_EXPAND") == capabilities.end()) {
    throw insufficient_capabilities("Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
  }
}

void check_capabilities(const Template& source, const std::vector<std::string>& capabilities) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 7> types = {
      {{"AWS::IAM::AccessKey", ""},
       {"AWS::IAM::Group", "GroupName"},
       {"AWS::IAM::InstanceProfile", "InstanceProfileName"},
       {"AWS::IAM::ManagedPolicy", "ManagedPolicyName"},
       {"AWS::IAM::Policy", ""},
       {"AWS::IAM::Role", "RoleName"},
       {"AWS::IAM::User", "UserName"}}};
  const auto has = [&](const char* name) {
    return std::find(capabilities.begin(), capabilities.end(), name) != capabilities.end();
  };
  bool any = false;
  bool named = false;
  for (const ResourceDefinition& resource : source.resources) {
    for (const auto& [type, name] : types) {
      any = any || resource.type == type;
      named =
          named || (resource.type == type && *name != '\0' && resource.properties.contains(name));
    }
  }
  if (named && !has("CAPABILITY_NAMED_IAM")) {
    throw insufficient_capabilities("Requires capabilities : [CAPABILITY_NAMED_IAM]");
  }
  if (any && !has("CAPABILITY_IAM") && !has("CAPABILITY_NAMED_IAM")) {
    throw insufficient_capabilities("Requires capabilities : [CAPABILITY_IAM]");
  }
}

}  // namespace tombola::deploy
