// The functions there are, each version by its name ("name", "name:1", "name:alias"), each with the
// runtime that runs it. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "triggers/function.h"
#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

class FunctionRegistry {
 public:
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

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Entry>, std::less<>> entries_;
  std::vector<std::weak_ptr<LambdaRuntime>> left_;
};

}  // namespace tombola::triggers
