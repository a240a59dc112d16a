#include "storage/engine/wal_sync.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace tombola::storage {

WalSync::WalSync(RocksdbStore& store) : store_(store) {
  const std::uint64_t up_to = store_.db().GetLatestSequenceNumber();
  store_.sync();
  synced_up_to_ = up_to;
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
  assert(std::this_thread::get_id() != thread_.get_id());  // it would wait for itself
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

// What is asked while others are told is not done before they are: `synced_up_to_` follows. So calls
// keep their order, and who finds all done knows that everybody was told.
void WalSync::run() {
  std::uint64_t synced = synced_up_to_;
  std::optional<EngineError> failure;
  std::unique_lock lock(mutex_);
  for (;;) {
    if (asked_.empty() && !failure) synced_up_to_ = synced;
    somebody_asks_.wait(lock, [&] { return ends_ || !asked_.empty(); });
    if (asked_.empty()) return;
    if (asked_.front().up_to > synced) {
      lock.unlock();
      const std::uint64_t up_to = store_.db().GetLatestSequenceNumber();
      if (!failure) failure = sync();
      synced = up_to;
      lock.lock();
    }
    tell(take_up_to(synced), failure, lock);
  }
}

std::vector<WalSync::Asked> WalSync::take_up_to(std::uint64_t synced) {
  const auto end = std::find_if(asked_.begin(), asked_.end(),
                                [&](const Asked& asked) { return asked.up_to > synced; });
  std::vector<Asked> taken(std::move_iterator(asked_.begin()), std::move_iterator(end));
  asked_.erase(asked_.begin(), end);
  return taken;
}

void WalSync::tell(std::vector<Asked> told, const std::optional<EngineError>& failure,
                   std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  for (const Asked& asked : told) asked.done(failure ? &*failure : nullptr);
  told.clear();
  lock.lock();
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
