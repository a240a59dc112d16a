// Logs in RocksDB: reading them, and what a commit needs to number, date and trim records.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_store.h"

namespace tombola::storage {

// What the keys of a log's records have in common and those of another's do not.
inline constexpr std::size_t log_key_prefix_bytes = 1 + 8;

// Reading; any thread. `snapshot` may be null: the newest.
LogPage read_log(RocksdbStore& store, const rocksdb::Snapshot* snapshot, LogId log,
                 std::uint64_t after, ReadLimit limit);
std::optional<LogRecord> first_log_record(RocksdbStore& store, const rocksdb::Snapshot* snapshot,
                                          LogId log);
std::optional<LogRecord> last_log_record(RocksdbStore& store, const rocksdb::Snapshot* snapshot,
                                         LogId log);
std::uint64_t log_size_bytes(RocksdbStore& store, LogId log);

// Writing; the leader's. A batch is built by any of append, trim and erase, then either sealed and
// written, and `written` called; or `abandoned` is called and nothing of it counts, except that its
// numbers stay used.
class RocksdbLogWriter {
 public:
  // Goes on from what the store holds.
  RocksdbLogWriter(RocksdbStore& store, std::function<std::int64_t()> now_ms);

  void begin(rocksdb::WriteBatch& batch);
  // Returns the record's number.
  std::uint64_t append(LogId log, std::string_view bytes);
  std::int64_t time_ms() const { return last_time_ms_; }  // of this batch's records
  void trim(LogId log, std::uint64_t up_to);
  void erase(LogId log);
  void seal();

  void written();
  void abandoned();

 private:
  void load();
  std::uint64_t& next_offset(LogId log);

  RocksdbStore& store_;
  const std::function<std::int64_t()> now_ms_;
  std::uint64_t last_number_ = 0;
  std::int64_t last_time_ms_ = INT64_MIN;
  std::uint64_t reserved_up_to_ = 0;                       // on disk
  std::unordered_map<LogId, std::uint64_t> next_offsets_;  // of logs written since the start

  // The batch under way.
  rocksdb::WriteBatch* batch_ = nullptr;
  bool dated_ = false;
  bool removes_records_ = false;
  std::uint64_t reserves_up_to_ = 0;
};

}  // namespace tombola::storage
