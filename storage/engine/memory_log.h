// One log of the memory engine. Trims take hold at their commit; the records go once no snapshot is
// older. No locking; MemoryStore does that.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "storage/engine/engine.h"

namespace tombola::storage {

// The moment a reader sees: everything up to a commit, and the last record number given by then.
struct MemorySnapshot {
  std::uint64_t commit = 0;
  std::uint64_t last_number = 0;
  std::int64_t last_time_ms = 0;
};

class MemoryLog {
 public:
  void append(LogRecord record);
  // False: there was nothing to trim.
  bool trim(std::uint64_t up_to, std::uint64_t commit);
  // Lets go of what was trimmed up to commit `horizon`.
  void prune(std::uint64_t horizon);

  LogPage read(const MemorySnapshot& at, std::uint64_t after, ReadLimit limit) const;
  std::optional<LogRecord> first(const MemorySnapshot& at) const;
  std::optional<LogRecord> last(const MemorySnapshot& at) const;
  std::uint64_t size_bytes() const { return size_bytes_; }

 private:
  struct Trim {
    std::uint64_t up_to = 0;
    std::uint64_t commit = 0;
  };
  using Records = std::deque<LogRecord>;

  // The first record numbered above `number`.
  Records::const_iterator above(std::uint64_t number) const;
  Records::const_iterator begin_at(const MemorySnapshot& at) const;

  Records records_;
  std::vector<Trim> trims_;  // not yet pruned; up_to and commit both ascend
  std::uint64_t size_bytes_ = 0;
};

}  // namespace tombola::storage
