// What of IAM nobody here asks for: users, groups, profiles, keys. They have names and ARNs, so that
// references to them come to something, and the stack says that there is no more to them.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_IAM.html
#include <fmt/format.h>

#include "deploy/resources/families.h"
#include "deploy/resources/properties.h"
#include "services/random_id.h"

namespace tombola::deploy {
namespace {

// arn:aws:iam::<account>:<kind><path><name>; IAM has no regions.
std::string iam_arn(const ResourceContext& context, std::string_view kind, const Json& properties,
                    const std::string& name) {
  const Json path = member(properties, "Path");
  return fmt::format("arn:{}:iam::{}:{}{}{}", context.pseudo().partition, context.pseudo().account,
                     kind, path.is_string() ? path.get<std::string>() : "/", name);
}

void complain_of_name(const ResourceContext& context) {
  context.complain("Tombola does not support this type; it is a name and an ARN, and no more");
}

Made create_user(const ResourceContext& context, const Json& properties) {
  complain_of_name(context);
  const std::string name = context.name_or(properties, "UserName", 64);
  return {name, {{"Arn", iam_arn(context, "user", properties, name)}}};
}

Made create_group(const ResourceContext& context, const Json& properties) {
  complain_of_name(context);
  const std::string name = context.name_or(properties, "GroupName", 128);
  return {name, {{"Arn", iam_arn(context, "group", properties, name)}}};
}

Made create_instance_profile(const ResourceContext& context, const Json& properties) {
  complain_of_name(context);
  const std::string name = context.name_or(properties, "InstanceProfileName", 128);
  return {name, {{"Arn", iam_arn(context, "instance-profile", properties, name)}}};
}

// With --auth it opens no door: the keys that do are in its file.
Made create_access_key(const ResourceContext& context, const Json& /*properties*/) {
  complain_of_name(context);
  constexpr std::string_view secret_letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";
  return {"AKIA" + services::random_text(services::capitals_and_digits, 16),
          {{"SecretAccessKey", services::random_text(secret_letters, 40)}}};
}

Made create_membership(const ResourceContext& context, const Json& /*properties*/) {
  complain_of_name(context);
  const std::string id = context.physical_name(128);
  return {id, {{"Id", id}}};
}

constexpr ResourceType types[] = {
    {"AWS::IAM::User", "Arn", create_user, nullptr, nullptr},
    {"AWS::IAM::Group", "Arn", create_group, nullptr, nullptr},
    {"AWS::IAM::InstanceProfile", "Arn", create_instance_profile, nullptr, nullptr},
    {"AWS::IAM::AccessKey", "SecretAccessKey", create_access_key, nullptr, nullptr},
    {"AWS::IAM::UserToGroupAddition", "Id", create_membership, nullptr, nullptr},
};

}  // namespace

std::span<const ResourceType> iam_name_types() {
  return types;
}

}  // namespace tombola::deploy
