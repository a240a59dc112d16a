#include "deploy/stack/stacks.h"

#include <fmt/format.h>

#include "deploy/stack/local_urls.h"
#include "services/services.h"

namespace tombola::deploy {

using operations::OperationContext;
using operations::StackRequest;
using services::cloudformation::ChangeSet;
using services::cloudformation::Stack;
using services::cloudformation::StackResource;

namespace {

constexpr std::int64_t deleted_kept_ms = 90LL * 24 * 60 * 60 * 1000;

}  // namespace

Stacks::Stacks(Parts parts)
    : parts_(std::move(parts)),
      answers_(std::make_shared<AnswerInbox>(parts_.now_ms)),
      store_(parts_.transactions) {
  parts_.rules.answers = answers_;
}

Stacks::~Stacks() {
  stop();
}

// The queue first: what the answers' end breaks off is not to look done.
void Stacks::stop() {
  queue_.stop();
  answers_->stop();
}

void Stacks::end() {
  stop();
  queue_.end();
}

std::string Stacks::create_stack(OperationContext& context, const StackRequest& request) {
  Job job = admit_creation(context, request);
  std::string arn = job.stack.arn();
  run(context, std::move(job));
  return arn;
}

std::string Stacks::update_stack(OperationContext& context, const StackRequest& request) {
  Job job = admit_update(context, request);
  std::string arn = job.stack.arn();
  run(context, std::move(job));
  return arn;
}

void Stacks::execute_change_set(OperationContext& context, const Stack& stack,
                                const ChangeSet& change_set, std::optional<bool> disable_rollback) {
  run(context, admit_execution(context, stack, change_set, disable_rollback));
}

void Stacks::delete_stack(OperationContext& context, const std::string& name_or_arn,
                          const std::vector<std::string>& retain) {
  if (auto job = admit_deletion(context, name_or_arn, retain)) {
    run(context, std::move(*job));
  }
}

void Stacks::run(const OperationContext& context, Job job) {
  const auto shared = std::make_shared<Job>(std::move(job));
  queue_.run(
      shared->stack.arn(),
      [this, copy = context, shared]() mutable {
        copy.table_delay_ms = 0;  // what a stack makes it needs at once
        try {
          deploy(copy, *shared);
        } catch (const DeploymentStopped&) {
          // The stack stays under way until the next start.
        } catch (const std::exception& error) {
          // The journal could not be written: likewise.
          if (parts_.rules.warn) {
            parts_.rules.warn(fmt::format("stack {}: {}", shared->stack.name, error.what()));
          }
        }
        // Who cancels looks at the stack under the same lock: what is cancelled from here on is not
        // under way any more.
        const std::lock_guard lock(admission_);
        answers_->allow(shared->stack.arn());
        answers_->limit(shared->stack.arn(), 0);
      },
      parts_.patience);
}

void Stacks::deploy(OperationContext& context, const Job& job) {
  Stack stack = job.stack;
  if (stack.status != "DELETE_IN_PROGRESS" && job.action == Action::Delete) {
    // Its creation was cancelled, and is over now.
    stack = store_.find(context.name_space, stack.arn()).value_or(stack);
    if (stack.is_deleted()) {
      return;  // by another call that cancelled it
    }
    stack = marked(std::move(stack), "DELETE_IN_PROGRESS");
  }
  StackJournal journal(store_, parts_.now_ms, std::move(stack));
  const AccountLookups lookups(context, store_);
  const auto is_our_api = [&](const std::string& id) {
    return context.services != nullptr && context.services->apis().find_served(id) != nullptr;
  };
  const auto local = [&](const Json& value) {
    return with_local_urls(value, is_our_api, context.endpoint);
  };
  std::int64_t deadline_ms = 0;
  if (job.action == Action::Create && job.stack.timeout_minutes != 0) {
    deadline_ms = job.stack.created_ms + job.stack.timeout_minutes * 60'000;
    answers_->limit(job.stack.arn(), deadline_ms);
  }
  Deployment deployment({context, lookups, journal, parts_.rules, local, deadline_ms, admission_});
  switch (job.action) {
    case Action::Create:
      return deployment.create(*job.plan, job.on_failure);
    case Action::Update:
      return deployment.update(*job.plan, job.on_failure, job.before);
    case Action::RollBack:
      return job.plan ? deployment.roll_back_failed_update(*job.plan, job.before, job.retain)
                      : deployment.roll_back_failed_creation();
    case Action::Delete:
      deployment.remove(job.retain);
      return store_.prune(context.name_space, parts_.now_ms() - deleted_kept_ms,
                          parts_.deleted_stacks_max);
  }
}

void Stacks::mark_interrupted(const dynamodb::Namespace& name_space) {
  constexpr const char* reason = "Tombola was stopped meanwhile";
  for (Stack& stack : store_.list(name_space)) {
    if (stack.is_in_progress()) {
      const std::string status = stack.status.substr(0, stack.status.find("_IN_PROGRESS"));
      const bool is_cleanup = status.ends_with("_CLEANUP");
      StackJournal journal(store_, parts_.now_ms, stack);
      for (StackResource& resource : journal.stack().resources) {
        if (resource.is_in_progress()) {
          const std::string work = resource.status.substr(0, resource.status.find("_IN_PROGRESS"));
          journal.set_status(resource, work + "_FAILED", reason);
        }
      }
      journal.set_status(is_cleanup ? status.substr(0, status.size() - 8) : status + "_FAILED",
                         reason);
    }
  }
}

}  // namespace tombola::deploy
