// The functions there are, each version by its name ("name", "name:1", "name:alias", with account
// and region in front for those that --isolate sets apart), each with the runtime that runs it.
// Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "triggers/function.h"
#include "triggers/invocation_history.h"
#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

class FunctionRegistry {
 public:
  // Functions of `own` have their plain names. `history`: hears of every invocation; null: none is
  // told.
  explicit FunctionRegistry(dynamodb::Namespace own = {},
                            std::shared_ptr<InvocationHistory> history = nullptr)
      : own_(std::move(own)), history_(std::move(history)) {}

  // The name of a function's version or alias; `qualifier`: empty or $LATEST for the function
  // itself.
  std::string name_of(const dynamodb::Namespace& name_space, std::string_view function,
                      std::string_view qualifier = {}) const;

  struct Entry {
    Function function;
    std::shared_ptr<LambdaRuntime> runtime;
  };

  // Under that name, in the place of what has it.
  void put(const std::string& name, Function function, std::shared_ptr<LambdaRuntime> runtime);
  // Under its own.
  void put(Function function, std::shared_ptr<LambdaRuntime> runtime);
  // Another name for what `target` names now; without that, none.
  void put_alias(std::string alias, std::string_view target);
  void erase(std::string_view name);
  // Null when there is none.
  std::shared_ptr<const Entry> find(std::string_view name) const;
  std::vector<std::shared_ptr<const Entry>> all() const;
  // Ends every runtime, those that were replaced or erased and are still at work as well.
  void shut_down();

 private:
  void leave(const std::shared_ptr<const Entry>& entry);

  const dynamodb::Namespace own_;
  const std::shared_ptr<InvocationHistory> history_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Entry>, std::less<>> entries_;
  std::vector<std::weak_ptr<LambdaRuntime>> left_;
};

}  // namespace tombola::triggers
