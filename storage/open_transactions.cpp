#include "storage/open_transactions.h"

#include <algorithm>

namespace tombola::storage {

std::vector<bool> OpenTransactions::Member::claim(const std::vector<std::string>& keys) {
  const std::lock_guard lock(all_.mutex_);
  std::vector<bool> has_another(keys.size());
  std::transform(keys.begin(), keys.end(), has_another.begin(), [this](const std::string& key) {
    const auto owner = all_.owners_.find(key);
    return owner != all_.owners_.end() && owner->second != this;
  });
  if (std::find(has_another.begin(), has_another.end(), true) != has_another.end()) {
    return has_another;
  }
  for (const std::string& key : keys) {
    if (all_.owners_.emplace(key, this).second) {
      keys_.push_back(key);
    }
  }
  all_.count_ = all_.owners_.size();
  return has_another;
}

bool OpenTransactions::has(const std::string& key) const {
  if (count_ == 0) {
    return false;
  }
  const std::lock_guard lock(mutex_);
  return owners_.count(key) > 0;
}

void OpenTransactions::release(const std::vector<std::string>& keys, const Member* member) {
  const std::lock_guard lock(mutex_);
  for (const std::string& key : keys) {
    const auto owner = owners_.find(key);
    if (owner != owners_.end() && owner->second == member) {
      owners_.erase(owner);
    }
  }
  count_ = owners_.size();
}

}  // namespace tombola::storage
