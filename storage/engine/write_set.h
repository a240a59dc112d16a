// A transaction's own writes until it commits, in key order, and how they show over what is
// committed. Both engines keep them so.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/engine.h"

namespace tombola::storage {

struct Write {
  enum class Kind { Put, Erase, Add };
  Kind kind = Kind::Erase;
  std::string value;  // Put
  Counter delta;      // Add
};

// What a key holds once `write` has happened to `committed`.
std::optional<std::string> value_after(const Write& write,
                                       std::optional<std::string_view> committed);

class WriteSet {
 public:
  struct Append {
    LogId log = 0;
    std::string bytes;
  };
  struct Trim {
    LogId log = 0;
    std::uint64_t up_to = 0;
  };
  using Writes = std::map<std::string, Write, std::less<>>;

  void put(std::string_view key, std::string value);
  void erase(std::string_view key);
  void add(std::string_view key, const Counter& delta);
  void append(LogId log, std::string bytes);
  void trim_log(LogId log, std::uint64_t up_to);

  const Write* find(std::string_view key) const;
  const Writes& writes() const { return writes_; }
  // For a store that takes the values out at commit.
  Writes& writes() { return writes_; }
  const std::vector<Append>& appends() const { return appends_; }
  std::vector<Append>& appends() { return appends_; }
  const std::vector<Trim>& trims() const { return trims_; }

  bool empty() const { return writes_.empty() && appends_.empty() && trims_.empty(); }
  // Keys and values, about.
  std::size_t size_bytes() const { return size_bytes_; }

 private:
  Write& slot(std::string_view key);

  Writes writes_;
  std::vector<Append> appends_;
  std::vector<Trim> trims_;
  std::size_t size_bytes_ = 0;
};

// Walks committed rows of one range and direction as of one moment.
class RowCursor {
 public:
  virtual ~RowCursor() = default;
  virtual bool valid() const = 0;
  // Both valid until next().
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  virtual void next() = 0;
};

// The rows of `range`, not an empty one, with `own` over the committed rows; the cursor walks the
// same range in the same direction.
void visit_rows(RowCursor& committed, const WriteSet& own, const KeyRange& range,
                Direction direction, const RowVisitor& visitor);

// What visit(visitor) shows, as far as the limit goes.
Page page_of(ReadLimit limit, const std::function<void(const RowVisitor&)>& visit);

// Counts what a page holds against its limit.
class PageBudget {
 public:
  explicit PageBudget(ReadLimit limit) : limit_(limit) {}

  // False: the page ends after this row.
  bool take(std::size_t bytes) {
    ++rows_;
    bytes_ += bytes;
    return rows_ < limit_.rows && bytes_ < limit_.bytes;
  }

 private:
  ReadLimit limit_;
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
};

// Nothing lies between begin and end.
bool is_empty(const KeyRange& range);

}  // namespace tombola::storage
