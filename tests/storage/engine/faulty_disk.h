// A disk that fills up and empties again, that fails, that is slow to sync and that loses power: a file
// system for RocksDB engines that can refuse, hold back and count.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <rocksdb/env.h>
#include <rocksdb/io_status.h>

#include "storage/engine/rocksdb_engine.h"
#include "tests/storage/engine/engine_contract.h"

namespace tombola::storage {

// Thread-safe.
class Disk {
 public:
  std::atomic<bool> full = false;
  std::atomic<bool> broken = false;            // neither writes nor syncs
  std::atomic<bool> refuses_syncs = false;     // of write-ahead logs
  std::atomic<bool> refuses_one_sync = false;  // of them, as the system tells of an error once
  std::atomic<int> log_syncs = 0;              // of them, that were begun

  // While held, syncs of write-ahead logs begin and do not end.
  void hold_syncs();
  void let_go_of_syncs();
  // Copies a directory as it would be had the power just gone: without what was not synced of the
  // write-ahead logs. An engine may be open on it, if nobody writes.
  void copy_without_power(const std::string& from, const std::string& to);

  // For the files.
  void log_opened(const std::string& name);
  rocksdb::IOStatus sync_log(const std::string& name, std::uint64_t size_bytes,
                             const std::function<rocksdb::IOStatus()>& sync);

 private:
  std::mutex mutex_;
  std::condition_variable let_go_;
  bool holds_syncs_ = false;
  std::map<std::string, std::uint64_t> logs_;  // and how many bytes of each were synced
};

// Outlives the engines on it.
struct FaultyDisk {
  TempDirectory directory;
  const std::string path = directory.new_path();
  Disk disk;
  std::unique_ptr<rocksdb::Env> environment = environment_on(disk);

  static std::unique_ptr<rocksdb::Env> environment_on(Disk& disk);
  std::unique_ptr<Engine> open(Durability durability = Durability::Process);
  // On a copy, without what loss of power would take now.
  std::unique_ptr<Engine> open_after_power_loss();
};

// Runs `write` until it is not refused any more: RocksDB finds out about room on a full disk on a
// thread of its own.
void once_possible(const std::function<void()>& write);

}  // namespace tombola::storage
