// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html
#include "operations/lambda/function_alias.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = [] {
    std::vector<dynamodb::Field> more = alias_fields(dynamodb::Presence::Optional);
    more.push_back({"RevisionId", Shape::string()});
    return alias_shape("UpdateAliasRequest", std::move(more));
  }();
  return shape;
}

}  // namespace

std::string update_alias(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name(request.required("Name").as_string());
  const auto function = change_function(
      context, reference_of(request, context), [&](triggers::FunctionDefinition& changed) {
        const auto alias = changed.aliases.find(name);
        if (alias == changed.aliases.end()) {
          throw LambdaError::resource_not_found("Alias not found: " + changed.arn(name));
        }
        check_revision(request, alias->second.revision_id);
        apply_alias(request, changed, context, alias->second);
      });
  return alias_configuration(function, function.aliases.at(name)).dump();
}

}  // namespace tombola::operations::lambda
