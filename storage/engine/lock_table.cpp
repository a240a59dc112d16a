#include "storage/engine/lock_table.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

#include "storage/engine/engine.h"
#include "storage/engine/engine_limits.h"
#include "storage/engine/watch.h"

namespace tombola::storage {

LockTable::Entry* LockTable::lock(std::string_view key, Owner owner) {
  Shard& shard = shard_of(key);
  std::unique_lock guard(shard.mutex);
  Entry& entry = entry_of(shard, key);
  if (entry.owner == nullptr || entry.owner == owner) {
    if (entry.owner == nullptr && !entry.waiters.empty()) ++entry.overtakings;
    entry.owner = owner;
    ++entry.hold_count;
    return &entry;
  }
  return wait(entry, owner, guard);
}

LockTable::Entry* LockTable::wait(Entry& entry, Owner owner, std::unique_lock<std::mutex>& guard) {
  const auto deadline = std::chrono::steady_clock::now() + engine_limits::lock_wait_max;
  Waiter waiter;
  waiter.owner = owner;
  entry.waiters.push_back(&waiter);
  for (;;) {
    guard.unlock();
    watch_for([&] { return waiter.called.load(); });
    guard.lock();
    const bool called =
        waiter.changed.wait_until(guard, deadline, [&] { return waiter.called.load(); });
    if (entry.owner == owner) return &entry;  // handed over
    if (called && entry.owner == nullptr) {
      std::erase(entry.waiters, &waiter);
      take(entry, owner);
      return &entry;
    }
    waiter.called = false;  // somebody was faster
    if (!called) {
      std::erase(entry.waiters, &waiter);
      entry.overtakings = 0;  // of the next one
      return nullptr;
    }
  }
}

void LockTable::take(Entry& entry, Owner owner) {
  entry.owner = owner;
  entry.hold_count = 1;
  entry.overtakings = 0;
}

void LockTable::unlock(Entry* entry) {
  const std::lock_guard guard(entry->shard->mutex);
  assert(entry->hold_count > 0);
  if (--entry->hold_count > 0) return;
  entry->owner = nullptr;
  if (entry->waiters.empty()) {
    entry->overtakings = 0;
    drop_if_unused(*entry);
    return;
  }
  Waiter* next = entry->waiters.front();
  if (entry->overtakings >= engine_limits::lock_overtakings_max) {
    entry->waiters.erase(entry->waiters.begin());
    take(*entry, next->owner);
  }
  next->called = true;
  // Under the mutex, since the waiter is gone as soon as it has the lock.
  next->changed.notify_one();
}

LockTable::Entry* LockTable::share(std::string_view key) {
  Shard& shard = shard_of(key);
  const std::lock_guard guard(shard.mutex);
  Entry& entry = entry_of(shard, key);
  ++entry.share_count;
  return &entry;
}

void LockTable::unshare(Entry* entry) {
  const std::lock_guard guard(entry->shard->mutex);
  assert(entry->share_count > 0);
  --entry->share_count;
  drop_if_unused(*entry);
}

std::size_t LockTable::size() {
  std::size_t count = 0;
  for (Shard& shard : shards_) {
    const std::lock_guard guard(shard.mutex);
    for (const auto& [key, entry] : shard.entries) count += entry.is_in_use() ? 1 : 0;
  }
  return count;
}

std::size_t LockTable::waiting() {
  std::size_t count = 0;
  for (Shard& shard : shards_) {
    const std::lock_guard guard(shard.mutex);
    for (const auto& [key, entry] : shard.entries) count += entry.waiters.size();
  }
  return count;
}

std::optional<LockTable::KeptValue> LockTable::kept_value(std::string_view key) {
  Shard& shard = shard_of(key);
  const std::lock_guard guard(shard.mutex);
  const auto found = shard.entries.find(key);
  if (found == shard.entries.end()) return std::nullopt;
  return kept_value(found->second, found->second.version);
}

std::optional<LockTable::KeptValue> LockTable::kept_value(Entry* entry, std::uint64_t version) {
  const std::lock_guard guard(entry->shard->mutex);
  return kept_value(*entry, version);
}

std::optional<LockTable::KeptValue> LockTable::kept_value(const Entry& entry,
                                                          std::uint64_t version) {
  const bool is_settled = version % 2 == 0;
  return is_settled && entry.kept && entry.kept->version == version ? entry.kept : std::nullopt;
}

void LockTable::keep_value(Entry* entry, KeptValue kept) {
  Shard& shard = *entry->shard;
  const std::lock_guard guard(shard.mutex);
  const bool is_settled = kept.version % 2 == 0;
  if (!is_settled || kept.version != entry->version) return;
  if (!entry->kept && shard.values == engine_limits::shared_values_max) forget_values(shard);
  shard.values += entry->kept ? 0 : 1;
  entry->kept = std::move(kept);
}

void LockTable::forget_values() {
  for (Shard& shard : shards_) {
    const std::lock_guard guard(shard.mutex);
    forget_values(shard);
  }
}

void LockTable::forget_values(Shard& shard) {
  for (auto entry = shard.entries.begin(); entry != shard.entries.end();) {
    entry->second.kept.reset();
    entry = entry->second.is_in_use() ? std::next(entry) : shard.entries.erase(entry);
  }
  shard.values = 0;
}

LockTable::Entry& LockTable::entry_of(Shard& shard, std::string_view key) {
  auto found = shard.entries.find(key);
  if (found == shard.entries.end()) {
    found = shard.entries.try_emplace(std::string(key)).first;
    found->second.shard = &shard;
    found->second.key = &found->first;
  }
  return found->second;
}

void LockTable::drop_if_unused(Entry& entry) {
  if (!entry.is_in_use() && !entry.kept) {
    auto& entries = entry.shard->entries;
    entries.erase(entries.find(*entry.key));
  }
}

void HeldKeys::lock(std::string_view key) {
  LockTable::Entry* entry = table_.lock(key, this);
  if (entry == nullptr) throw Conflict("another transaction holds the key for too long");
  locks_.push_back(entry);
}

void HeldKeys::lock_to_write(std::string_view key) {
  lock(key);
  written_.push_back(locks_.back());
}

const HeldKeys::Share& HeldKeys::share(std::string_view key) {
  LockTable::Entry* entry = table_.share(key);
  return shares_.emplace_back(Share{entry, entry->version.load()});
}

void HeldKeys::release_locks() {
  for (LockTable::Entry* entry : locks_) table_.unlock(entry);
  locks_.clear();
  written_.clear();
}

void HeldKeys::release() {
  release_locks();
  for (const Share& share : shares_) table_.unshare(share.entry);
  shares_.clear();
}

}  // namespace tombola::storage
