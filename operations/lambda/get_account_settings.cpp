// https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "operations/lambda/known_function.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

// "Lambda quotas": 75 GB of code, a thousand executions at once.
constexpr std::int64_t total_code_bytes = 80'530'636'800;
constexpr std::int64_t concurrent_executions = 1000;

}  // namespace

std::string get_account_settings(OperationContext& context, dynamodb::JsonValue json) {
  static const Shape fields = Shape::structure("GetAccountSettingsRequest", {});
  Request::checked(json, fields, dynamodb::Wording::Old);
  std::int64_t code_bytes = 0;
  std::int64_t reserved = 0;
  const std::vector<KnownFunction> functions = all_functions(context);
  for (const KnownFunction& function : functions) {
    code_bytes += function.definition.latest.code_size_bytes;
    for (const triggers::FunctionSettings& version : function.definition.versions) {
      code_bytes += version.code_size_bytes;
    }
    reserved += function.definition.reserved_concurrency.value_or(0);
  }
  return nlohmann::ordered_json{
      {"AccountLimit",
       {{"TotalCodeSize", total_code_bytes},
        {"CodeSizeUnzipped", limits::function_code_unzipped_bytes_max},
        {"CodeSizeZipped", limits::function_code_zipped_bytes_max},
        {"ConcurrentExecutions", concurrent_executions},
        {"UnreservedConcurrentExecutions", concurrent_executions - reserved}}},
      {"AccountUsage", {{"TotalCodeSize", code_bytes}, {"FunctionCount", functions.size()}}}}
      .dump();
}

}  // namespace tombola::operations::lambda
