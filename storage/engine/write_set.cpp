// The overlay is a merge of two ordered walks, the committed rows and the own writes: of two rows
// with the same key the own write decides, and an own erase hides what is under it.
#include "storage/engine/write_set.h"

#include <utility>

#include "storage/engine/counter_encoding.h"

namespace tombola::storage {

namespace {

// The own writes of a range, from its front or from its back: each step takes one off that end.
class OwnWrites {
 public:
  OwnWrites(const WriteSet& own, const KeyRange& range, Direction direction)
      : forward_(direction == Direction::Forward) {
    const auto& writes = own.writes();
    first_ = writes.lower_bound(range.begin);
    last_ = range.end.empty() ? writes.end() : writes.lower_bound(range.end);
    next();
  }

  bool valid() const { return valid_; }
  const std::string& key() const { return current_->first; }
  const Write& write() const { return current_->second; }
  void next() {
    valid_ = first_ != last_;
    if (valid_) current_ = forward_ ? first_++ : --last_;
  }

 private:
  bool forward_;
  bool valid_ = false;
  WriteSet::Writes::const_iterator first_, last_, current_;
};

}  // namespace

void visit_rows(RowCursor& committed, const WriteSet& own, const KeyRange& range,
                Direction direction, const RowVisitor& visitor) {
  OwnWrites mine(own, range, direction);
  while (committed.valid() || mine.valid()) {
    int order = 0;  // below 0: the committed row comes first; above: mine; 0: the same key
    if (!mine.valid()) {
      order = -1;
    } else if (!committed.valid()) {
      order = 1;
    } else {
      order = committed.key().compare(mine.key());
      if (direction == Direction::Backward) order = -order;
    }

    if (order < 0) {
      if (!visitor(committed.key(), committed.value())) return;
    } else {
      const auto under = order == 0 ? std::optional(committed.value()) : std::nullopt;
      const auto value = value_after(mine.write(), under);
      if (value && !visitor(mine.key(), *value)) return;
    }
    if (order <= 0) committed.next();
    if (order >= 0) mine.next();
  }
}

Page page_of(ReadLimit limit, const std::function<void(const RowVisitor&)>& visit) {
  Page page;
  PageBudget budget(limit);
  visit([&](std::string_view key, std::string_view value) {
    page.rows.push_back({std::string(key), std::string(value)});
    page.complete = budget.take(key.size() + value.size());
    return page.complete;
  });
  return page;
}

std::optional<std::string> value_after(const Write& write,
                                       std::optional<std::string_view> committed) {
  switch (write.kind) {
    case Write::Kind::Put:
      return write.value;
    case Write::Kind::Erase:
      return std::nullopt;
    case Write::Kind::Add:
      break;
  }
  return encode_counter((committed ? decode_counter(*committed) : Counter{}) + write.delta);
}

void WriteSet::put(std::string_view key, std::string value) {
  Write& write = slot(key);
  write.kind = Write::Kind::Put;
  size_bytes_ += value.size();
  write.value = std::move(value);
}

void WriteSet::erase(std::string_view key) {
  Write& write = slot(key);
  write.kind = Write::Kind::Erase;
  write.value.clear();
}

void WriteSet::add(std::string_view key, const Counter& delta) {
  auto found = writes_.find(key);
  if (found == writes_.end()) {
    Write& write = slot(key);
    write.kind = Write::Kind::Add;
    write.delta = delta;
  } else if (Write& write = found->second; write.kind == Write::Kind::Add) {
    write.delta = write.delta + delta;
  } else {
    // Erased before in this transaction: what is committed no longer counts.
    write = {Write::Kind::Put,
             value_after({Write::Kind::Add, {}, delta}, value_after(write, std::nullopt)).value(),
             {}};
  }
}

void WriteSet::append(LogId log, std::string bytes) {
  size_bytes_ += bytes.size();
  appends_.push_back({log, std::move(bytes)});
}

void WriteSet::trim_log(LogId log, std::uint64_t up_to) {
  trims_.push_back({log, up_to});
}

const Write* WriteSet::find(std::string_view key) const {
  auto found = writes_.find(key);
  return found == writes_.end() ? nullptr : &found->second;
}

Write& WriteSet::slot(std::string_view key) {
  auto place = writes_.lower_bound(key);
  if (place == writes_.end() || place->first != key) {
    place = writes_.emplace_hint(place, std::string(key), Write{});
    size_bytes_ += key.size();
  }
  return place->second;
}

bool is_empty(const KeyRange& range) {
  return !range.end.empty() && range.end <= range.begin;
}

}  // namespace tombola::storage
