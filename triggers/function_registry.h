// The functions there are, each with the runtime that runs it. Thread-safe.
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

  // Replaces the function of the same name.
  void put(Function function, std::shared_ptr<LambdaRuntime> runtime);
  // Null when there is none.
  std::shared_ptr<const Entry> find(std::string_view name) const;
  std::vector<std::shared_ptr<const Entry>> all() const;
  // Ends every runtime.
  void shut_down();

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Entry>, std::less<>> entries_;
};

}  // namespace tombola::triggers
