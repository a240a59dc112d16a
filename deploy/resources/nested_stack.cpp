// AWS::CloudFormation::Stack: a stack within a stack. It is deployed on the thread of the one that it
// is in, and its resources and events are its own.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-stack.html
#include <fmt/format.h>

#include "deploy/custom/answer_inbox.h"
#include "deploy/resources/families.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"
#include "operations/cloudformation/stack_engine.h"
#include "operations/cloudformation/stack_request.h"
#include "services/service_error.h"

namespace tombola::deploy {
namespace {

using operations::StackEngine;
using services::cloudformation::Stack;

constexpr std::size_t stack_name_length_max = 128;
constexpr std::string_view no_updates = "No updates are to be performed.";

// Parameters are texts, lists with commas.
std::string parameter_text(const Json& value) {
  if (!value.is_array()) {
    return scalar_text(value);
  }
  std::string text;
  for (const Json& one : value) {
    text += (text.empty() ? "" : ",") + scalar_text(one);
  }
  return text;
}

operations::StackRequest request_of(const ResourceContext& context, const Json& properties) {
  operations::StackRequest request;
  const Json url = member(properties, "TemplateURL");
  if (!url.is_string()) {
    throw ResourceError("Properties validation failed for resource " + context.logical_id() +
                        " with message: #: required key [TemplateURL] not found");
  }
  request.template_text =
      operations::cloudformation::text_of_url(url.get<std::string>(), context.operations());
  const Json parameters = member(properties, "Parameters");
  for (const auto& [name, value] : parameters.items()) {
    request.parameters.push_back({name, parameter_text(value)});
  }
  const Json tags = tags_as_map(member(properties, "Tags"));
  request.tags = tags.get<std::map<std::string, std::string>>();
  const Json arns = member(properties, "NotificationARNs");
  for (const Json& arn : arns) {
    request.notification_arns.push_back(arn.get<std::string>());
  }
  // What the outer stack was allowed.
  request.capabilities = {"CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"};
  request.parent_arn = context.pseudo().stack_id;
  return request;
}

Stack stack_at(const ResourceContext& context, const std::string& arn) {
  StackEngine& engine = *context.operations().stacks;
  auto stack = engine.store().find(context.operations().name_space, arn);
  if (!stack) {
    throw ResourceError(fmt::format("Stack [{}] does not exist", arn), true);
  }
  return std::move(*stack);
}

// After its deployment, which only the end of the server breaks off: that is no failure.
Stack finished_stack(const ResourceContext& context, const std::string& arn) {
  Stack stack = stack_at(context, arn);
  if (stack.is_in_progress()) {
    throw DeploymentStopped{};
  }
  return stack;
}

// Why it failed: said when it began to go back.
std::string failure_of(const ResourceContext& context, const Stack& stack) {
  for (const auto& event : context.operations().stacks->store().events(stack)) {
    if (event.logical_id == stack.name && event.reason.find("failed to") != std::string::npos) {
      return event.reason.substr(0, event.reason.find("Rollback requested"));
    }
  }
  return stack.status_reason;
}

Made made_of(const Stack& stack) {
  Made made{stack.arn()};
  for (const auto& output : stack.outputs) {
    made.attributes["Outputs." + output.key] = output.value;
  }
  return made;
}

Made create_stack(const ResourceContext& context, const Json& properties) {
  std::string arn;
  try {
    operations::StackRequest request = request_of(context, properties);
    request.stack_name = context.physical_name(stack_name_length_max);
    request.note_arn = [&](const std::string& noted) { context.note(noted); };
    arn = context.operations().stacks->create_stack(context.operations(), request);
  } catch (const services::ServiceError& error) {
    throw ResourceError(error.message());
  }
  const Stack stack = finished_stack(context, arn);
  if (stack.status != "CREATE_COMPLETE") {
    throw ResourceError(fmt::format("Embedded stack {} was not successfully created: {}", arn,
                                    failure_of(context, stack)))
        .with_physical_id(arn);
  }
  return made_of(stack);
}

Made update_stack(const ResourceContext& context, const ResourceType::Update& update) {
  const std::string& arn = update.made.physical_id;
  try {
    if (stack_at(context, arn).status == "UPDATE_FAILED") {  // as the end of the server has left it
      context.operations().stacks->roll_back(context.operations(), arn);
    }
    operations::StackRequest request = request_of(context, update.after);
    request.stack_name = arn;
    context.operations().stacks->update_stack(context.operations(), request);
  } catch (const services::ServiceError& error) {
    if (error.message() != no_updates) {
      throw ResourceError(error.message());
    }
    return made_of(stack_at(context, arn));
  }
  const Stack stack = finished_stack(context, arn);
  if (stack.status != "UPDATE_COMPLETE") {
    throw ResourceError(fmt::format(
        "Embedded stack {} was not successfully updated. Currently in {} with reason: {}", arn,
        stack.status, failure_of(context, stack)));
  }
  return made_of(stack);
}

void delete_stack(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  try {
    context.operations().stacks->delete_stack(context.operations(), made.physical_id, {});
  } catch (const services::ServiceError& error) {
    throw ResourceError(error.message());
  }
  const Stack stack = finished_stack(context, made.physical_id);
  if (!stack.is_deleted()) {
    throw ResourceError(stack.status_reason);
  }
}

constexpr ResourceType types[] = {
    {"AWS::CloudFormation::Stack", "*", create_stack, update_stack, delete_stack},
};

}  // namespace

std::span<const ResourceType> nested_stack_types() {
  return types;
}

}  // namespace tombola::deploy
