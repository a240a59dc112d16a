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
  if (name_or_arn.starts_with("arn:")) {
    const std::string_view id = name_or_arn.substr(name_or_arn.rfind('/') + 1);
    std::optional<Stack> stack;
    transactions_.read([&](storage::Transaction& transaction) {
      if (const auto row = transaction.get(layout::stack_key(name_space, id))) {
        stack = stack_from_json(*row);
      }
    });
    return stack && stack->arn() == name_or_arn ? std::move(stack) : std::nullopt;
  }
  // Most rows are not parsed: whatever has that name has this in it, as we write it.
  const std::string mark = "\"name\":\"" + std::string(name_or_arn) + "\"";
  std::optional<Stack> found;
  transactions_.read([&](storage::Transaction& transaction) {
    const KeyRange all = KeyRange::with_prefix(layout::stack_prefix(name_space));
    for (const storage::Row& row : transaction.read(all, Direction::Forward, {}).rows) {
      if (row.value.find(mark) == std::string::npos ||
          row.value.find("\"deleted_ms\":0") == std::string::npos) {
        continue;
      }
      if (Stack stack = stack_from_json(row.value);
          stack.name == name_or_arn && !stack.is_deleted()) {
        found = std::move(stack);
      }
    }
  });
  return found;
}

void StackStore::prune(const dynamodb::Namespace& name_space, std::int64_t deleted_before_ms,
                       std::size_t kept_max) {
  std::vector<Stack> deleted = list(name_space);
  std::erase_if(deleted, [](const Stack& stack) { return !stack.is_deleted(); });
  std::stable_sort(deleted.begin(), deleted.end(), [](const Stack& one, const Stack& other) {
    return one.deleted_ms > other.deleted_ms;
  });
  for (std::size_t i = 0; i < deleted.size(); ++i) {
    if (i >= kept_max || deleted[i].deleted_ms < deleted_before_ms) {
      erase(deleted[i]);
    }
  }
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

void StackStore::record(const Stack& stack, const std::vector<StackEvent>& events) {
  const std::string prefix = layout::stack_event_prefix(stack.id);
  transactions_.write(prefix, [&](storage::WriteTransaction& write) {
    const auto last =
        write.bytes().read(KeyRange::with_prefix(prefix), Direction::Backward, {.rows = 1}).rows;
    std::uint64_t number =
        last.empty() ? 0 : layout::read_big_endian(last[0].key.substr(prefix.size()));
    for (const StackEvent& event : events) {
      write.bytes().put(layout::stack_event_key(stack.id, ++number), event_to_json(event));
    }
    write.bytes().put(layout::stack_key(stack.name_space, stack.id), stack_to_json(stack));
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
