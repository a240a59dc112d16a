#include "operations/lambda/tagged_resource.h"

#include "operations/lambda/lambda_error.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

constexpr std::string_view resource_pattern =
    R"(arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:)"
    R"((function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|)"
    R"(code-signing-config:csc-[a-z0-9]{17}|)"
    R"(event-source-mapping:[a-z0-9]{8}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{12}|)"
    R"(capacity-provider:[a-zA-Z0-9-_]+))";

bool is_resource(std::string_view text) {
  return text.starts_with("arn:") &&
         (text.find(":function:") != std::string_view::npos ||
          text.find(":event-source-mapping:") != std::string_view::npos ||
          text.find(":layer:") != std::string_view::npos ||
          text.find(":code-signing-config:") != std::string_view::npos);
}

}  // namespace

dynamodb::Field resource_field() {
  return {"Resource", Shape::string().length(1, 10'000).pattern(resource_pattern, is_resource),
          dynamodb::Presence::Required};
}

FunctionReference tagged_function(const Request& request, const OperationContext& context) {
  const std::string_view arn = request.required("Resource").as_string();
  if (arn.find(":function:") == std::string_view::npos || !parse_function_name(arn)) {
    throw LambdaError::invalid_parameter("Tombola supports tags of functions only");
  }
  FunctionReference function = resolve_function(arn, std::nullopt, context.name_space);
  if (!function.qualifier.empty()) {
    throw LambdaError::invalid_parameter(
        "Tags on function aliases and versions are not supported. Please specify either a function "
        "name or function ARN.");
  }
  return function;
}

}  // namespace tombola::operations::lambda
