// Who holds which key for update, and which keys are held for share. Thread-safe.
//
// A lock has one owner and is re-entrant. Those who wait are called in order of arrival; since who is
// called may have no core just then, a few newcomers may overtake before it is handed over. A share
// keeps nobody off: it pins the key's entry, so that the version in it can be compared at commit.
// What a share has read is kept with the version it was read at, so that neither the next one nor a
// snapshot need read it. An entry exists only while somebody locks, awaits or shares its key, or while it keeps a value.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/engine/engine.h"

namespace tombola::storage {

class LockTable {
  struct Shard;
  struct Waiter;

 public:
  using Owner = const void*;

  // What a key held when its entry had that version, from the store's sequence number `since` on.
  struct KeptValue {
    std::uint64_t version = 0;
    std::uint64_t since = 0;
    SharedValue value;
  };

  class Entry {
   public:
    // Raised by the leader of a group commit before a write of the key becomes visible, and again
    // once it is: odd while nobody can say which value is seen.
    std::atomic<std::uint64_t> version = 0;
    void begin_write() { version = version | 1; }
    void end_write() { version = (version | 1) + 1; }

   private:
    friend class LockTable;
    Shard* shard = nullptr;
    const std::string* key = nullptr;
    Owner owner = nullptr;
    std::size_t hold_count = 0;
    std::size_t share_count = 0;
    std::vector<Waiter*> waiters;
    int overtakings = 0;  // of the first who waits
    std::optional<KeptValue> kept;

    bool is_in_use() const { return owner != nullptr || share_count > 0 || !waiters.empty(); }
  };

  // Null when the wait took longer than engine_limits::lock_wait_max. Each call that returned an
  // entry is taken back by one unlock.
  Entry* lock(std::string_view key, Owner owner);
  void unlock(Entry* entry);

  Entry* share(std::string_view key);
  void unshare(Entry* entry);

  // What is kept of a key, as long as it is the newest value that a transaction can see.
  std::optional<KeptValue> kept_value(std::string_view key);
  // The same of a shared entry, which must still have that version.
  std::optional<KeptValue> kept_value(Entry* entry, std::uint64_t version);
  // Unless the key was or is being written since its version was taken.
  void keep_value(Entry* entry, KeptValue kept);
  // Rows were changed without their keys being locked.
  void forget_values();

  // Entries that are locked, awaited or shared.
  std::size_t size();
  // How many wait for a lock.
  std::size_t waiting();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };
  struct alignas(64) Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries;
    std::size_t values = 0;
  };
  struct Waiter {
    Owner owner = nullptr;
    std::atomic<bool> called = false;  // the lock was free then, or is its own already
    std::condition_variable changed;
  };

  Shard& shard_of(std::string_view key) { return shards_[Hash{}(key) >> 58]; }
  static Entry& entry_of(Shard& shard, std::string_view key);
  static Entry* wait(Entry& entry, Owner owner, std::unique_lock<std::mutex>& guard);
  static void take(Entry& entry, Owner owner);
  static void drop_if_unused(Entry& entry);
  static void forget_values(Shard& shard);
  static std::optional<KeptValue> kept_value(const Entry& entry, std::uint64_t version);

  std::array<Shard, 64> shards_;
};

// What one transaction holds in a lock table. Lets go of it when told, at the latest when it ends.
class HeldKeys {
 public:
  struct Share {
    LockTable::Entry* entry = nullptr;
    std::uint64_t version = 0;  // when it was taken
  };

  explicit HeldKeys(LockTable& table) : table_(table) {}
  HeldKeys(const HeldKeys&) = delete;
  HeldKeys& operator=(const HeldKeys&) = delete;
  ~HeldKeys() { release(); }

  // These two throw Conflict when the wait takes too long.
  void lock(std::string_view key);
  void lock_to_write(std::string_view key);
  const Share& share(std::string_view key);

  const std::vector<LockTable::Entry*>& written() const { return written_; }
  const std::vector<Share>& shares() const { return shares_; }

  void release_locks();
  void release();

 private:
  LockTable& table_;
  std::vector<LockTable::Entry*> locks_;
  std::vector<LockTable::Entry*> written_;
  std::vector<Share> shares_;
};

}  // namespace tombola::storage
