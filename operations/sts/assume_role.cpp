// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
//
// Any role can be assumed, whether it exists or not: nothing is enforced, and CDK's own roles are
// assumed before anybody made them.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "operations/operation.h"
#include "operations/request.h"
#include "operations/sts/session_request.h"
#include "services/digest.h"
#include "services/service_error.h"
#include "services/sts/sts_limits.h"

namespace tombola::operations::sts {

using dynamodb::Shape;
namespace limits = services::sts::limits;

namespace {

bool is_session_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 ||
           std::string_view("_+=,.@-").find(static_cast<char>(letter)) != std::string_view::npos;
  });
}

Shape session_name_shape() {
  return Shape::string().length(2, 64).pattern("[\\w+=,.@-]*", is_session_name);
}

Shape session_tags() {
  using enum dynamodb::Presence;
  return Shape::list_of(
      Shape::structure("Tag", {{"Key", Shape::string().length(1, 128), Required},
                               {"Value", Shape::string().length(0, 256), Required}}));
}

}  // namespace

const Shape& assume_role_fields() {
  using enum dynamodb::Presence;
  // What narrows down or describes the session is taken and means nothing, as no policy does.
  static const Shape shape = Shape::structure(
      "AssumeRoleRequest",
      {{"RoleArn", Shape::string().length(20, 2048), Required},
       {"RoleSessionName", session_name_shape(), Required},
       {"PolicyArns",
        Shape::list_of(Shape::structure("PolicyDescriptorType", {{"arn", Shape::string()}}))},
       {"Policy", Shape::string().length(1, 2048)},
       duration_field(limits::role_session_seconds_max),
       {"Tags", session_tags()},
       {"TransitiveTagKeys", Shape::list_of(Shape::string())},
       {"ExternalId", Shape::string().length(2, 1224)},
       {"SerialNumber", Shape::string().length(9, 256)},
       {"TokenCode", Shape::string().length(6, 6)},
       {"SourceIdentity", session_name_shape()}});
  return shape;
}

namespace {

struct Role {
  std::string account;
  std::string name;  // without its path
};

// arn:aws:iam::123456789012:role/a/path/name
Role role_of(std::string_view arn) {
  constexpr std::size_t account_digits = 12;
  Role role;
  const std::size_t service = arn.find(":iam::");
  if (arn.starts_with("arn:") && service != std::string_view::npos) {
    const std::string_view rest = arn.substr(service + std::string_view(":iam::").size());
    role.account = rest.substr(0, rest.find(':'));
    if (rest.substr(std::min(role.account.size(), rest.size())).starts_with(":role/")) {
      role.name = rest.substr(rest.rfind('/') + 1);
    }
  }
  const bool is_account = role.account.size() == account_digits &&
                          std::all_of(role.account.begin(), role.account.end(),
                                      [](unsigned char digit) { return std::isdigit(digit) != 0; });
  if (!is_account || role.name.empty()) {
    throw services::ServiceError("ValidationError", "Request ARN is invalid");
  }
  return role;
}

// Of a role that nobody made: it follows from the name.
std::string role_id(std::string_view arn) {
  std::string id = services::hexadecimal(services::md5(arn)).substr(0, 17);
  std::transform(id.begin(), id.end(), id.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return "AROA" + id;
}

}  // namespace

std::string assume_role(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, assume_role_fields(), dynamodb::Wording::Old);
  const std::string_view arn = request.required("RoleArn").as_string();
  const std::string_view session_name = request.required("RoleSessionName").as_string();
  const Role role = role_of(arn);
  const services::sts::Principal principal{
      role.account,
      fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", role.account, role.name, session_name),
      fmt::format("{}:{}", role_id(arn), session_name)};
  const auto session = context.services->sessions().open(
      principal, request.integer("DurationSeconds").value_or(limits::role_session_seconds_default));
  nlohmann::ordered_json answer = {
      {"Credentials", credentials_json(session)},
      {"AssumedRoleUser", {{"AssumedRoleId", principal.user_id}, {"Arn", principal.arn}}}};
  if (const auto identity = request.string("SourceIdentity")) {
    answer["SourceIdentity"] = *identity;
  }
  return answer.dump();
}

}  // namespace tombola::operations::sts
