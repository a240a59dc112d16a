// What the leader of the commit queue does with a group: validates, numbers and dates what the
// transactions want written, writes it as one batch, and lets go of their locks.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <rocksdb/write_batch.h>

#include "storage/engine/commit_queue.h"
#include "storage/engine/counter_values.h"
#include "storage/engine/engine.h"
#include "storage/engine/lock_table.h"
#include "storage/engine/rocksdb_log.h"
#include "storage/engine/rocksdb_store.h"
#include "storage/engine/write_set.h"

namespace tombola::storage {

enum class CommitOutcome { Committed, Conflict, Failed };

// A transaction's writes with what it holds. Every key they put or erase is locked to be written.
class CommitRequest final : public QueuedCommit {
 public:
  CommitRequest(const WriteSet& request_writes, HeldKeys& request_held)
      : QueuedCommit(request_writes.size_bytes(), false),
        writes(&request_writes),
        held(&request_held) {}
  // Work that has the store to itself: nothing is being written meanwhile.
  explicit CommitRequest(std::function<void(rocksdb::WriteBatch&)> alone)
      : QueuedCommit(0, true), work(std::move(alone)) {}

  const WriteSet* writes = nullptr;
  HeldKeys* held = nullptr;
  // May fill the batch, which is written when it returns.
  std::function<void(rocksdb::WriteBatch&)> work;

  CommitOutcome outcome = CommitOutcome::Committed;
  std::string error;  // Failed
  CommitReceipt receipt;
};

class GroupCommit {
 public:
  GroupCommit(RocksdbStore& store, const EngineOptions& options)
      : store_(store), log_(store, options.now_ms), counters_(store) {}

  // One caller at a time. Sets outcomes and receipts; throws nothing.
  void commit(const std::vector<CommitRequest*>& group);

  // For the work of a request that runs alone.
  RocksdbLogWriter& log() { return log_; }

 private:
  void write(const std::vector<CommitRequest*>& group);
  bool still_valid(const HeldKeys& held) const;
  void add_to_batch(CommitRequest& request);

  RocksdbStore& store_;
  RocksdbLogWriter log_;
  CounterValues counters_;
  rocksdb::WriteBatch batch_;
};

}  // namespace tombola::storage
