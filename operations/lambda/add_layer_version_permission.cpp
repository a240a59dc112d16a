// https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "operations/lambda/function_policy.h"
#include "operations/lambda/lambda_error.h"
#include "operations/lambda/layer_request.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

bool is_statement_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
  });
}

bool is_action(std::string_view text) {
  return text == "lambda:GetLayerVersion";
}

// \d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root
bool is_principal(std::string_view text) {
  constexpr std::size_t account_digits = 12;
  const auto is_account = [](std::string_view account) {
    return account.size() == account_digits &&
           account.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const std::size_t iam = text.find(":iam::");
  return text == "*" || is_account(text) ||
         (text.starts_with("arn:aws") && text.ends_with(":root") && iam != std::string_view::npos &&
          is_account(text.substr(iam + 6, account_digits)));
}

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "AddLayerVersionPermissionRequest",
      {layer_name_field(),
       version_number_field(),
       {"StatementId", Shape::string().length(1, 100).pattern("([a-zA-Z0-9-_]+)", is_statement_id),
        Required},
       {"Action", Shape::string().length(0, 22).pattern("lambda:GetLayerVersion", is_action),
        Required},
       {"Principal",
        Shape::string().pattern(R"(\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root)", is_principal),
        Required},
       {"OrganizationId",
        Shape::string().length(0, 34).pattern("o-[a-z0-9]{10,32}", is_organization_id)},
       {"RevisionId", Shape::string()}});
  return shape;
}

}  // namespace

std::string add_layer_version_permission(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string_view sid = request.required("StatementId").as_string();
  nlohmann::ordered_json answer;
  change_layer_policy(
      request, context,
      [&](const triggers::LayerDefinition& layer, triggers::LayerVersion& version) {
        for (const std::string& statement : version.policy) {
          if (statement_id(statement) == sid) {
            throw LambdaError::resource_conflict(
                fmt::format("The statement id ({}) provided already exists. Please provide a new "
                            "statement id, or remove the existing statement.",
                            sid));
          }
        }
        nlohmann::ordered_json statement =
            policy_statement(request, layer.version_arn(version.number));
        if (const auto organization = request.string("OrganizationId")) {
          statement["Condition"]["StringEquals"]["aws:PrincipalOrgID"] = *organization;
        }
        version.policy.push_back(statement.dump());
        answer["Statement"] = version.policy.back();
      });
  answer["RevisionId"] = layer_version_with_policy(request, context).version.policy_revision_id;
  return answer.dump();
}

}  // namespace tombola::operations::lambda
