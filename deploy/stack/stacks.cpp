#include "deploy/stack/stacks.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/stack/change_set_answer.h"
#include "deploy/stack/local_urls.h"
#include "deploy/template/template_error.h"
#include "services/cloudformation/stack_error.h"
#include "services/random_id.h"

namespace tombola::deploy {

using operations::OperationContext;
using operations::StackRequest;
using services::cloudformation::ChangeSet;
using services::cloudformation::Stack;
using services::cloudformation::StackResource;

namespace cloudformation = services::cloudformation;

namespace {

// So long a call waits for what it began; clients ask again afterwards.
constexpr std::chrono::milliseconds patience{3000};

constexpr const char* no_changes =
    "The submitted information didn't contain changes. Submit different information to create a "
    "change set.";

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-template.html
void check_capabilities(const Template& source, const std::vector<std::string>& capabilities) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 7> types = {
      {{"AWS::IAM::AccessKey", ""},
       {"AWS::IAM::Group", "GroupName"},
       {"AWS::IAM::InstanceProfile", "InstanceProfileName"},
       {"AWS::IAM::ManagedPolicy", "ManagedPolicyName"},
       {"AWS::IAM::Policy", ""},
       {"AWS::IAM::Role", "RoleName"},
       {"AWS::IAM::User", "UserName"}}};
  const auto has = [&](const char* name) {
    return std::find(capabilities.begin(), capabilities.end(), name) != capabilities.end();
  };
  bool any = false;
  bool named = false;
  for (const ResourceDefinition& resource : source.resources) {
    for (const auto& [type, name] : types) {
      any = any || resource.type == type;
      named =
          named || (resource.type == type && *name != '\0' && resource.properties.contains(name));
    }
  }
  if (named && !has("CAPABILITY_NAMED_IAM")) {
    throw cloudformation::insufficient_capabilities(
        "Requires capabilities : [CAPABILITY_NAMED_IAM]");
  }
  if (any && !has("CAPABILITY_IAM") && !has("CAPABILITY_NAMED_IAM")) {
    throw cloudformation::insufficient_capabilities("Requires capabilities : [CAPABILITY_IAM]");
  }
}

std::vector<GivenParameter> given_parameters(const StackRequest& request) {
  std::vector<GivenParameter> given;
  for (const auto& parameter : request.parameters) {
    given.push_back({parameter.key, parameter.value, parameter.use_previous_value});
  }
  return given;
}

std::string region_of(const OperationContext& context) {
  return context.signed_region.empty() ? context.name_space.region : context.signed_region;
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
  static constexpr std::array<std::string_view, 6> updatable = {
      "CREATE_COMPLETE", "UPDATE_COMPLETE",          "UPDATE_ROLLBACK_COMPLETE",
      "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE", "UPDATE_FAILED"};
  return std::find(updatable.begin(), updatable.end(), status) != updatable.end();
}

}  // namespace

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

std::string Stacks::create_stack(OperationContext& context, const StackRequest& request) {
  if (store_.find(context.name_space, request.stack_name)) {
    throw cloudformation::already_exists(
        fmt::format("Stack [{}] already exists", request.stack_name));
  }
  Stack stack;
  stack.name_space = context.name_space;
  stack.region = region_of(context);
  stack.name = request.stack_name;
  stack.id = services::random_uuid();
  stack.notification_arns = request.notification_arns;
  stack.created_ms = parts_.now_ms();
  stack.timeout_minutes = request.timeout_minutes;
  stack.termination_protection = request.termination_protection;
  const Plan wanted = plan(context, stack, request);
  apply(request, *wanted, stack);
  run(context, {Action::Create, stack, wanted,
                on_failure_of(request.on_failure, request.disable_rollback.value_or(false))});
  return stack.arn();
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

std::string Stacks::update_stack(OperationContext& context, const StackRequest& request) {
  Stack stack = stack_to_change(context, request.stack_name);
  const Plan wanted = plan(context, stack, request);
  bool other_changes = request.tags && *request.tags != stack.tags;
  if (changes(context, stack, *wanted, other_changes).empty() && !other_changes) {
    throw cloudformation::validation_error("No updates are to be performed.");
  }
  apply(request, *wanted, stack);
  stack.updated_ms = parts_.now_ms();
  run(context, {Action::Update, stack, wanted,
                on_failure_of(request.on_failure, request.disable_rollback.value_or(false))});
  return stack.arn();
}

// `other_changes`: something besides resources is new, the outputs.
Json Stacks::changes(OperationContext& context, const Stack& stack, const StackPlan& wanted,
                     bool& other_changes) {
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
    other_changes = other_changes || outputs_of(*there) != outputs_of(wanted);
  }
  std::map<std::string, std::string> physical_ids;
  for (const StackResource& resource : stack.resources) {
    physical_ids[resource.logical_id] = resource.physical_id;
  }
  return change_set_answer(template_changes(before, wanted.resolved, physical_ids));
}

ChangeSet Stacks::create_change_set(OperationContext& context,
                                    const operations::ChangeSetRequest& request) {
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
      stack.emplace();
      stack->name_space = context.name_space;
      stack->region = region_of(context);
      stack->name = name;
      stack->id = services::random_uuid();
      stack->created_ms = parts_.now_ms();
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

void Stacks::execute_change_set(OperationContext& context, const Stack& stack,
                                const ChangeSet& change_set, std::optional<bool> disable_rollback) {
  if (change_set.execution_status != "AVAILABLE") {
    throw cloudformation::invalid_change_set_status(
        fmt::format("ChangeSet [{}] cannot be executed in its current status of [{}]",
                    change_set.arn(), change_set.status));
  }
  StackRequest request;
  request.template_text = change_set.template_text;
  for (const auto& parameter : change_set.parameters) {
    request.parameters.push_back({parameter.key, parameter.value});
  }
  request.tags = change_set.tags;
  request.capabilities = change_set.capabilities;
  request.notification_arns = change_set.notification_arns;
  request.role_arn = change_set.role_arn;
  request.disable_rollback = disable_rollback;
  const Plan wanted = plan(context, stack, request);
  Stack changed = stack;
  apply(request, *wanted, changed);
  changed.change_set_id = change_set.arn();
  if (!stack.is_in_review()) {
    changed.updated_ms = parts_.now_ms();
  }
  // As on AWS, the change sets of a stack are gone once one of them is executed.
  for (const ChangeSet& other : store_.change_sets(stack)) {
    store_.erase(stack, other);
  }
  ChangeSet executed = change_set;
  executed.execution_status = "EXECUTE_COMPLETE";
  store_.save(stack, executed);
  run(context, {stack.is_in_review() ? Action::Create : Action::Update, changed, wanted,
                on_failure_of(change_set.on_stack_failure, disable_rollback.value_or(false))});
}

void Stacks::delete_stack(OperationContext& context, const std::string& name_or_arn,
                          const std::vector<std::string>& retain) {
  auto stack = store_.find(context.name_space, name_or_arn);
  if (!stack || stack->is_deleted()) {
    return;
  }
  if (stack->termination_protection) {
    throw cloudformation::validation_error(fmt::format(
        "Stack [{}] cannot be deleted while TerminationProtection is enabled", stack->name));
  }
  for (const Stack& other : store_.list(context.name_space)) {
    for (const auto& output : stack->outputs) {
      const bool uses = std::find(other.imports.begin(), other.imports.end(), output.export_name) !=
                        other.imports.end();
      if (!other.is_deleted() && other.id != stack->id && !output.export_name.empty() && uses) {
        throw cloudformation::validation_error(fmt::format(
            "Export {} cannot be deleted as it is in use by {}", output.export_name, other.name));
      }
    }
  }
  run(context, {Action::Delete, std::move(*stack), nullptr, {}, retain});
}

void Stacks::run(const OperationContext& context, Job job) {
  const auto shared = std::make_shared<Job>(std::move(job));
  queue_.run(
      [this, copy = context, shared]() mutable {
        copy.table_delay_ms = 0;  // what a stack makes it needs at once
        StackJournal journal(store_, parts_.now_ms, shared->stack);
        const AccountLookups lookups(copy, store_);
        const auto local = [&](const Json& value) {
          std::vector<std::string> apis;
          for (const StackResource& resource : journal.stack().resources) {
            if (resource.type.starts_with("AWS::ApiGateway")) {
              apis.push_back(resource.physical_id);
            }
          }
          return with_local_urls(value, apis, copy.endpoint);
        };
        Deployment deployment({copy, lookups, journal, parts_.rules, local});
        try {
          switch (shared->action) {
            case Action::Create:
              return deployment.create(*shared->plan, shared->on_failure);
            case Action::Update:
              return deployment.update(*shared->plan, shared->on_failure);
            case Action::Delete:
              return deployment.remove(shared->retain);
          }
        } catch (const std::exception& error) {
          // The journal could not be written: the stack stays under way until the next start.
          if (parts_.rules.warn) {
            parts_.rules.warn(fmt::format("stack {}: {}", shared->stack.name, error.what()));
          }
        }
      },
      patience);
}

void Stacks::mark_interrupted(const dynamodb::Namespace& name_space) {
  for (Stack& stack : store_.list(name_space)) {
    if (stack.is_in_progress()) {
      const std::string status = stack.status.substr(0, stack.status.find("_IN_PROGRESS"));
      const bool is_cleanup = status.ends_with("_CLEANUP");
      StackJournal(store_, parts_.now_ms, stack)
          .set_status(is_cleanup ? status.substr(0, status.size() - 8) : status + "_FAILED",
                      "Tombola was stopped meanwhile");
    }
  }
}

}  // namespace tombola::deploy
