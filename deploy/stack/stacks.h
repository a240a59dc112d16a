// The stack engine: what the operations of CloudFormation stand before. Thread-safe: of several calls
// that would change one stack, one is let in, and the others find the stack under way.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "deploy/custom/answer_inbox.h"
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
    // So long a call waits for what it began; clients ask again afterwards.
    std::chrono::milliseconds patience{3000};
    // So many deleted stacks are still known by their ARNs, for 90 days as on AWS.
    std::size_t deleted_stacks_max = 100;
  };
  explicit Stacks(Parts parts);
  // Leaves what is under way as it stands.
  ~Stacks() override;

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
  bool wait_until_done(const std::string& arn) override { return queue_.wait(arn); }
  void stop() override;
  // stop(), and returns when no deployment runs any more. Requests may still come and are not begun.
  void end();
  void cancel_update(operations::OperationContext& context,
                     const std::string& name_or_arn) override;
  void continue_rollback(operations::OperationContext& context, const std::string& name_or_arn,
                         const std::vector<std::string>& skip) override;
  std::string roll_back(operations::OperationContext& context,
                        const std::string& name_or_arn) override;
  std::string protect_stack(operations::OperationContext& context, const std::string& name_or_arn,
                            bool is_protected) override;
  nlohmann::ordered_json summary(const std::string& template_text) override;
  services::cloudformation::StackStore& store() override { return store_; }
  bool put_custom_answer(const std::string& token, std::string body) override {
    return answers_->put(token, std::move(body));
  }

  // Stacks that a process that died left under way have failed; for whoever starts.
  void mark_interrupted(const dynamodb::Namespace& name_space);

 private:
  using Stack = services::cloudformation::Stack;
  using ChangeSet = services::cloudformation::ChangeSet;
  using Plan = std::shared_ptr<StackPlan>;
  enum class Action { Create, Update, Delete, RollBack };
  struct Job {
    Action action;
    Stack stack;  // marked as under way
    Plan plan = nullptr;
    Deployment::OnFailure on_failure = Deployment::OnFailure::Rollback;
    Stack before = {};                     // of an update
    std::vector<std::string> retain = {};  // of a deletion; of a rollback what it skips
  };

  Plan plan(operations::OperationContext& context, const Stack& stack,
            const operations::StackRequest& request);
  Json changes(operations::OperationContext& context, const Stack& stack, const StackPlan& plan,
               bool& other_changes);
  // Let in: the stack is marked as under way from here on. Under the lock.
  Job admit_creation(operations::OperationContext& context,
                     const operations::StackRequest& request);
  Job admit_update(operations::OperationContext& context, const operations::StackRequest& request);
  std::optional<Job> admit_deletion(operations::OperationContext& context,
                                    const std::string& name_or_arn,
                                    const std::vector<std::string>& retain);
  Job admit_execution(operations::OperationContext& context, const Stack& stack,
                      const ChangeSet& change_set, std::optional<bool> disable_rollback);
  // Of a stack that failed, back to what it was.
  Job rollback_of(operations::OperationContext& context, Stack stack);
  Stack stack_there(operations::OperationContext& context, const std::string& name_or_arn);
  Stack new_stack(const operations::OperationContext& context, const std::string& name) const;
  Stack marked(Stack stack, const std::string& status);
  void check_exports_unused(operations::OperationContext& context, const Stack& stack);
  void run(const operations::OperationContext& context, Job job);
  void deploy(operations::OperationContext& context, const Job& job);
  Stack stack_to_change(operations::OperationContext& context, const std::string& name);

  Parts parts_;
  const std::shared_ptr<AnswerInbox> answers_;
  services::cloudformation::StackStore store_;
  // From the look at a stack until it is marked; not while it is deployed.
  std::mutex admission_;
  DeploymentQueue queue_;
};

}  // namespace tombola::deploy
