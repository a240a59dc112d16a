// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html
//
// An alias that is not there is deleted already.
#include "operations/lambda/function_alias.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = alias_shape("DeleteAliasRequest");
  return shape;
}

}  // namespace

std::string delete_alias(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name(request.required("Name").as_string());
  change_function(context, reference_of(request, context),
                  [&](triggers::FunctionDefinition& function) {
                    function.aliases.erase(name);
                    function.policies.erase(name);
                    function.event_invoke_configs.erase(name);
                    function.urls.erase(name);
                  });
  return {};
}

}  // namespace tombola::operations::lambda
