// Who holds which key for update, and which keys are held for share. Thread-safe.
//
// A lock has one owner and is re-entrant; those who wait get it in order of arrival. A share keeps
// nobody off: it pins the key's entry, so that the version in it can be compared at commit. What a
// share has read is kept with the version it was read at, so that the next one need not read it.
// An entry exists only while somebody locks, awaits or shares its key, or while it keeps a value.
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

namespace tombola::storage {

class LockTable {
  struct Shard;
  struct Waiter;

 public:
  using Owner = const void*;

  // What a key held (nothing: no such key) when its entry had that version.
  struct SharedValue {
    std::uint64_t version = 0;
    std::optional<std::string> bytes;
  };

  class Entry {
   public:
    // How often the key has been written since the entry exists. Raised by the leader of a group
    // commit, once the write is visible.
    std::atomic<std::uint64_t> version = 0;
    // The last group that writes the key. The leader's own.
    std::uint64_t written_in_group = 0;

   private:
    friend class LockTable;
    Shard* shard = nullptr;
    const std::string* key = nullptr;
    Owner owner = nullptr;
    std::size_t hold_count = 0;
    std::size_t share_count = 0;
    std::vector<Waiter*> waiters;
    std::optional<SharedValue> value;

    bool is_in_use() const { return owner != nullptr || share_count > 0; }
  };

  // Null when the wait took longer than engine_limits::lock_wait_max. Each call that returned an
  // entry is taken back by one unlock.
  Entry* lock(std::string_view key, Owner owner);
  void unlock(Entry* entry);

  Entry* share(std::string_view key);
  void unshare(Entry* entry);

  // Of a shared entry. What was kept at that version; nothing when it was another or none.
  std::optional<SharedValue> value(Entry* entry, std::uint64_t version);
  void keep_value(Entry* entry, SharedValue value);
  // Rows were changed without their keys being locked.
  void forget_values();

  // Entries that are locked, awaited or shared.
  std::size_t size();

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
    std::atomic<bool> granted = false;
    std::condition_variable changed;
  };

  Shard& shard_of(std::string_view key) { return shards_[Hash{}(key) >> 58]; }
  static Entry& entry_of(Shard& shard, std::string_view key);
  static void drop_if_unused(Entry& entry);
  static void forget_values(Shard& shard);

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
