#include "services/cloudformation/stack_store.h"

#include <algorithm>

#include "storage/layout.h"

namespace tombola::services::cloudformation {
namespace {

namespace layout = storage::layout;
using storage::Direction;
using storage::KeyRange;

template <typename Value>
std::vector<Value> read_all(storage::TransactionRunner& transactions, const std::string& prefix,
                            Value (*from_json)(std::string_view), Direction direction) {
  std::vector<Value> values;
  transactions.read([&](storage::Transaction& transaction) {
    for (const storage::Row& row :
         transaction.read(KeyRange::with_prefix(prefix), direction, {}).rows) {
      values.push_back(from_json(row.value));
    }
  });
  return values;
}

void put(storage::TransactionRunner& transactions, const std::string& key,
         const std::string& value) {
  transactions.write(key, [&](storage::WriteTransaction& write) { write.bytes().put(key, value); });
}

}  // namespace

std::optional<Stack> StackStore::find(const dynamodb::Namespace& name_space,
                                      std::string_view name_or_arn) {
  const bool is_arn = name_or_arn.starts_with("arn:");
  for (Stack& stack : list(name_space)) {
    if (is_arn ? stack.arn() == name_or_arn : stack.name == name_or_arn && !stack.is_deleted()) {
      return std::move(stack);
    }
  }
  return std::nullopt;
}

std::vector<Stack> StackStore::list(const dynamodb::Namespace& name_space) {
  auto stacks = read_all(transactions_, layout::stack_prefix(name_space), stack_from_json,
                         Direction::Forward);
  std::stable_sort(stacks.begin(), stacks.end(), [](const Stack& one, const Stack& other) {
    return one.created_ms > other.created_ms;
  });
  return stacks;
}

void StackStore::save(const Stack& stack) {
  put(transactions_, layout::stack_key(stack.name_space, stack.id), stack_to_json(stack));
}

void StackStore::erase(const Stack& stack) {
  const std::string key = layout::stack_key(stack.name_space, stack.id);
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    write.bytes().erase(key);
    for (const std::string& prefix :
         {layout::stack_event_prefix(stack.id), layout::change_set_prefix(stack.id)}) {
      for (const storage::Row& row :
           write.bytes().read(KeyRange::with_prefix(prefix), Direction::Forward, {}).rows) {
        write.bytes().erase(row.key);
      }
    }
  });
}

void StackStore::add_event(const Stack& stack, const StackEvent& event) {
  const std::string prefix = layout::stack_event_prefix(stack.id);
  transactions_.write(prefix, [&](storage::WriteTransaction& write) {
    const auto last =
        write.bytes().read(KeyRange::with_prefix(prefix), Direction::Backward, {.rows = 1}).rows;
    const std::uint64_t number =
        last.empty() ? 1 : layout::read_big_endian(last[0].key.substr(prefix.size())) + 1;
    write.bytes().put(layout::stack_event_key(stack.id, number), event_to_json(event));
  });
}

std::vector<StackEvent> StackStore::events(const Stack& stack) {
  return read_all(transactions_, layout::stack_event_prefix(stack.id), event_from_json,
                  Direction::Backward);
}

std::optional<ChangeSet> StackStore::find_change_set(const Stack& stack,
                                                     std::string_view name_or_arn) {
  for (ChangeSet& change_set : change_sets(stack)) {
    if (change_set.name == name_or_arn || change_set.arn() == name_or_arn) {
      return std::move(change_set);
    }
  }
  return std::nullopt;
}

std::optional<ChangeSet> StackStore::find_change_set(const dynamodb::Namespace& name_space,
                                                     std::string_view arn) {
  for (const Stack& stack : list(name_space)) {
    if (auto found = find_change_set(stack, arn)) {
      return found;
    }
  }
  return std::nullopt;
}

std::vector<ChangeSet> StackStore::change_sets(const Stack& stack) {
  return read_all(transactions_, layout::change_set_prefix(stack.id), change_set_from_json,
                  Direction::Forward);
}

void StackStore::save(const Stack& stack, const ChangeSet& change_set) {
  put(transactions_, layout::change_set_key(stack.id, change_set.name),
      change_set_to_json(change_set));
}

void StackStore::erase(const Stack& stack, const ChangeSet& change_set) {
  const std::string key = layout::change_set_key(stack.id, change_set.name);
  transactions_.write(key, [&](storage::WriteTransaction& write) { write.bytes().erase(key); });
}

}  // namespace tombola::services::cloudformation
