#include "triggers/function_registry.h"

#include <utility>

#include <fmt/format.h>

namespace tombola::triggers {

std::string FunctionRegistry::name_of(const dynamodb::Namespace& name_space,
                                      std::string_view function, std::string_view qualifier) const {
  std::string name(function);
  if (name_space != own_) {
    name = fmt::format("{}/{}/{}", name_space.account, name_space.region, function);
  }
  if (!qualifier.empty() && qualifier != "$LATEST") {
    name.append(":").append(qualifier);
  }
  return name;
}

void FunctionRegistry::put(Function function, std::shared_ptr<LambdaRuntime> runtime) {
  const std::string name = function.name;
  put(name, std::move(function), std::move(runtime));
}

void FunctionRegistry::put(const std::string& name, Function function,
                           std::shared_ptr<LambdaRuntime> runtime) {
  if (history_) {
    runtime = observed(std::move(runtime), history_, name, function.arn());
  }
  auto entry = std::make_shared<const Entry>(Entry{std::move(function), std::move(runtime)});
  std::shared_ptr<const Entry> replaced;  // a runtime may take its time to end: not under the lock
  const std::lock_guard lock(mutex_);
  replaced = std::exchange(entries_[name], entry);
  leave(replaced);
}

void FunctionRegistry::put_alias(std::string alias, std::string_view target) {
  std::shared_ptr<const Entry> replaced;
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(target);
  if (found != entries_.end()) {
    replaced = std::exchange(entries_[std::move(alias)], found->second);
    leave(replaced);
  }
}

void FunctionRegistry::erase(std::string_view name) {
  std::shared_ptr<const Entry> erased;
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(name);
  if (found != entries_.end()) {
    erased = std::move(found->second);
    entries_.erase(found);
    leave(erased);
  }
}

// Remembered for shut_down() as long as somebody uses it.
void FunctionRegistry::leave(const std::shared_ptr<const Entry>& entry) {
  std::erase_if(left_, [](const auto& runtime) { return runtime.expired(); });
  if (entry) {
    left_.push_back(entry->runtime);
  }
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
  std::vector<std::weak_ptr<LambdaRuntime>> left;
  {
    const std::lock_guard lock(mutex_);
    left = left_;
  }
  for (const auto& runtime : left) {
    if (const auto at_work = runtime.lock()) {
      at_work->shut_down();
    }
  }
}

}  // namespace tombola::triggers
