// What is done to stacks by hand, beside deployments: an update is cancelled, what failed is taken back,
// a stack is protected.
#include <fmt/format.h>

#include "deploy/stack/stacks.h"
#include "services/cloudformation/stack_error.h"

namespace tombola::deploy {

using operations::OperationContext;
using services::cloudformation::Stack;

namespace cloudformation = services::cloudformation;

Stack Stacks::stack_there(OperationContext& context, const std::string& name_or_arn) {
  auto stack = store_.find(context.name_space, name_or_arn);
  if (!stack || stack->is_deleted()) {
    throw cloudformation::stack_does_not_exist(name_or_arn);
  }
  return std::move(*stack);
}

// Not while somebody is at work on it, who has a stack of their own to write.
std::string Stacks::protect_stack(OperationContext& context, const std::string& name_or_arn,
                                  bool is_protected) {
  const std::lock_guard lock(admission_);
  Stack stack = stack_there(context, name_or_arn);
  if (stack.is_in_progress()) {
    throw cloudformation::validation_error(
        fmt::format("Stack:{} is in {} state and can not be updated.", stack.arn(), stack.status));
  }
  stack.termination_protection = is_protected;
  store_.save(stack);
  return stack.arn();
}

// The deployment sees it before its next resource, or while it waits for a custom one.
void Stacks::cancel_update(OperationContext& context, const std::string& name_or_arn) {
  const std::lock_guard lock(admission_);
  const Stack stack = stack_there(context, name_or_arn);
  if (stack.status != "UPDATE_IN_PROGRESS") {
    throw cloudformation::validation_error(
        "CancelUpdateStack cannot be called from current stack status");
  }
  answers_->cancel(stack.arn());
}

void Stacks::continue_rollback(OperationContext& context, const std::string& name_or_arn,
                               const std::vector<std::string>& skip) {
  std::optional<Job> job;
  {
    const std::lock_guard lock(admission_);
    Stack stack = stack_there(context, name_or_arn);
    if (stack.status != "UPDATE_ROLLBACK_FAILED") {
      throw cloudformation::validation_error(fmt::format(
          "Stack:{} is in {} state and can not continue rollback.", stack.arn(), stack.status));
    }
    job = rollback_of(context, std::move(stack));
    job->retain = skip;
  }
  run(context, std::move(*job));
}

std::string Stacks::roll_back(OperationContext& context, const std::string& name_or_arn) {
  std::optional<Job> job;
  {
    const std::lock_guard lock(admission_);
    Stack stack = stack_there(context, name_or_arn);
    const bool is_creation = stack.status == "CREATE_FAILED";
    if (!is_creation && stack.status != "UPDATE_FAILED") {
      throw cloudformation::validation_error(fmt::format(
          "Stack:{} is in {} state and can not be rolled back.", stack.arn(), stack.status));
    }
    job = is_creation ? Job{Action::RollBack, marked(std::move(stack), "ROLLBACK_IN_PROGRESS")}
                      : rollback_of(context, std::move(stack));
  }
  std::string arn = job->stack.arn();
  run(context, std::move(*job));
  return arn;
}

Stacks::Job Stacks::rollback_of(OperationContext& context, Stack stack) {
  const Stack before = cloudformation::stack_from_json(stack.last_good);
  operations::StackRequest request;
  request.template_text = before.template_text;
  request.capabilities = {"CAPABILITY_NAMED_IAM"};
  for (const auto& parameter : before.parameters) {
    request.parameters.push_back({parameter.key, parameter.value});
  }
  const Plan wanted = plan(context, before, request);
  return {Action::RollBack,
          marked(std::move(stack), "UPDATE_ROLLBACK_IN_PROGRESS"),
          wanted,
          {},
          before};
}

}  // namespace tombola::deploy
