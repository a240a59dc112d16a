#include "storage/engine/memory_rows.h"

#include <algorithm>
#include <utility>

namespace tombola::storage {

namespace {

const std::string* visible(const MemoryRows::Versions& versions, std::uint64_t at) {
  const MemoryRows::Version* version = &versions.newest;
  if (version->commit > at) {
    auto later = std::partition_point(versions.older.begin(), versions.older.end(),
                                      [at](const auto& older) { return older.commit <= at; });
    if (later == versions.older.begin()) return nullptr;
    version = &*std::prev(later);
  }
  return version->value ? &*version->value : nullptr;
}

}  // namespace

const std::string* MemoryRows::find(std::string_view key, std::uint64_t at) const {
  auto row = rows_.find(key);
  return row == rows_.end() ? nullptr : visible(row->second, at);
}

std::uint64_t MemoryRows::newest_commit(std::string_view key) const {
  auto row = rows_.find(key);
  // A row that is erased counts as one that never was: whether its last version is still kept must
  // not matter to a transaction that found nothing there.
  return row == rows_.end() || !row->second.newest.value ? 0 : row->second.newest.commit;
}

const std::string* MemoryRows::newest(std::string_view key) const {
  return find(key, UINT64_MAX);
}

std::optional<MemoryRows::Superseded> MemoryRows::put(std::string_view key, std::string value,
                                                      std::uint64_t commit) {
  auto row = rows_.lower_bound(key);
  if (row == rows_.end() || row->first != key) {
    rows_.emplace_hint(row, std::string(key), Versions{{commit, std::move(value)}, {}});
    return std::nullopt;
  }
  Versions& versions = row->second;
  versions.older.push_back(std::move(versions.newest));
  versions.newest = {commit, std::move(value)};
  return row;
}

std::optional<MemoryRows::Superseded> MemoryRows::erase(std::string_view key,
                                                        std::uint64_t commit) {
  auto row = rows_.find(key);
  if (row == rows_.end() || !row->second.newest.value) return std::nullopt;
  Versions& versions = row->second;
  versions.older.push_back(std::move(versions.newest));
  versions.newest = {commit, std::nullopt};
  return row;
}

void MemoryRows::prune(Superseded row, std::uint64_t commit, std::uint64_t horizon) {
  Versions& versions = row->second;
  auto& older = versions.older;
  if (versions.newest.commit <= horizon) {
    older.clear();
    // Every version but a row's first leaves one call of prune, so that of the newest is the last.
    if (!versions.newest.value && versions.newest.commit == commit) rows_.erase(row);
    return;
  }
  auto later = std::partition_point(older.begin(), older.end(), [horizon](const auto& version) {
    return version.commit <= horizon;
  });
  // The one before `later` is what the oldest snapshot sees.
  if (later != older.begin()) older.erase(older.begin(), std::prev(later));
}

std::size_t MemoryRows::version_count() const {
  std::size_t count = 0;
  for (const auto& [key, versions] : rows_) count += 1 + versions.older.size();
  return count;
}

MemoryRows::Cursor::Cursor(const MemoryRows& rows, const KeyRange& range, Direction direction,
                           std::uint64_t at)
    : forward_(direction == Direction::Forward), at_(at) {
  const Rows& all = rows.rows_;
  last_ = range.end.empty() ? all.end() : all.lower_bound(range.end);
  first_ = is_empty(range) ? last_ : all.lower_bound(range.begin);
  next();
}

void MemoryRows::Cursor::next() {
  value_ = nullptr;
  // What is left lies between first_ and last_; a step takes one row off the front or the back.
  while (first_ != last_ && value_ == nullptr) {
    current_ = forward_ ? first_++ : --last_;
    value_ = visible(current_->second, at_);
  }
}

}  // namespace tombola::storage
