// Who makes, changes and deletes stacks. The operations of CloudFormation stand before it; it stands
// behind them in deploy/, since it calls the operations of all services itself, and is handed in
// with the OperationContext.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "operations/operation_context.h"
#include "services/cloudformation/stack.h"
#include "services/cloudformation/stack_store.h"

namespace tombola::operations {

struct GivenStackParameter {
  std::string key;
  std::optional<std::string> value;
  bool use_previous_value = false;
};

// What CreateStack, UpdateStack and CreateChangeSet ask for.
struct StackRequest {
  std::string stack_name;  // or its ARN
  // None: the template that the stack has.
  std::optional<std::string> template_text;
  std::vector<GivenStackParameter> parameters;
  std::optional<std::map<std::string, std::string>> tags;  // none: those that it has
  std::vector<std::string> capabilities;
  std::vector<std::string> notification_arns;
  std::string role_arn;
  std::int64_t timeout_minutes = 0;
  std::optional<bool> disable_rollback;
  bool termination_protection = false;
  std::string parent_arn;  // the stack that has it as a resource; empty: none
  // Told the ARN of a stack that is to be created, before there is anything of it; may be empty.
  std::function<void(const std::string& arn)> note_arn;
  std::string on_failure;  // "DO_NOTHING", "ROLLBACK", "DELETE"; empty: by disable_rollback
};

struct ChangeSetRequest {
  StackRequest stack;
  std::string name;
  std::string type;  // "CREATE", "UPDATE"
  std::string description;
};

// Each throws services::ServiceError in CloudFormation's words. What takes long goes on after the
// call, on a thread of the engine's own; what does not is done when the call returns.
class StackEngine {
 public:
  StackEngine() = default;
  StackEngine(const StackEngine&) = delete;
  StackEngine& operator=(const StackEngine&) = delete;
  virtual ~StackEngine() = default;

  // The stack's ARN.
  virtual std::string create_stack(OperationContext& context, const StackRequest& request) = 0;
  virtual std::string update_stack(OperationContext& context, const StackRequest& request) = 0;
  // `retain`: logical ids of resources that are left where they are.
  virtual void delete_stack(OperationContext& context, const std::string& name_or_arn,
                            const std::vector<std::string>& retain) = 0;
  virtual services::cloudformation::ChangeSet create_change_set(
      OperationContext& context, const ChangeSetRequest& request) = 0;
  virtual void execute_change_set(OperationContext& context,
                                  const services::cloudformation::Stack& stack,
                                  const services::cloudformation::ChangeSet& change_set,
                                  std::optional<bool> disable_rollback) = 0;
  // Of an update that is under way: what it has done is taken back.
  virtual void cancel_update(OperationContext& context, const std::string& name_or_arn) = 0;
  // Of one whose way back has failed; `skip`: logical ids of resources that are left as they are.
  virtual void continue_rollback(OperationContext& context, const std::string& name_or_arn,
                                 const std::vector<std::string>& skip) = 0;
  // Of a stack that kept what it came to when it failed; its ARN.
  virtual std::string roll_back(OperationContext& context, const std::string& name_or_arn) = 0;
  // Sets its termination protection; the stack's ARN.
  virtual std::string protect_stack(OperationContext& context, const std::string& name_or_arn,
                                    bool is_protected) = 0;
  // Returns when all that was begun with that stack is done, however long that takes. False: stop()
  // came first.
  virtual bool wait_until_done(const std::string& arn) = 0;
  // The server is about to stop: nothing is waited for any more, what is under way stays as it stands.
  virtual void stop() = 0;
  // As GetTemplateSummary answers it.
  virtual nlohmann::ordered_json summary(const std::string& template_text) = 0;

  // What was put to the ResponseURL of a custom resource. False: nobody waits for it.
  virtual bool put_custom_answer(const std::string& token, std::string body) = 0;

  virtual services::cloudformation::StackStore& store() = 0;
};

}  // namespace tombola::operations
