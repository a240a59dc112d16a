// The memory engine's rows: of each key the newest version, and those that a snapshot may still
// need. No locking; MemoryStore does that.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/engine.h"
#include "storage/engine/write_set.h"

namespace tombola::storage {

class MemoryRows {
 public:
  struct Version {
    std::uint64_t commit = 0;
    std::optional<std::string> value;  // absent: erased
  };
  struct Versions {
    Version newest;
    std::vector<Version> older;  // oldest first
  };
  using Rows = std::map<std::string, Versions, std::less<>>;
  using Superseded = Rows::iterator;

  // As of commit `at`; null when absent.
  const std::string* find(std::string_view key, std::uint64_t at) const;
  // The commit that wrote the newest value; 0 when absent.
  std::uint64_t newest_commit(std::string_view key) const;
  const std::string* newest(std::string_view key) const;

  // Writes a version. Returns the row when the write left something to prune once every snapshot
  // sees it.
  std::optional<Superseded> put(std::string_view key, std::string value, std::uint64_t commit);
  std::optional<Superseded> erase(std::string_view key, std::uint64_t commit);
  // Drops what nobody at `horizon` or later can see. To be called once for each row that put or
  // erase returned, with that commit, in order of commits: the last such call may remove the row.
  void prune(Superseded row, std::uint64_t commit, std::uint64_t horizon);

  std::size_t version_count() const;

  class Cursor final : public RowCursor {
   public:
    Cursor(const MemoryRows& rows, const KeyRange& range, Direction direction, std::uint64_t at);
    bool valid() const override { return value_ != nullptr; }
    std::string_view key() const override { return current_->first; }
    std::string_view value() const override { return *value_; }
    void next() override;

   private:
    const bool forward_;
    const std::uint64_t at_;
    Rows::const_iterator first_, last_, current_;
    const std::string* value_ = nullptr;
  };

 private:
  Rows rows_;
};

}  // namespace tombola::storage
