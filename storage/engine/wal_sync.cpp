#include "storage/engine/wal_sync.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tombola::storage {

// An earlier process may have died before its last writes were on the disk; they are visible again.
WalSync::WalSync(RocksdbStore& store) : store_(store) {
  store_.flush();
  synced_up_to_ = store_.db().GetLatestSequenceNumber();
  thread_ = std::thread([this] { run(); });
}

WalSync::~WalSync() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  somebody_asks_.notify_one();
  thread_.join();
}

bool WalSync::is_done() const {
  return store_.db().GetLatestSequenceNumber() <= synced_up_to_;
}

void WalSync::when_done(DurableDone done) {
  {
    const std::lock_guard lock(mutex_);
    const std::uint64_t up_to = store_.db().GetLatestSequenceNumber();
    if (up_to > synced_up_to_) {
      asked_.push_back({up_to, std::move(done)});
      if (asked_.size() == 1) somebody_asks_.notify_one();
      return;
    }
  }
  done(nullptr);
}

// After a failed fsync the system may have dropped what it could not write, and the next one would
// say that all is well. So nothing counts as synced after it.
void WalSync::run() {
  std::optional<EngineError> failure;
  std::unique_lock lock(mutex_);
  for (;;) {
    somebody_asks_.wait(lock, [&] { return ends_ || !asked_.empty(); });
    if (asked_.empty()) return;
    lock.unlock();
    const std::uint64_t up_to = store_.db().GetLatestSequenceNumber();
    if (!failure) failure = sync();
    lock.lock();
    if (!failure) synced_up_to_ = up_to;
    const auto end = std::find_if(asked_.begin(), asked_.end(),
                                  [&](const Asked& asked) { return asked.up_to > up_to; });
    const std::vector<Asked> told(std::move_iterator(asked_.begin()), std::move_iterator(end));
    asked_.erase(asked_.begin(), end);
    lock.unlock();
    for (const Asked& asked : told) asked.done(failure ? &*failure : nullptr);
    lock.lock();
  }
}

std::optional<EngineError> WalSync::sync() {
  try {
    store_.sync();
    return std::nullopt;
  } catch (const EngineError& error) {
    return error;
  }
}

}  // namespace tombola::storage
