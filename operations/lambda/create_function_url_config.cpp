// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html
#include <fmt/format.h>

#include "operations/lambda/function_url_config.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::operations::lambda {
namespace {

constexpr std::size_t url_id_size = 32;

void check_function(const FunctionReference& reference, const OperationContext& context) {
  const auto function = find_function(context, reference.name);
  if (!function || function->definition.find(reference.qualifier) == nullptr) {
    throw LambdaError::resource_not_found("Function does not exist");
  }
}

}  // namespace

std::string create_function_url_config(OperationContext& context, dynamodb::JsonValue json) {
  static const dynamodb::Shape fields = function_url_shape(
      "CreateFunctionUrlConfigRequest", function_url_fields(dynamodb::Presence::Required));
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  check_function(reference, context);
  triggers::FunctionUrlConfig config;
  apply_function_url(request, config);
  config.url_id = triggers::random_hex(url_id_size);
  config.created_ms = config.last_modified_ms = context.service_clock.now_ms();
  const auto function =
      change_function(context, reference, [&](triggers::FunctionDefinition& changed) {
        if (!changed.urls.emplace(reference.qualifier, config).second) {
          throw LambdaError::resource_conflict(
              fmt::format("Failed to create function url config for [functionArn = {}]. Error "
                          "message:  FunctionUrlConfig exists for this Lambda function",
                          changed.arn(reference.qualifier)));
        }
      });
  return new_function_url(function, reference.qualifier, context).dump();
}

}  // namespace tombola::operations::lambda
