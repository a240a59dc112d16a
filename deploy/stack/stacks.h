// The stack engine: what the operations of CloudFormation stand before. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "deploy/stack/deployment.h"
#include "deploy/stack/deployment_queue.h"
#include "operations/cloudformation/stack_engine.h"

namespace tombola::deploy {

class Stacks final : public operations::StackEngine {
 public:
  struct Parts {
    storage::TransactionRunner& transactions;
    std::function<std::int64_t()> now_ms;
    ResourceMaker::Rules rules = {};
  };
  explicit Stacks(Parts parts) : parts_(std::move(parts)), store_(parts_.transactions) {}

  std::string create_stack(operations::OperationContext& context,
                           const operations::StackRequest& request) override;
  std::string update_stack(operations::OperationContext& context,
                           const operations::StackRequest& request) override;
  void delete_stack(operations::OperationContext& context, const std::string& name_or_arn,
                    const std::vector<std::string>& retain) override;
  services::cloudformation::ChangeSet create_change_set(
      operations::OperationContext& context, const operations::ChangeSetRequest& request) override;
  void execute_change_set(operations::OperationContext& context,
                          const services::cloudformation::Stack& stack,
                          const services::cloudformation::ChangeSet& change_set,
                          std::optional<bool> disable_rollback) override;
  void wait_until_done() override { queue_.wait(); }
  nlohmann::ordered_json summary(const std::string& template_text) override;
  services::cloudformation::StackStore& store() override { return store_; }

  // Stacks that a process that died left under way have failed; for whoever starts.
  void mark_interrupted(const dynamodb::Namespace& name_space);

 private:
  using Stack = services::cloudformation::Stack;
  using Plan = std::shared_ptr<StackPlan>;
  enum class Action { Create, Update, Delete };
  struct Job {
    Action action;
    Stack stack;
    Plan plan;
    Deployment::OnFailure on_failure = Deployment::OnFailure::Rollback;
    std::vector<std::string> retain = {};
  };

  Plan plan(operations::OperationContext& context, const Stack& stack,
            const operations::StackRequest& request);
  Json changes(operations::OperationContext& context, const Stack& stack, const StackPlan& plan,
               bool& other_changes);
  void run(const operations::OperationContext& context, Job job);
  Stack stack_to_change(operations::OperationContext& context, const std::string& name);

  Parts parts_;
  services::cloudformation::StackStore store_;
  DeploymentQueue queue_;
};

}  // namespace tombola::deploy
