#include "storage/engine/counter_values.h"

#include <algorithm>

#include "storage/engine/engine_limits.h"
#include "storage/engine/fixed64.h"

namespace tombola::storage {

std::int64_t CounterValues::add(std::string_view key, std::int64_t delta) {
  auto found = values_.find(key);
  if (found == values_.end()) {
    if (values_.size() == engine_limits::counters_known_max) values_.clear();
    found = values_.emplace(key, newest(key)).first;
  }
  found->second = add_counters(found->second, delta);
  return found->second;
}

void CounterValues::overwrite(std::string_view key, std::optional<std::string_view> value) {
  const auto found = values_.find(key);
  if (found != values_.end()) values_.erase(found);
  overwritten_.push_back({key, value});
}

// What the group has done to the key, or else what is stored.
std::int64_t CounterValues::newest(std::string_view key) const {
  const auto last = std::find_if(overwritten_.rbegin(), overwritten_.rend(),
                                 [&](const Overwrite& write) { return write.key == key; });
  if (last != overwritten_.rend()) return last->value ? decode_counter(*last->value) : 0;
  const auto stored = store_.get(store_.rows(), nullptr, key);
  return stored ? decode_counter(*stored) : 0;
}

}  // namespace tombola::storage
