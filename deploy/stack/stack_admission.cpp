// Who is let in: what a call would have the engine do is planned and checked, and the stack is marked as
// under way, so that of several calls that would change one stack the others find it so.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "deploy/stack/capabilities.h"
#include "deploy/stack/stacks.h"
#include "deploy/template/template_error.h"
#include "services/cloudformation/stack_error.h"
#include "services/random_id.h"

namespace tombola::deploy {

using operations::OperationContext;
using operations::StackRequest;
using services::cloudformation::ChangeSet;
using services::cloudformation::Stack;

namespace cloudformation = services::cloudformation;

namespace {

std::vector<GivenParameter> given_parameters(const StackRequest& request) {
  std::vector<GivenParameter> given;
  for (const auto& parameter : request.parameters) {
    given.push_back({parameter.key, parameter.value, parameter.use_previous_value});
  }
  return given;
}

Deployment::OnFailure on_failure_of(const std::string& on_failure, bool disable_rollback) {
  if (on_failure == "DELETE") {
    return Deployment::OnFailure::Delete;
  }
  return disable_rollback || on_failure == "DO_NOTHING" ? Deployment::OnFailure::Keep
                                                        : Deployment::OnFailure::Rollback;
}

// What a request says of a stack beside its template.
void apply(const StackRequest& request, const StackPlan& plan, Stack& stack) {
  stack.template_text = plan.template_text;
  stack.description = plan.source.description;
  stack.parameters = kept_parameters(plan);
  stack.imports = plan.imports;
  stack.capabilities = request.capabilities;
  if (request.tags) {
    stack.tags = *request.tags;
  }
  if (!request.notification_arns.empty()) {
    stack.notification_arns = request.notification_arns;
  }
  if (!request.role_arn.empty()) {
    stack.role_arn = request.role_arn;
  }
  stack.disable_rollback = request.disable_rollback.value_or(stack.disable_rollback);
}

bool is_updatable(const std::string& status) {
  static constexpr std::array<std::string_view, 7> updatable = {
      "CREATE_COMPLETE", "UPDATE_COMPLETE",          "UPDATE_ROLLBACK_COMPLETE",
      "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE", "UPDATE_FAILED",
      "CREATE_FAILED"};
  return std::find(updatable.begin(), updatable.end(), status) != updatable.end();
}

// An update that goes on from where one has failed goes back to what was before that.
void remember_last_good(const Stack& before, Stack& stack) {
  if (before.last_good.empty()) {
    stack.last_good = cloudformation::stack_to_json(before);
  }
}

// Of a stack that kept what it came to when it failed.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
void check_goes_on_without_rollback(const Stack& stack, std::optional<bool> disable_rollback) {
  if (stack.status.ends_with("_FAILED") && !disable_rollback.value_or(false)) {
    throw cloudformation::validation_error(fmt::format(
        "This stack is currently in a non-terminal [{}] state. To update the stack from this "
        "state, "
        "please use the disable-rollback parameter with update-stack API. To rollback to the last "
        "known good state, use the rollback-stack API",
        stack.status));
  }
}

}  // namespace

Stacks::Job Stacks::admit_creation(OperationContext& context, const StackRequest& request) {
  const std::lock_guard lock(admission_);
  if (store_.find(context.name_space, request.stack_name)) {
    throw cloudformation::already_exists(
        fmt::format("Stack [{}] already exists", request.stack_name));
  }
  Stack stack = new_stack(context, request.stack_name);
  stack.notification_arns = request.notification_arns;
  stack.timeout_minutes = request.timeout_minutes;
  stack.termination_protection = request.termination_protection;
  if (!request.parent_arn.empty()) {
    const auto parent = store_.find(context.name_space, request.parent_arn);
    stack.parent_arn = request.parent_arn;
    stack.root_arn = parent && !parent->root_arn.empty() ? parent->root_arn : request.parent_arn;
  }
  const Plan wanted = plan(context, stack, request);
  check_may_expand(wanted->source.transforms, request.capabilities);
  apply(request, *wanted, stack);
  if (request.note_arn) {
    request.note_arn(stack.arn());
  }
  return {Action::Create, marked(std::move(stack), "CREATE_IN_PROGRESS"), wanted,
          on_failure_of(request.on_failure, request.disable_rollback.value_or(false))};
}

Stacks::Job Stacks::admit_update(OperationContext& context, const StackRequest& request) {
  const std::lock_guard lock(admission_);
  const Stack before = stack_to_change(context, request.stack_name);
  check_goes_on_without_rollback(before, request.disable_rollback);
  const Plan wanted = plan(context, before, request);
  check_may_expand(wanted->source.transforms, request.capabilities);
  bool other_changes = request.tags && *request.tags != before.tags;
  if (changes(context, before, *wanted, other_changes).empty() && !other_changes) {
    throw cloudformation::validation_error("No updates are to be performed.");
  }
  Stack stack = before;
  remember_last_good(before, stack);
  apply(request, *wanted, stack);
  stack.updated_ms = parts_.now_ms();
  return {Action::Update, marked(std::move(stack), "UPDATE_IN_PROGRESS"), wanted,
          on_failure_of(request.on_failure, request.disable_rollback.value_or(false)), before};
}

Stacks::Job Stacks::admit_execution(OperationContext& context, const Stack& stack,
                                    const ChangeSet& change_set,
                                    std::optional<bool> disable_rollback) {
  const std::lock_guard lock(admission_);
  // As it is now: another call may have been faster.
  auto before = store_.find(context.name_space, stack.arn());
  auto there = store_.find_change_set(stack, change_set.arn());
  if (!before || !there) {
    throw cloudformation::change_set_not_found(change_set.name);
  }
  if (there->execution_status != "AVAILABLE") {
    throw cloudformation::invalid_change_set_status(
        fmt::format("ChangeSet [{}] cannot be executed in its current status of [{}]", there->arn(),
                    there->status));
  }
  const bool is_creation = before->is_in_review();
  if (!is_creation) {
    *before = stack_to_change(context, stack.arn());
    check_goes_on_without_rollback(*before, disable_rollback);
  }
  StackRequest request;
  request.template_text = there->template_text;
  for (const auto& parameter : there->parameters) {
    request.parameters.push_back({parameter.key, parameter.value});
  }
  request.tags = there->tags;
  request.capabilities = there->capabilities;
  request.notification_arns = there->notification_arns;
  request.role_arn = there->role_arn;
  request.disable_rollback = disable_rollback;
  const Plan wanted = plan(context, *before, request);
  Stack changed = *before;
  if (!is_creation) {
    remember_last_good(*before, changed);
  }
  apply(request, *wanted, changed);
  changed.change_set_id = there->arn();
  if (!is_creation) {
    changed.updated_ms = parts_.now_ms();
  }
  // As on AWS, the change sets of a stack are gone once one of them is executed.
  for (const ChangeSet& other : store_.change_sets(*before)) {
    store_.erase(*before, other);
  }
  there->execution_status = "EXECUTE_COMPLETE";
  store_.save(*before, *there);
  changed = marked(std::move(changed), is_creation ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS");
  return {is_creation ? Action::Create : Action::Update, std::move(changed), wanted,
          on_failure_of(there->on_stack_failure, disable_rollback.value_or(false)),
          std::move(*before)};
}

std::optional<Stacks::Job> Stacks::admit_deletion(OperationContext& context,
                                                  const std::string& name_or_arn,
                                                  const std::vector<std::string>& retain) {
  const std::lock_guard lock(admission_);
  auto stack = store_.find(context.name_space, name_or_arn);
  if (!stack || stack->is_deleted() || stack->status == "DELETE_IN_PROGRESS") {
    return std::nullopt;
  }
  if (stack->termination_protection) {
    throw cloudformation::validation_error(fmt::format(
        "Stack [{}] cannot be deleted while TerminationProtection is enabled", stack->name));
  }
  if (stack->is_in_progress() && stack->status.starts_with("UPDATE_")) {
    throw cloudformation::validation_error(fmt::format(
        "Stack [{}] cannot be deleted while in status {}", stack->arn(), stack->status));
  }
  check_exports_unused(context, *stack);
  if (stack->is_in_progress()) {
    // What is being made is given up, in stacks within it, too; it is marked afterwards.
    answers_->cancel(stack->arn());
    for (const Stack& other : store_.list(context.name_space)) {
      if (other.is_in_progress() && other.root_arn == stack->arn()) {
        answers_->cancel(other.arn());
      }
    }
  } else {
    *stack = marked(std::move(*stack), "DELETE_IN_PROGRESS");
  }
  return Job{Action::Delete, std::move(*stack), nullptr, {}, {}, retain};
}

void Stacks::check_exports_unused(OperationContext& context, const Stack& stack) {
  for (const Stack& other : store_.list(context.name_space)) {
    for (const auto& output : stack.outputs) {
      const bool uses = std::find(other.imports.begin(), other.imports.end(), output.export_name) !=
                        other.imports.end();
      if (!other.is_deleted() && other.id != stack.id && !output.export_name.empty() && uses) {
        throw cloudformation::validation_error(fmt::format(
            "Export {} cannot be deleted as it is in use by {}", output.export_name, other.name));
      }
    }
  }
}

Stacks::Plan Stacks::plan(OperationContext& context, const Stack& stack,
                          const StackRequest& request) {
  try {
    const AccountLookups lookups(context, store_);
    Plan made = plan_stack(
        {stack, request.template_text.value_or(stack.template_text), given_parameters(request)},
        lookups);
    check_capabilities(made->source, request.capabilities);
    return made;
  } catch (const TemplateError& error) {
    throw cloudformation::validation_error(error.what());
  }
}

Stack Stacks::stack_to_change(OperationContext& context, const std::string& name) {
  auto stack = store_.find(context.name_space, name);
  if (!stack || stack->is_in_review()) {
    throw cloudformation::validation_error(fmt::format("Stack [{}] does not exist", name));
  }
  if (!is_updatable(stack->status)) {
    throw cloudformation::validation_error(fmt::format(
        "Stack:{} is in {} state and can not be updated.", stack->arn(), stack->status));
  }
  return std::move(*stack);
}

Stack Stacks::new_stack(const OperationContext& context, const std::string& name) const {
  Stack stack;
  stack.name_space = context.name_space;
  stack.region = context.signed_region.empty() ? context.name_space.region : context.signed_region;
  stack.name = name;
  stack.id = services::random_uuid();
  stack.created_ms = parts_.now_ms();
  return stack;
}

Stack Stacks::marked(Stack stack, const std::string& status) {
  StackJournal journal(store_, parts_.now_ms, std::move(stack));
  journal.set_status(status, "User Initiated");
  return std::move(journal.stack());
}

}  // namespace tombola::deploy
