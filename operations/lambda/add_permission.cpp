// https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "operations/lambda/function_policy.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"
#include "operations/uuid.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

bool is_statement_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
  });
}

// lambda:* , lambda:InvokeFunction, *
bool is_action(std::string_view text) {
  constexpr std::string_view service = "lambda:";
  if (text == "*") {
    return true;
  }
  if (!text.starts_with(service)) {
    return false;
  }
  const std::string_view name = text.substr(service.size());
  return name == "*" ||
         (!name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char letter) {
           return std::isalpha(letter) != 0;
         }));
}

bool is_account(std::string_view text) {
  constexpr std::size_t account_digits = 12;
  return text.size() == account_digits &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_event_source_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '.' || letter == '_' || letter == '-';
  });
}

bool has_no_blank(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isspace(letter) != 0;
  });
}

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "AddPermissionRequest",
      {{"FunctionName", namespaced_function_name_shape(), Required},
       {"StatementId", Shape::string().length(1, 100).pattern("([a-zA-Z0-9-_]+)", is_statement_id),
        Required},
       {"Action", Shape::string().pattern("(lambda:[*]|lambda:[a-zA-Z]+|[*])", is_action),
        Required},
       {"Principal", Shape::string().length(0, 2048).pattern(R"([^\s]+)", has_no_blank), Required},
       // Any text: a stack's resource that is not here has no ARN.
       {"SourceArn", Shape::string()},
       {"SourceAccount", Shape::string().length(0, 12).pattern(R"(\d{12})", is_account)},
       {"EventSourceToken",
        Shape::string().length(0, 256).pattern(R"([a-zA-Z0-9._\-]+)", is_event_source_token)},
       {"PrincipalOrgID",
        Shape::string().length(12, 34).pattern("o-[a-z0-9]{10,32}", is_organization_id)},
       {"FunctionUrlAuthType", Shape::string().one_of({"NONE", "AWS_IAM"})},
       {"InvokedViaFunctionUrl", Shape::boolean()},
       {"Qualifier", qualifier_shape()},
       {"RevisionId", Shape::string()}});
  return shape;
}

}  // namespace

std::string add_permission(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  if (reference.qualifier == triggers::latest_version) {
    throw LambdaError::invalid_parameter(
        "We currently do not support adding policies for $LATEST.");
  }
  const std::string_view sid = request.required("StatementId").as_string();
  std::string statement;
  change_function(context, reference, [&](triggers::FunctionDefinition& function) {
    if (function.find(reference.qualifier) == nullptr) {
      throw_function_not_found(reference, context.name_space);
    }
    check_revision(request, function.latest.revision_id);
    if (!is_principal(request.required("Principal").as_string())) {
      throw LambdaError::invalid_parameter(
          "The provided principal was invalid. Please check the principal and try again.");
    }
    std::vector<std::string>& policy = function.policies[reference.qualifier];
    if (std::any_of(policy.begin(), policy.end(),
                    [&](const std::string& other) { return statement_id(other) == sid; })) {
      throw LambdaError::resource_conflict(
          fmt::format("The statement id ({}) provided already exists. Please provide a new "
                      "statement id, or remove the existing statement.",
                      sid));
    }
    statement = policy_statement(request, function.arn(reference.qualifier)).dump();
    policy.push_back(statement);
    function.latest.revision_id = random_uuid();
  });
  return nlohmann::ordered_json{{"Statement", statement}}.dump();
}

}  // namespace tombola::operations::lambda
