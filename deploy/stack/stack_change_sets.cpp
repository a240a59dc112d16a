// Change sets: what a stack would go through, kept until somebody executes it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/stack/change_set_answer.h"
#include "deploy/stack/stacks.h"
#include "services/cloudformation/stack_error.h"
#include "services/random_id.h"

namespace tombola::deploy {

using operations::OperationContext;
using services::cloudformation::ChangeSet;
using services::cloudformation::Stack;
using services::cloudformation::StackResource;

namespace cloudformation = services::cloudformation;

namespace {

constexpr const char* no_changes =
    "The submitted information didn't contain changes. Submit different information to create a "
    "change set.";

void check_types_stay(const Stack& stack, const ResolvedTemplate& wanted) {
  std::vector<std::string> changed;
  for (const StackResource& resource : stack.resources) {
    const ResolvedResource* after = wanted.find(resource.logical_id);
    if (resource.is_there() && after != nullptr && after->definition.type != resource.type) {
      changed.push_back(resource.logical_id);
    }
  }
  if (!changed.empty()) {
    throw cloudformation::validation_error(
        fmt::format("Update of resource type is not permitted. The new template modifies resource "
                    "type of the following resources: [{}]",
                    fmt::join(changed, ", ")));
  }
}

}  // namespace

// `other_changes`: something besides resources is new, the outputs.
Json Stacks::changes(OperationContext& context, const Stack& stack, const StackPlan& wanted,
                     bool& other_changes) {
  check_types_stay(stack, wanted.resolved);
  const AccountLookups lookups(context, store_);
  ResolvedTemplate before;
  if (!stack.is_in_review() && !stack.template_text.empty()) {
    const auto there =
        plan_stack({stack, stack.template_text, given_again(stack.parameters)}, lookups);
    before = there->resolved;
    const auto outputs_of = [](const StackPlan& plan) {
      Json outputs = Json::object();
      for (const OutputDefinition& output : plan.resolved.outputs) {
        outputs[output.name] = {output.value, output.export_name, output.description};
      }
      return outputs;
    };
    other_changes = other_changes || outputs_of(*there) != outputs_of(wanted) ||
                    stack.status.ends_with("_FAILED");
  }
  std::map<std::string, std::string> physical_ids;
  for (const StackResource& resource : stack.resources) {
    physical_ids[resource.logical_id] = resource.physical_id;
  }
  return change_set_answer(template_changes(before, wanted.resolved, physical_ids));
}

ChangeSet Stacks::create_change_set(OperationContext& context,
                                    const operations::ChangeSetRequest& request) {
  const std::lock_guard lock(admission_);
  const std::string& name = request.stack.stack_name;
  auto stack = store_.find(context.name_space, name);
  if (request.type == "CREATE") {
    if (stack && !stack->is_in_review()) {
      throw cloudformation::validation_error(
          fmt::format("Stack [{}] already exists and cannot be created again with the changeSet "
                      "[{}].",
                      name, request.name));
    }
    if (!stack) {
      stack = new_stack(context, name);
      stack->status = "REVIEW_IN_PROGRESS";
      stack->status_reason = "User Initiated";
    }
  } else {
    stack = stack_to_change(context, name);
  }
  const bool is_new = stack->template_text.empty() && stack->is_in_review();
  if (store_.find_change_set(*stack, request.name)) {
    throw cloudformation::already_exists(fmt::format("ChangeSet {} already exists", request.name));
  }
  const Plan wanted = plan(context, *stack, request.stack);
  if (is_new) {
    StackJournal(store_, parts_.now_ms, *stack).set_status("REVIEW_IN_PROGRESS", "User Initiated");
  }
  ChangeSet change_set;
  change_set.name = request.name;
  change_set.id = services::random_uuid();
  change_set.stack_arn = stack->arn();
  change_set.stack_name = stack->name;
  change_set.type = request.type;
  change_set.description = request.description;
  change_set.template_text = wanted->template_text;
  change_set.on_stack_failure = request.stack.on_failure;
  change_set.parameters = kept_parameters(*wanted);
  change_set.tags = request.stack.tags.value_or(stack->tags);
  change_set.capabilities = request.stack.capabilities;
  change_set.notification_arns = request.stack.notification_arns;
  change_set.role_arn = request.stack.role_arn;
  change_set.created_ms = parts_.now_ms();
  bool other_changes = change_set.tags != stack->tags || stack->is_in_review();
  change_set.changes = changes(context, *stack, *wanted, other_changes);
  const bool is_empty = change_set.changes.empty() && !other_changes;
  change_set.status = is_empty ? "FAILED" : "CREATE_COMPLETE";
  change_set.status_reason = is_empty ? no_changes : "";
  change_set.execution_status = is_empty ? "UNAVAILABLE" : "AVAILABLE";
  store_.save(*stack, change_set);
  return change_set;
}

}  // namespace tombola::deploy
