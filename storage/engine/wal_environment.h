// The files of RocksDB's write-ahead log, brought to the disk from outside it. RocksDB's own SyncWAL
// fails from the first append on that failed, if its assertions do not end the process, and so would
// make of a disk that was full for a moment one that is broken.
#pragma once

#include <memory>
#include <string>

#include <rocksdb/env.h>
#include <rocksdb/io_status.h>

namespace tombola::storage {

class WalFileSystem;

class WalEnvironment final : public rocksdb::EnvWrapper {
 public:
  // For a database in `directory`. All else is the base's, which outlives this one.
  WalEnvironment(rocksdb::Env* base, std::string directory);

  // First of all, when the directory is there: brings to the disk what an earlier process left, which
  // may have died before it did.
  rocksdb::IOStatus sync_existing();
  // All that was appended before. After a failure always that one: the system may have dropped what
  // it could not write, and the next fsync would say that all is well. Any thread, beside appends.
  rocksdb::IOStatus sync();

 private:
  const std::string directory_;
  const std::shared_ptr<WalFileSystem> files_;
};

}  // namespace tombola::storage
