// Brings the write-ahead log to the disk on a thread of its own, for Durability::Power: one fsync for
// all that was written when it begins, while others go on writing what the next one takes along.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_store.h"

namespace tombola::storage {

// Thread-safe.
class WalSync {
 public:
  // What the store holds is on the disk first. Throws EngineError.
  explicit WalSync(RocksdbStore& store);
  // Nobody asks any more; those who did are told.
  ~WalSync();
  WalSync(const WalSync&) = delete;
  WalSync& operator=(const WalSync&) = delete;

  // Whether all that is visible now is on the disk.
  bool is_done() const;
  // As Engine::when_durable.
  void when_done(DurableDone done);

 private:
  struct Asked {
    std::uint64_t up_to;
    DurableDone done;
  };

  void run();
  std::vector<Asked> take_up_to(std::uint64_t synced);
  static void tell(std::vector<Asked> told, const std::optional<EngineError>& failure,
                   std::unique_lock<std::mutex>& lock);
  std::optional<EngineError> sync();

  RocksdbStore& store_;
  // RocksDB's sequence numbers: a batch's is seen once it is in the write-ahead log and visible.
  // Whoever asked for what lies below was told.
  std::atomic<std::uint64_t> synced_up_to_ = 0;

  std::mutex mutex_;
  std::condition_variable somebody_asks_;
  std::vector<Asked> asked_;  // by `up_to`
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace tombola::storage
