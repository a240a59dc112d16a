#include "operations/lambda/function_policy.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tombola::operations::lambda {
namespace {

using nlohmann::ordered_json;

// A service ("s3.amazonaws.com"), everybody, an account, or somebody by an ARN.
ordered_json principal_of(std::string_view principal) {
  if (principal == "*") {
    return "*";
  }
  if (principal.starts_with("arn:")) {
    return {{"AWS", principal}};
  }
  if (principal.find_first_not_of("0123456789") == std::string_view::npos) {
    return {{"AWS", fmt::format("arn:aws:iam::{}:root", principal)}};
  }
  return {{"Service", principal}};
}

ordered_json conditions_of(const Request& request) {
  struct Condition {
    const char* member;
    const char* operation;
    const char* key;
  };
  static constexpr Condition known[] = {
      {"SourceAccount", "StringEquals", "AWS:SourceAccount"},
      {"FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"},
      {"PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"},
      {"EventSourceToken", "StringEquals", "lambda:EventSourceToken"},
      {"SourceArn", "ArnLike", "AWS:SourceArn"}};
  ordered_json conditions;
  for (const Condition& condition : known) {
    if (const auto value = request.string(condition.member)) {
      conditions[condition.operation][condition.key] = *value;
    }
  }
  if (const auto by_url = request.boolean("InvokedViaFunctionUrl")) {
    conditions["Bool"]["lambda:InvokedViaFunctionUrl"] = *by_url ? "true" : "false";
  }
  return conditions;
}

bool is_service(std::string_view text) {
  constexpr std::array<std::string_view, 4> domains = {".amazonaws.com", ".amazonaws.com.cn",
                                                       ".amazon.com", ".aws.internal"};
  return std::any_of(domains.begin(), domains.end(), [&](std::string_view domain) {
    return text.size() > domain.size() && text.ends_with(domain);
  });
}

}  // namespace

bool is_principal(std::string_view text) {
  constexpr std::size_t account_digits = 12;
  const bool is_account = text.size() == account_digits &&
                          text.find_first_not_of("0123456789") == std::string_view::npos;
  return text == "*" || text.starts_with("arn:") || is_account || is_service(text);
}

bool is_organization_id(std::string_view text) {
  constexpr std::size_t length_min = 12;
  constexpr std::size_t length_max = 34;
  return text.size() >= length_min && text.size() <= length_max && text.starts_with("o-") &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789", 2) ==
             std::string_view::npos;
}

ordered_json policy_statement(const Request& request, const std::string& resource_arn) {
  ordered_json statement = {{"Sid", request.required("StatementId").as_string()},
                            {"Effect", "Allow"},
                            {"Principal", principal_of(request.required("Principal").as_string())},
                            {"Action", request.required("Action").as_string()},
                            {"Resource", resource_arn}};
  if (ordered_json conditions = conditions_of(request); !conditions.is_null()) {
    statement["Condition"] = std::move(conditions);
  }
  return statement;
}

std::string policy_text(const std::vector<std::string>& statements) {
  ordered_json policy = {
      {"Version", "2012-10-17"}, {"Id", "default"}, {"Statement", ordered_json::array()}};
  for (const std::string& statement : statements) {
    policy["Statement"].push_back(ordered_json::parse(statement));
  }
  return policy.dump();
}

std::string statement_id(const std::string& statement) {
  return ordered_json::parse(statement).at("Sid").get<std::string>();
}

}  // namespace tombola::operations::lambda
