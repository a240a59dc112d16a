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
    entry.owner = owner;
    ++entry.hold_count;
    return &entry;
  }
  Waiter waiter;
  waiter.owner = owner;
  entry.waiters.push_back(&waiter);
  guard.unlock();
  watch_for([&] { return waiter.granted.load(); });
  guard.lock();
  if (waiter.changed.wait_for(guard, engine_limits::lock_wait_max,
                              [&] { return waiter.granted.load(); })) {
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
    for (const auto& [key, entry] : shard.entries) count += entry.is_in_use() ? 1 : 0;
  }
  return count;
}

std::optional<LockTable::SharedValue> LockTable::value(Entry* entry, std::uint64_t version) {
  const std::lock_guard guard(entry->shard->mutex);
  return entry->value && entry->value->version == version ? entry->value : std::nullopt;
}

void LockTable::keep_value(Entry* entry, SharedValue value) {
  Shard& shard = *entry->shard;
  const std::lock_guard guard(shard.mutex);
  if (!entry->value && shard.values == engine_limits::shared_values_max) forget_values(shard);
  shard.values += entry->value ? 0 : 1;
  entry->value = std::move(value);
}

void LockTable::forget_values() {
  for (Shard& shard : shards_) {
    const std::lock_guard guard(shard.mutex);
    forget_values(shard);
  }
}

void LockTable::forget_values(Shard& shard) {
  for (auto entry = shard.entries.begin(); entry != shard.entries.end();) {
    entry->second.value.reset();
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
  if (!entry.is_in_use() && !entry.value) {
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
