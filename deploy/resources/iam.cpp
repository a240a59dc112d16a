// AWS::IAM::Role, Policy, ManagedPolicy
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_IAM.html
#include <algorithm>

#include "deploy/resources/families.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

constexpr std::size_t role_name_length_max = 64;
constexpr std::size_t policy_name_length_max = 128;

Json policies_by_name(const Json& properties) {
  Json policies = Json::object();
  for (const Json& policy : member(properties, "Policies")) {
    policies[policy.at("PolicyName").get<std::string>()] =
        document_text(member(policy, "PolicyDocument"));
  }
  return policies;
}

bool has(const Json& list, const Json& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// From what `before` gives a role to what `after` does.
void set_policies(const ResourceContext& context, const std::string& role, const Json& before,
                  const Json& after) {
  const Json old_arns = member(before, "ManagedPolicyArns");
  const Json new_arns = member(after, "ManagedPolicyArns");
  for (const Json& arn : old_arns) {
    if (!has(new_arns, arn)) {
      context.call(Service::IAM, "DetachRolePolicy", {{"RoleName", role}, {"PolicyArn", arn}});
    }
  }
  for (const Json& arn : new_arns) {
    if (!has(old_arns, arn)) {
      context.call(Service::IAM, "AttachRolePolicy", {{"RoleName", role}, {"PolicyArn", arn}});
    }
  }
  const Json old_policies = policies_by_name(before);
  const Json new_policies = policies_by_name(after);
  for (const auto& [name, document] : old_policies.items()) {
    if (!new_policies.contains(name)) {
      context.call(Service::IAM, "DeleteRolePolicy", {{"RoleName", role}, {"PolicyName", name}});
    }
  }
  for (const auto& [name, document] : new_policies.items()) {
    if (differs(old_policies, new_policies, name)) {
      context.call(Service::IAM, "PutRolePolicy",
                   {{"RoleName", role}, {"PolicyName", name}, {"PolicyDocument", document}});
    }
  }
}

Made create_role(const ResourceContext& context, const Json& properties) {
  Json request = picked(
      properties, {"Path", "Description", "MaxSessionDuration", "PermissionsBoundary", "Tags"});
  request["RoleName"] = context.name_or(properties, "RoleName", role_name_length_max);
  request["AssumeRolePolicyDocument"] =
      document_text(member(properties, "AssumeRolePolicyDocument"));
  const Json role = context.call(Service::IAM, "CreateRole", request).at("Role");
  after_creation(role.at("RoleName"),
                 [&] { set_policies(context, role.at("RoleName"), Json::object(), properties); });
  return {role.at("RoleName"), {{"Arn", role.at("Arn")}, {"RoleId", role.at("RoleId")}}};
}

Made update_role(const ResourceContext& context, const ResourceType::Update& update) {
  const std::string& role = update.made.physical_id;
  if (differs(update.before, update.after, "AssumeRolePolicyDocument")) {
    context.call(
        Service::IAM, "UpdateAssumeRolePolicy",
        {{"RoleName", role},
         {"PolicyDocument", document_text(member(update.after, "AssumeRolePolicyDocument"))}});
  }
  if (differs(update.before, update.after, "Description") ||
      differs(update.before, update.after, "MaxSessionDuration")) {
    Json request = {{"RoleName", role}, {"Description", update.after.value("Description", "")}};
    request.update(picked(update.after, {"MaxSessionDuration"}));
    context.call(Service::IAM, "UpdateRole", request);
  }
  set_policies(context, role, update.before, update.after);
  return update.made;
}

void delete_role(const ResourceContext& context, const Made& made, const Json& properties) {
  set_policies(context, made.physical_id, properties, Json::object());
  context.call(Service::IAM, "DeleteRole", {{"RoleName", made.physical_id}});
}

// There are no users and groups here who could have it.
void complain_of_others(const ResourceContext& context, const Json& properties) {
  for (const char* holders : {"Users", "Groups"}) {
    if (!member(properties, holders).empty()) {
      context.complain(std::string("Tombola does not support policies of ") + holders);
    }
  }
}

// Ref is the policy's id; its name is what those who have it know.
std::string policy_name(const Json& properties) {
  return member(properties, "PolicyName").get<std::string>();
}

void put_policy(const ResourceContext& context, const Json& properties) {
  complain_of_others(context, properties);
  const Json roles = member(properties, "Roles");
  for (const Json& name : roles) {
    context.call(Service::IAM, "PutRolePolicy",
                 {{"RoleName", name},
                  {"PolicyName", policy_name(properties)},
                  {"PolicyDocument", document_text(member(properties, "PolicyDocument"))}});
  }
}

// From those of `before` who are not in `after`.
void take_policy(const ResourceContext& context, const Json& before, const Json& after) {
  const Json roles = member(before, "Roles");
  for (const Json& name : roles) {
    if (differs(before, after, "PolicyName") || !has(member(after, "Roles"), name)) {
      context.call(Service::IAM, "DeleteRolePolicy",
                   {{"RoleName", name}, {"PolicyName", policy_name(before)}});
    }
  }
}

Made create_policy(const ResourceContext& context, const Json& properties) {
  put_policy(context, properties);
  const std::string id = context.physical_name(policy_name_length_max);
  return {id, {{"Id", id}}};
}

Made update_policy(const ResourceContext& context, const ResourceType::Update& update) {
  take_policy(context, update.before, update.after);
  put_policy(context, update.after);
  return update.made;
}

void delete_policy(const ResourceContext& context, const Made& /*made*/, const Json& properties) {
  take_policy(context, properties, Json::object());
}

void attach(const ResourceContext& context, const std::string& arn, const Json& before,
            const Json& after) {
  complain_of_others(context, after);
  const Json old_names = member(before, "Roles");
  const Json new_names = member(after, "Roles");
  for (const Json& name : old_names) {
    if (!has(new_names, name)) {
      context.call(Service::IAM, "DetachRolePolicy", {{"RoleName", name}, {"PolicyArn", arn}});
    }
  }
  for (const Json& name : new_names) {
    if (!has(old_names, name)) {
      context.call(Service::IAM, "AttachRolePolicy", {{"RoleName", name}, {"PolicyArn", arn}});
    }
  }
}

Made create_managed_policy(const ResourceContext& context, const Json& properties) {
  Json request = picked(properties, {"Path", "Description"});
  request["PolicyName"] = context.name_or(properties, "ManagedPolicyName", policy_name_length_max);
  request["PolicyDocument"] = document_text(member(properties, "PolicyDocument"));
  const Json policy = context.call(Service::IAM, "CreatePolicy", request).at("Policy");
  const std::string arn = policy.at("Arn");
  after_creation(arn, [&] { attach(context, arn, Json::object(), properties); });
  return {arn, {{"PolicyArn", arn}, {"PolicyId", member(policy, "PolicyId")}}};
}

Made update_managed_policy(const ResourceContext& context, const ResourceType::Update& update) {
  const std::string& arn = update.made.physical_id;
  if (differs(update.before, update.after, "PolicyDocument")) {
    const Json versions =
        context.call(Service::IAM, "ListPolicyVersions", {{"PolicyArn", arn}}).at("Versions");
    for (const Json& version : versions) {
      if (version.at("IsDefaultVersion") != true) {
        context.call(Service::IAM, "DeletePolicyVersion",
                     {{"PolicyArn", arn}, {"VersionId", version.at("VersionId")}});
      }
    }
    context.call(Service::IAM, "CreatePolicyVersion",
                 {{"PolicyArn", arn},
                  {"PolicyDocument", document_text(member(update.after, "PolicyDocument"))},
                  {"SetAsDefault", true}});
  }
  attach(context, arn, update.before, update.after);
  return update.made;
}

void delete_managed_policy(const ResourceContext& context, const Made& made,
                           const Json& properties) {
  attach(context, made.physical_id, properties, Json::object());
  const Json versions =
      context.call(Service::IAM, "ListPolicyVersions", {{"PolicyArn", made.physical_id}})
          .at("Versions");
  for (const Json& version : versions) {
    if (version.at("IsDefaultVersion") != true) {
      context.call(Service::IAM, "DeletePolicyVersion",
                   {{"PolicyArn", made.physical_id}, {"VersionId", version.at("VersionId")}});
    }
  }
  context.call(Service::IAM, "DeletePolicy", {{"PolicyArn", made.physical_id}});
}

constexpr ResourceType types[] = {
    {"AWS::IAM::Role", "Arn RoleId", create_role, update_role, delete_role,
     "AssumeRolePolicyDocument Description ManagedPolicyArns MaxSessionDuration Path "
     "PermissionsBoundary Policies RoleName Tags"},
    {"AWS::IAM::Policy", "Id", create_policy, update_policy, delete_policy},
    {"AWS::IAM::ManagedPolicy", "PolicyArn PolicyId", create_managed_policy, update_managed_policy,
     delete_managed_policy},
};

}  // namespace

std::span<const ResourceType> iam_types() {
  return types;
}

}  // namespace tombola::deploy
