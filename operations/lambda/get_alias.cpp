// https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html
#include "operations/lambda/function_alias.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = alias_shape("GetAliasRequest");
  return shape;
}

}  // namespace

std::string get_alias(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  const std::string name(request.required("Name").as_string());
  const triggers::FunctionDefinition function = function_of(reference, context).definition;
  const auto alias = function.aliases.find(name);
  if (alias == function.aliases.end()) {
    throw LambdaError::resource_not_found("Cannot find alias arn: " + function.arn(name));
  }
  return alias_configuration(function, alias->second).dump();
}

}  // namespace tombola::operations::lambda
