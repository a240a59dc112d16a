// https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html
#include "operations/lambda/function_alias.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      alias_shape("CreateAliasRequest", alias_fields(dynamodb::Presence::Required));
  return shape;
}

}  // namespace

std::string create_alias(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name(request.required("Name").as_string());
  const auto function = change_function(
      context, reference_of(request, context), [&](triggers::FunctionDefinition& changed) {
        if (changed.aliases.contains(name)) {
          throw LambdaError::resource_conflict("Alias already exists: " + changed.arn(name));
        }
        triggers::FunctionAlias alias;
        alias.name = name;
        apply_alias(request, changed, context, alias);
        changed.aliases.emplace(name, std::move(alias));
      });
  return alias_configuration(function, function.aliases.at(name)).dump();
}

}  // namespace tombola::operations::lambda
