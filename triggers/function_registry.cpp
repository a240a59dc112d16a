#include "triggers/function_registry.h"

#include <utility>

namespace tombola::triggers {

void FunctionRegistry::put(Function function, std::shared_ptr<LambdaRuntime> runtime) {
  auto entry = std::make_shared<const Entry>(Entry{std::move(function), std::move(runtime)});
  std::shared_ptr<const Entry> replaced;  // a runtime may take its time to end: not under the lock
  const std::lock_guard lock(mutex_);
  replaced = std::exchange(entries_[entry->function.name], entry);
}

std::shared_ptr<const FunctionRegistry::Entry> FunctionRegistry::find(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const FunctionRegistry::Entry>> FunctionRegistry::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<const Entry>> entries;
  entries.reserve(entries_.size());
  for (const auto& [name, entry] : entries_) {
    entries.push_back(entry);
  }
  return entries;
}

void FunctionRegistry::shut_down() {
  for (const auto& entry : all()) {
    entry->runtime->shut_down();
  }
}

}  // namespace tombola::triggers
