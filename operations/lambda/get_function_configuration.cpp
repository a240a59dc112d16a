// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
#include "operations/lambda/function_configuration.h"
#include "operations/lambda/known_function.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetFunctionConfigurationRequest",
      {{"FunctionName", namespaced_function_name_shape(), dynamodb::Presence::Required},
       {"Qualifier", qualifier_shape()}});
  return shape;
}

}  // namespace

std::string get_function_configuration(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  const KnownFunction function = function_of(reference, context);
  return function_configuration(function.definition, version_of(function, reference, context),
                                reference.qualifier, Moment::Settled)
      .dump();
}

}  // namespace tombola::operations::lambda
