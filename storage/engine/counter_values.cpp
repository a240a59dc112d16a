#include "storage/engine/counter_values.h"

#include <algorithm>

#include "storage/engine/counter_encoding.h"
#include "storage/engine/engine_limits.h"

namespace tombola::storage {

void CounterValues::begin_group() {
  overwritten_.clear();
  if (values_.size() >= engine_limits::counters_known_max) values_.clear();
}

Counter CounterValues::add(std::string_view key, const Counter& delta) {
  auto found = values_.find(key);
  if (found == values_.end()) {
    found = values_.emplace(key, newest(key)).first;
  }
  found->second = found->second + delta;
  return found->second;
}

void CounterValues::overwrite(std::string_view key, std::optional<std::string_view> value) {
  const auto found = values_.find(key);
  if (found != values_.end()) values_.erase(found);
  overwritten_.push_back({key, value});
}

// What the group has done to the key, or else what is stored.
Counter CounterValues::newest(std::string_view key) const {
  const auto last = std::find_if(overwritten_.rbegin(), overwritten_.rend(),
                                 [&](const Overwrite& write) { return write.key == key; });
  if (last != overwritten_.rend()) return last->value ? decode_counter(*last->value) : Counter{};
  const auto stored = store_.get(store_.rows(), nullptr, key);
  return stored ? decode_counter(*stored) : Counter{};
}

}  // namespace tombola::storage
