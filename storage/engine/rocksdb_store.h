// An open RocksDB with the column families and the directory it lives in; every failure of it as an
// EngineError. Thread-safe, except where a function says that it is the leader's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include "storage/engine/directory_lock.h"
#include "storage/engine/engine.h"
#include "storage/engine/wal_environment.h"

namespace tombola::storage {

inline rocksdb::Slice slice(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}
inline std::string_view view(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

class RocksdbStore {
 public:
  // Opens or creates. Throws EngineError, or DirectoryInUse.
  RocksdbStore(const std::string& path, rocksdb::Env* environment,
               std::uint64_t cache_bytes = cache_bytes_default,
               Durability durability = Durability::Process);
  ~RocksdbStore();

  rocksdb::DB& db() { return *db_; }
  rocksdb::ColumnFamilyHandle* rows() { return families_[0]; }
  rocksdb::ColumnFamilyHandle* logs() { return families_[1]; }

  // `snapshot` may be null: the newest.
  std::optional<std::string> get(rocksdb::ColumnFamilyHandle* family,
                                 const rocksdb::Snapshot* snapshot, std::string_view key);

  // The leader's: the whole batch or, with an EngineError, nothing. Works again some seconds after
  // a full disk has room.
  void write(rocksdb::WriteBatch& batch);
  // With Durability::Power: brings what is written to the disk. Any thread, beside the leader's
  // writes. After a failure it never works again.
  void sync();
  // The leader's: as of now, since nobody else writes.
  void checkpoint(const std::string& path);

  // Throws unless it is ok: "path: cannot <action>: reason".
  void check(const rocksdb::Status& status, std::string_view action) const;

 private:
  void open(rocksdb::Env* environment, std::uint64_t cache_bytes);
  void check_format();
  void shed_old_wal_files();
  void close();

  const std::string path_;
  std::optional<DirectoryLock> directory_lock_;
  std::optional<WalEnvironment> wal_;  // with Durability::Power; outlives the database
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
};

}  // namespace tombola::storage
