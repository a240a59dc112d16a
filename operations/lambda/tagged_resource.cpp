#include "operations/lambda/tagged_resource.h"

#include "operations/lambda/function_name.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/lambda_error.h"
#include "operations/lambda/lambda_tags.h"
#include "operations/lambda/mapping_settings.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;
using triggers::EventSourceMapping;

constexpr std::string_view mapping_part = ":event-source-mapping:";

constexpr std::string_view resource_pattern =
    R"(arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:)"
    R"((function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|)"
    R"(code-signing-config:csc-[a-z0-9]{17}|)"
    R"(event-source-mapping:[a-z0-9]{8}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{12}|)"
    R"(capacity-provider:[a-zA-Z0-9-_]+))";

bool is_resource(std::string_view text) {
  return text.starts_with("arn:") && (text.find(":function:") != std::string_view::npos ||
                                      text.find(mapping_part) != std::string_view::npos ||
                                      text.find(":layer:") != std::string_view::npos ||
                                      text.find(":code-signing-config:") != std::string_view::npos);
}

std::string_view arn_of(const Request& request) {
  return request.required("Resource").as_string();
}

bool is_mapping(std::string_view arn) {
  return arn.find(mapping_part) != std::string_view::npos;
}

EventSourceMapping tagged_mapping(std::string_view arn, const OperationContext& context) {
  const std::string_view uuid = arn.substr(arn.find(mapping_part) + mapping_part.size());
  EventSourceMapping mapping = find_mapping(context, uuid).mapping;
  if (mapping.arn() != arn) {
    throw LambdaError::resource_not_found("The resource you requested does not exist.");
  }
  return mapping;
}

FunctionReference tagged_function(std::string_view arn, const OperationContext& context) {
  if (arn.find(":function:") == std::string_view::npos || !parse_function_name(arn)) {
    throw LambdaError::invalid_parameter(
        "Tombola supports tags of functions and event source mappings only");
  }
  FunctionReference function = resolve_function(arn, std::nullopt, context.name_space);
  if (!function.qualifier.empty()) {
    throw LambdaError::invalid_parameter(
        "Tags on function aliases and versions are not supported. Please specify either a function "
        "name or function ARN.");
  }
  return function;
}

}  // namespace

dynamodb::Field resource_field() {
  return {"Resource", Shape::string().length(1, 10'000).pattern(resource_pattern, is_resource),
          dynamodb::Presence::Required};
}

Tags tags_of_resource(const Request& request, const OperationContext& context) {
  const std::string_view arn = arn_of(request);
  return is_mapping(arn) ? tagged_mapping(arn, context).tags
                         : function_of(tagged_function(arn, context), context).definition.tags;
}

void change_tags(OperationContext& context, const Request& request,
                 const std::function<void(Tags&)>& edit) {
  const auto change = [&edit](Tags& tags) {
    edit(tags);
    check_tag_count(tags);
  };
  const std::string_view arn = arn_of(request);
  if (!is_mapping(arn)) {
    change_function(context, tagged_function(arn, context),
                    [&](triggers::FunctionDefinition& function) { change(function.tags); });
    return;
  }
  const EventSourceMapping mapping = tagged_mapping(arn, context);
  check_changeable(mapping);
  context.lambda->mappings.change_mapping(
      mapping.uuid, [&](EventSourceMapping& changed) { change(changed.tags); });
}

}  // namespace tombola::operations::lambda
