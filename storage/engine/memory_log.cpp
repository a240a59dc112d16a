#include "storage/engine/memory_log.h"

#include <algorithm>
#include <utility>

#include "storage/engine/engine_limits.h"
#include "storage/engine/write_set.h"

namespace tombola::storage {

namespace {

std::uint64_t weight(const LogRecord& record) {
  return record.bytes.size() + engine_limits::log_record_overhead_bytes;
}

}  // namespace

void MemoryLog::append(LogRecord record) {
  size_bytes_ += weight(record);
  records_.push_back(std::move(record));
}

bool MemoryLog::trim(std::uint64_t up_to, std::uint64_t commit) {
  const auto end = above(up_to);
  auto record = trims_.empty() ? records_.cbegin() : above(trims_.back().up_to);
  if (record >= end) return false;
  for (; record != end; ++record) size_bytes_ -= weight(*record);
  trims_.push_back({up_to, commit});
  return true;
}

void MemoryLog::prune(std::uint64_t horizon) {
  auto trim = trims_.begin();
  while (trim != trims_.end() && trim->commit <= horizon) ++trim;
  if (trim == trims_.begin()) return;
  records_.erase(records_.begin(), above(std::prev(trim)->up_to));
  trims_.erase(trims_.begin(), trim);
}

LogPage MemoryLog::read(const MemorySnapshot& at, std::uint64_t after, ReadLimit limit) const {
  LogPage page;
  PageBudget budget(limit);
  for (auto record = std::max(begin_at(at), above(after)); record != records_.end(); ++record) {
    if (record->number > at.last_number) break;
    page.records.push_back(*record);
    if (!budget.take(record->bytes.size())) {
      page.complete = false;
      break;
    }
  }
  return page;
}

std::optional<LogRecord> MemoryLog::first(const MemorySnapshot& at) const {
  auto record = begin_at(at);
  if (record == records_.end() || record->number > at.last_number) return std::nullopt;
  return LogRecord{record->number, record->time_ms, {}};
}

std::optional<LogRecord> MemoryLog::last(const MemorySnapshot& at) const {
  auto end = above(at.last_number);
  if (begin_at(at) >= end) return std::nullopt;
  auto record = std::prev(end);
  return LogRecord{record->number, record->time_ms, {}};
}

MemoryLog::Records::const_iterator MemoryLog::above(std::uint64_t number) const {
  return std::partition_point(records_.begin(), records_.end(),
                              [number](const auto& record) { return record.number <= number; });
}

MemoryLog::Records::const_iterator MemoryLog::begin_at(const MemorySnapshot& at) const {
  auto seen = std::find_if(trims_.rbegin(), trims_.rend(),
                           [&](const Trim& trim) { return trim.commit <= at.commit; });
  return seen == trims_.rend() ? records_.begin() : above(seen->up_to);
}

}  // namespace tombola::storage
