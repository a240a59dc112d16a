// Stacks, their events and change sets: rows of the engine. Thread-safe; who changes a stack is the
// stack engine alone, one change after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/cloudformation/stack.h"
#include "storage/transaction_runner.h"

namespace tombola::services::cloudformation {

class StackStore {
 public:
  explicit StackStore(storage::TransactionRunner& transactions) : transactions_(transactions) {}

  // By name the one that is there, by ARN a deleted one, too.
  std::optional<Stack> find(const dynamodb::Namespace& name_space, std::string_view name_or_arn);
  // All, deleted ones too, the newest first.
  std::vector<Stack> list(const dynamodb::Namespace& name_space);
  void save(const Stack& stack);
  // As if it had never been; its events and change sets as well.
  void erase(const Stack& stack);
  // Those of deleted stacks that nobody asks for any more: deleted before then, or beyond the newest
  // so many.
  void prune(const dynamodb::Namespace& name_space, std::int64_t deleted_before_ms,
             std::size_t kept_max);

  // The stack as it is now, and what happened to it: both or neither.
  void record(const Stack& stack, const std::vector<StackEvent>& events);
  // The newest first.
  std::vector<StackEvent> events(const Stack& stack);

  std::optional<ChangeSet> find_change_set(const Stack& stack, std::string_view name_or_arn);
  // By its ARN alone.
  std::optional<ChangeSet> find_change_set(const dynamodb::Namespace& name_space,
                                           std::string_view arn);
  std::vector<ChangeSet> change_sets(const Stack& stack);
  void save(const Stack& stack, const ChangeSet& change_set);
  void erase(const Stack& stack, const ChangeSet& change_set);

 private:
  storage::TransactionRunner& transactions_;
};

}  // namespace tombola::services::cloudformation
