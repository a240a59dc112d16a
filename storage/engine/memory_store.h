// Everything a memory engine holds, behind one mutex. Thread-safe.
//
// A commit has a number; a snapshot is the number of the last commit it sees. What later commits
// supersede is kept until no snapshot is older than they.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/engine/engine.h"
#include "storage/engine/memory_log.h"
#include "storage/engine/memory_rows.h"
#include "storage/engine/write_set.h"

namespace tombola::storage {

class MemoryStore {
 public:
  explicit MemoryStore(std::function<std::int64_t()> now_ms);

  // To be given back; what it sees stays.
  MemorySnapshot take_snapshot();
  void release_snapshot(const MemorySnapshot& snapshot);

  std::optional<std::string> get(const MemorySnapshot& at, std::string_view key) const;
  void visit_rows(const MemorySnapshot& at, const WriteSet& own, const KeyRange& range,
                  Direction direction, const RowVisitor& visitor) const;
  LogPage read_log(const MemorySnapshot& at, LogId log, std::uint64_t after, ReadLimit limit) const;
  std::optional<LogRecord> first_log_record(const MemorySnapshot& at, LogId log) const;
  std::optional<LogRecord> last_log_record(const MemorySnapshot& at, LogId log) const;

  // The newest value, and what is to be the same at commit.
  struct Newest {
    std::optional<std::string> value;
    std::uint64_t commit = 0;  // that wrote it; 0: absent
  };
  Newest newest(std::string_view key) const;

  struct Observed {
    std::string key;
    std::uint64_t commit = 0;
  };
  // Throws Conflict when one of `observed` has changed. Takes the values out of `writes`.
  CommitReceipt commit(WriteSet& writes, const std::vector<Observed>& observed);

  void erase_log(LogId log);
  std::uint64_t log_size_bytes(LogId log) const;

  // Hands out all rows and records of one moment, page by page; others go on meanwhile. Returns
  // the moment.
  struct Visitor {
    std::function<void(Row&&)> row;
    std::function<void(LogId, LogRecord&&)> record;
  };
  MemorySnapshot visit(const Visitor& visitor);
  // The way back, into an empty store that nobody else uses yet.
  void restore_row(Row&& row);
  void restore_record(LogId log, LogRecord&& record);
  void restore_last(std::uint64_t number, std::int64_t time_ms);

  // Rows with all their versions: what cleaning up is measured by.
  std::size_t version_count() const;

 private:
  void check(const std::vector<Observed>& observed) const;
  void apply(WriteSet& writes);
  CommitReceipt append(std::vector<WriteSet::Append>& appends);
  void collect_garbage(std::size_t steps_max);
  std::optional<LogId> log_from(LogId log) const;
  const MemoryLog* find_log(LogId log) const;

  struct Garbage {
    std::uint64_t commit = 0;
    std::variant<MemoryRows::Superseded, LogId> where;
  };

  const std::function<std::int64_t()> now_ms_;
  mutable std::mutex mutex_;
  std::uint64_t last_commit_ = 1;  // 0 stands for absent rows
  std::uint64_t last_number_ = 0;
  std::int64_t last_time_ms_ = INT64_MIN;
  MemoryRows rows_;
  std::map<LogId, MemoryLog> logs_;
  std::multiset<std::uint64_t> snapshots_;
  std::deque<Garbage> garbage_;  // in order of commits
};

}  // namespace tombola::storage
