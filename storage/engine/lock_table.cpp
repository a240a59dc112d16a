#include "storage/engine/lock_table.h"

#include <algorithm>
#include <cassert>

#include "storage/engine/engine.h"
#include "storage/engine/engine_limits.h"

namespace tombola::storage {

LockTable::Entry* LockTable::lock(std::string_view key, Owner owner) {
  Shard& shard = shard_of(key);
  std::unique_lock guard(shard.mutex);
  Entry& entry = entry_of(shard, key);
  if (entry.owner == nullptr || entry.owner == owner) {
    entry.owner = owner;
    ++entry.hold_count;
    return &entry;
  }
  Waiter waiter;
  waiter.owner = owner;
  entry.waiters.push_back(&waiter);
  if (waiter.changed.wait_for(guard, engine_limits::lock_wait_max,
                              [&] { return waiter.granted; })) {
    return &entry;
  }
  std::erase(entry.waiters, &waiter);
  return nullptr;
}

void LockTable::unlock(Entry* entry) {
  const std::lock_guard guard(entry->shard->mutex);
  assert(entry->hold_count > 0);
  if (--entry->hold_count > 0) return;
  if (entry->waiters.empty()) {
    entry->owner = nullptr;
    drop_if_unused(*entry);
    return;
  }
  // Handed over rather than freed: otherwise a newcomer could overtake the one who waits for ever.
  Waiter* next = entry->waiters.front();
  entry->waiters.erase(entry->waiters.begin());
  entry->owner = next->owner;
  entry->hold_count = 1;
  next->granted = true;
  // Under the mutex, since the waiter is gone as soon as it sees `granted`.
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
    count += shard.entries.size();
  }
  return count;
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
  if (entry.owner == nullptr && entry.share_count == 0) {
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

void HeldKeys::share(std::string_view key) {
  LockTable::Entry* entry = table_.share(key);
  shares_.push_back({entry, entry->version.load()});
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
