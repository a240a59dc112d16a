#include "storage/engine/memory_store.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "storage/engine/counter_encoding.h"
#include "storage/engine/engine_limits.h"

namespace tombola::storage {

MemoryStore::MemoryStore(std::function<std::int64_t()> now_ms) : now_ms_(std::move(now_ms)) {
  assert(now_ms_);
}

CommitReceipt MemoryStore::commit(WriteSet& writes, const std::vector<Observed>& observed) {
  const std::lock_guard lock(mutex_);
  check(observed);
  if (writes.empty()) return {};
  ++last_commit_;
  const std::size_t write_count = writes.writes().size();
  apply(writes);
  const CommitReceipt receipt = append(writes.appends());
  collect_garbage(engine_limits::garbage_steps_max + 2 * write_count);
  return receipt;
}

void MemoryStore::check(const std::vector<Observed>& observed) const {
  for (const Observed& seen : observed) {
    if (rows_.newest_commit(seen.key) != seen.commit) {
      throw Conflict("another transaction changed what this one had read");
    }
  }
}

void MemoryStore::apply(WriteSet& writes) {
  for (auto& [key, write] : writes.writes()) {
    std::optional<MemoryRows::Superseded> superseded;
    switch (write.kind) {
      case Write::Kind::Put:
        superseded = rows_.put(key, std::move(write.value), last_commit_);
        break;
      case Write::Kind::Erase:
        superseded = rows_.erase(key, last_commit_);
        break;
      case Write::Kind::Add: {
        const std::string* before = rows_.newest(key);
        const Counter sum = (before == nullptr ? Counter{} : decode_counter(*before)) + write.delta;
        superseded = rows_.put(key, encode_counter(sum), last_commit_);
        break;
      }
    }
    if (superseded) garbage_.push_back({last_commit_, *superseded});
  }
  for (const WriteSet::Trim& trim : writes.trims()) {
    auto log = logs_.find(trim.log);
    // Not beyond what is committed: the records of this transaction are to come.
    if (log != logs_.end() && log->second.trim(std::min(trim.up_to, last_number_), last_commit_)) {
      garbage_.push_back({last_commit_, trim.log});
    }
  }
}

CommitReceipt MemoryStore::append(std::vector<WriteSet::Append>& appends) {
  if (appends.empty()) return {};
  last_time_ms_ = std::max(last_time_ms_, now_ms_());
  CommitReceipt receipt{last_number_ + 1, last_number_ + appends.size(), last_time_ms_};
  for (WriteSet::Append& record : appends) {
    logs_[record.log].append({++last_number_, last_time_ms_, std::move(record.bytes)});
  }
  return receipt;
}

void MemoryStore::collect_garbage(std::size_t steps_max) {
  const std::uint64_t horizon = snapshots_.empty() ? last_commit_ : *snapshots_.begin();
  for (std::size_t step = 0; step < steps_max && !garbage_.empty(); ++step) {
    const Garbage& oldest = garbage_.front();
    if (oldest.commit > horizon) break;
    if (const auto* row = std::get_if<MemoryRows::Superseded>(&oldest.where)) {
      rows_.prune(*row, oldest.commit, horizon);
    } else if (auto log = logs_.find(std::get<LogId>(oldest.where)); log != logs_.end()) {
      log->second.prune(horizon);
    }
    garbage_.pop_front();
  }
}

MemorySnapshot MemoryStore::take_snapshot() {
  const std::lock_guard lock(mutex_);
  snapshots_.insert(last_commit_);
  return {last_commit_, last_number_, last_time_ms_};
}

void MemoryStore::release_snapshot(const MemorySnapshot& snapshot) {
  const std::lock_guard lock(mutex_);
  snapshots_.erase(snapshots_.find(snapshot.commit));
  collect_garbage(engine_limits::garbage_steps_max);
}

std::optional<std::string> MemoryStore::get(const MemorySnapshot& at, std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const std::string* value = rows_.find(key, at.commit);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

void MemoryStore::visit_rows(const MemorySnapshot& at, const WriteSet& own, const KeyRange& range,
                             Direction direction, const RowVisitor& visitor) const {
  const std::lock_guard lock(mutex_);
  MemoryRows::Cursor committed(rows_, range, direction, at.commit);
  storage::visit_rows(committed, own, range, direction, visitor);
}

LogPage MemoryStore::read_log(const MemorySnapshot& at, LogId log, std::uint64_t after,
                              ReadLimit limit) const {
  const std::lock_guard lock(mutex_);
  const MemoryLog* found = find_log(log);
  return found == nullptr ? LogPage{} : found->read(at, after, limit);
}

std::optional<LogRecord> MemoryStore::first_log_record(const MemorySnapshot& at, LogId log) const {
  const std::lock_guard lock(mutex_);
  const MemoryLog* found = find_log(log);
  return found == nullptr ? std::nullopt : found->first(at);
}

std::optional<LogRecord> MemoryStore::last_log_record(const MemorySnapshot& at, LogId log) const {
  const std::lock_guard lock(mutex_);
  const MemoryLog* found = find_log(log);
  return found == nullptr ? std::nullopt : found->last(at);
}

MemoryStore::Newest MemoryStore::newest(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const std::string* value = rows_.newest(key);
  if (value == nullptr) return {};
  return {*value, rows_.newest_commit(key)};
}

void MemoryStore::erase_log(LogId log) {
  const std::lock_guard lock(mutex_);
  logs_.erase(log);
}

std::uint64_t MemoryStore::log_size_bytes(LogId log) const {
  const std::lock_guard lock(mutex_);
  const MemoryLog* found = find_log(log);
  return found == nullptr ? 0 : found->size_bytes();
}

MemorySnapshot MemoryStore::visit(const Visitor& visitor) {
  // Gives the snapshot back even if a visitor's disk is full.
  struct Held {
    MemoryStore& store;
    MemorySnapshot at;
    ~Held() { store.release_snapshot(at); }
  };
  const Held held{*this, take_snapshot()};
  const ReadLimit page_limit{engine_limits::copy_page_rows_max, SIZE_MAX};

  KeyRange rest;
  for (bool more = true; more;) {
    Page page = page_of(page_limit, [&](const RowVisitor& take) {
      visit_rows(held.at, {}, rest, Direction::Forward, take);
    });
    if (!page.rows.empty()) rest.begin = page.rows.back().key + '\0';
    more = !page.complete;
    for (Row& row : page.rows) visitor.row(std::move(row));
  }
  for (std::optional<LogId> log = log_from(0); log;
       log = *log == UINT64_MAX ? std::nullopt : log_from(*log + 1)) {
    std::uint64_t after = 0;
    for (bool more = true; more;) {
      LogPage page = read_log(held.at, *log, after, page_limit);
      if (!page.records.empty()) after = page.records.back().number;
      more = !page.complete;
      for (LogRecord& record : page.records) visitor.record(*log, std::move(record));
    }
  }
  return held.at;
}

void MemoryStore::restore_row(Row&& row) {
  rows_.put(row.key, std::move(row.value), last_commit_);
}
void MemoryStore::restore_record(LogId log, LogRecord&& record) {
  logs_[log].append(std::move(record));
}
void MemoryStore::restore_last(std::uint64_t number, std::int64_t time_ms) {
  last_number_ = number;
  last_time_ms_ = time_ms;
}

std::size_t MemoryStore::version_count() const {
  const std::lock_guard lock(mutex_);
  return rows_.version_count();
}

std::optional<LogId> MemoryStore::log_from(LogId log) const {
  const std::lock_guard lock(mutex_);
  auto found = logs_.lower_bound(log);
  return found == logs_.end() ? std::nullopt : std::optional(found->first);
}

const MemoryLog* MemoryStore::find_log(LogId log) const {
  auto found = logs_.find(log);
  return found == logs_.end() ? nullptr : &found->second;
}

}  // namespace tombola::storage
