#include "operations/iam/identity_request.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "services/random_id.h"
#include "services/time_text.h"

namespace tombola::operations::iam {

using dynamodb::Shape;
using services::ServiceError;

namespace {

constexpr std::int64_t page_items_default = 100;
constexpr std::int64_t page_items_max = 1000;
constexpr std::size_t id_letters = 17;

bool is_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 ||
           std::string_view("_+=,.@-").find(static_cast<char>(letter)) != std::string_view::npos;
  });
}

Shape name_shape(std::size_t length_max) {
  return Shape::string().length(1, length_max).pattern("[\\w+=,.@-]+", is_name);
}

ServiceError no_such_role(std::string_view name) {
  return no_such_entity(fmt::format("The role with name {} cannot be found.", name));
}

}  // namespace

dynamodb::Field role_name_field() {
  return {"RoleName", name_shape(64), dynamodb::Presence::Required};
}

dynamodb::Field policy_name_field() {
  return {"PolicyName", name_shape(128), dynamodb::Presence::Required};
}

dynamodb::Field policy_arn_field() {
  return {"PolicyArn", Shape::string().length(20, 2048), dynamodb::Presence::Required};
}

dynamodb::Field document_field(std::string_view member) {
  return {member, Shape::string().length(1, 131072), dynamodb::Presence::Required};
}

dynamodb::Field path_field() {
  return {"Path", Shape::string().length(1, 512)};
}

Shape paged_shape(std::string_view name, std::vector<dynamodb::Field> fields) {
  fields.push_back({"Marker", Shape::string().length(1, 2048)});
  fields.push_back({"MaxItems", Shape::integer().range(1, page_items_max)});
  return Shape::structure(name, std::move(fields));
}

void check_policy_document(std::string_view document) {
  const json parsed = json::parse(document, nullptr, false);
  if (!parsed.is_object()) {
    throw ServiceError("MalformedPolicyDocument", "Syntax errors in policy.");
  }
}

std::string shown_document(const std::string& document) {
  std::string text;
  for (const char letter : document) {
    const auto byte = static_cast<unsigned char>(letter);
    if (std::isalnum(byte) != 0 ||
        std::string_view("-_.~").find(letter) != std::string_view::npos) {
      text.push_back(letter);
    } else {
      text += fmt::format("%{:02X}", byte);
    }
  }
  return text;
}

std::string now_text(const OperationContext& context) {
  std::string text = services::iso_time(context.services->now_ms());
  return text.replace(text.find('.'), std::string::npos, "Z");
}

std::string new_id(std::string_view prefix) {
  return std::string(prefix) + services::random_text(services::capitals_and_digits, id_letters);
}

json tags_json(const Texts& tags) {
  json list = json::array();
  for (const auto& [key, value] : tags) {
    list.push_back({{"Key", key}, {"Value", value}});
  }
  return list;
}

ServiceError no_such_entity(std::string message) {
  return ServiceError("NoSuchEntity", std::move(message), 404);
}

ServiceError already_exists(std::string message) {
  return ServiceError("EntityAlreadyExists", std::move(message), 409);
}

json role_of(const Request& request, OperationContext& context) {
  const std::string_view name = request.required("RoleName").as_string();
  auto role = context.services->identities().find({context.name_space.account, "role", name});
  if (!role) {
    throw no_such_role(name);
  }
  return std::move(*role);
}

void change_role(const Request& request, OperationContext& context,
                 const std::function<void(json& role)>& edit) {
  const std::string_view name = request.required("RoleName").as_string();
  context.services->identities().change({context.name_space.account, "role", name},
                                        [&](std::optional<json>& role) {
                                          if (!role) {
                                            throw no_such_role(name);
                                          }
                                          edit(*role);
                                        });
}

json policy_of(const Request& request, OperationContext& context) {
  const std::string_view arn = request.required("PolicyArn").as_string();
  auto policy = context.services->identities().find({context.name_space.account, "policy", arn});
  if (!policy) {
    throw no_such_entity(fmt::format("Policy {} was not found.", arn));
  }
  return std::move(*policy);
}

ordered_json role_json(const json& role) {
  ordered_json shown;
  for (const char* member : {"Path", "RoleName", "RoleId", "Arn", "CreateDate"}) {
    shown[member] = role.at(member);
  }
  shown["AssumeRolePolicyDocument"] = shown_document(role.at("AssumeRolePolicyDocument"));
  for (const char* member : {"Description", "MaxSessionDuration", "PermissionsBoundary", "Tags"}) {
    if (role.contains(member)) {
      shown[member] = role.at(member);
    }
  }
  return shown;
}

ordered_json policy_json(const json& policy, OperationContext& context) {
  ordered_json shown;
  for (const char* member : {"PolicyName", "PolicyId", "Arn", "Path"}) {
    shown[member] = policy.at(member);
  }
  shown["DefaultVersionId"] = policy.at("DefaultVersionId");
  shown["AttachmentCount"] = attachment_count(context, policy.at("Arn"));
  shown["PermissionsBoundaryUsageCount"] = 0;
  shown["IsAttachable"] = true;
  for (const char* member : {"Description", "CreateDate", "UpdateDate", "Tags"}) {
    if (policy.contains(member)) {
      shown[member] = policy.at(member);
    }
  }
  return shown;
}

ordered_json policy_version_json(const json& policy, const json& version) {
  return {{"VersionId", version.at("VersionId")},
          {"IsDefaultVersion", version.at("VersionId") == policy.at("DefaultVersionId")},
          {"CreateDate", version.at("CreateDate")}};
}

json& find_policy_version(json& policy, std::string_view version) {
  for (json& one : policy.at("versions")) {
    if (one.at("VersionId") == version) {
      return one;
    }
  }
  throw no_such_entity(fmt::format("Policy {} version {} does not exist or is not attachable.",
                                   policy.at("Arn").get<std::string>(), version));
}

void change_policy(const Request& request, OperationContext& context,
                   const std::function<void(json& policy)>& edit) {
  const std::string_view arn = request.required("PolicyArn").as_string();
  context.services->identities().change(
      {context.name_space.account, "policy", arn}, [&](std::optional<json>& policy) {
        if (!policy) {
          throw no_such_entity(fmt::format("Policy {} was not found.", arn));
        }
        edit(*policy);
      });
}

int attachment_count(OperationContext& context, const std::string& policy_arn) {
  const auto roles = context.services->identities().list(context.name_space.account, "role");
  return static_cast<int>(std::count_if(roles.begin(), roles.end(), [&](const json& role) {
    return role.at("attached").contains(policy_arn);
  }));
}

std::string page_json(const Request& request, std::string_view member,
                      std::vector<ordered_json> rows) {
  const RowPage page =
      page_of(rows.size(), request.string("Marker"),
              static_cast<std::size_t>(request.integer("MaxItems").value_or(page_items_default)),
              ServiceError("ValidationError", "Invalid Marker."));
  ordered_json answer;
  answer[std::string(member)] = ordered_json::array();
  for (std::size_t i = page.begin; i < page.end; ++i) {
    answer[std::string(member)].push_back(std::move(rows[i]));
  }
  answer["IsTruncated"] = page.next_token.has_value();
  if (page.next_token) {
    answer["Marker"] = *page.next_token;
  }
  return answer.dump();
}

}  // namespace tombola::operations::iam
