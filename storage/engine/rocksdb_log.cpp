// A record is a row of the column family "log":
//
//   key    'L' log:8 number:8 time-ms:8 offset:8       integers most significant first
//   value  the bytes, nothing else
//
// `offset` is where the record begins if all that the log ever held lay end to end. So the size of
// a log is the difference between its two ends, exact and without scanning. (It starts from 0 again
// when the log was empty; only differences count.)
//
//   key    'M'
//   value  number:8 time-ms:8
//
// No number above the first one was ever used, so the next run starts behind it: numbers are
// reserved in blocks, by a mark in the very batch that crosses the last one. Times need no mark of
// that kind, since the last record of some log bears the last time; only when records go must the
// time stay behind, so a batch that trims or erases writes the mark too.
#include "storage/engine/rocksdb_log.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>

#include "storage/engine/engine_limits.h"
#include "storage/engine/fixed64.h"
#include "storage/engine/write_set.h"

namespace tombola::storage {

namespace {

constexpr char record_tag = 'L';
constexpr std::size_t key_size = 1 + 4 * 8;
constexpr std::string_view mark_key = "M";
static_assert(record_tag < 'M', "the mark lies behind all records");

struct RecordKey {
  LogId log = 0;
  std::uint64_t number = 0;
  std::int64_t time_ms = 0;
  std::uint64_t offset = 0;
};

std::array<char, key_size> encode(const RecordKey& key) {
  std::array<char, key_size> bytes{record_tag};
  char* end = bytes.data() + 1;
  end = write_fixed64(end, key.log);
  end = write_fixed64(end, key.number);
  end = write_fixed64(end, static_cast<std::uint64_t>(key.time_ms));
  write_fixed64(end, key.offset);
  return bytes;
}

RecordKey decode(std::string_view bytes) {
  assert(bytes.size() == key_size);
  return {read_fixed64(bytes.substr(1)), read_fixed64(bytes.substr(9)),
          static_cast<std::int64_t>(read_fixed64(bytes.substr(17))),
          read_fixed64(bytes.substr(25))};
}

// The end of all records of `log` numbered up to `number`: the next number, or the next log, or the
// end of all logs.
std::string bound_after(LogId log, std::uint64_t number) {
  std::string bytes(1, record_tag);
  if (number != UINT64_MAX) {
    append_fixed64(bytes, log);
    append_fixed64(bytes, number + 1);
  } else if (log != UINT64_MAX) {
    append_fixed64(bytes, log + 1);
  } else {
    bytes[0] = record_tag + 1;
  }
  return bytes;
}

std::uint64_t weight(std::size_t bytes) {
  return bytes + engine_limits::log_record_overhead_bytes;
}

// The records of one log numbered above `after`.
class RecordIterator {
 public:
  RecordIterator(RocksdbStore& store, const rocksdb::Snapshot* snapshot, LogId log,
                 std::uint64_t after = 0)
      : store_(store),
        begin_(bound_after(log, after)),
        end_(bound_after(log, UINT64_MAX)),
        begin_slice_(begin_),
        end_slice_(end_) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    options.iterate_lower_bound = &begin_slice_;
    options.iterate_upper_bound = &end_slice_;
    iterator_.reset(store.db().NewIterator(options, store.logs()));
  }
  void to_first() { iterator_->Seek(begin_slice_); }
  void to_last() { iterator_->SeekToLast(); }
  void next() { iterator_->Next(); }
  // False at the end.
  bool valid() const {
    if (iterator_->Valid()) return true;
    store_.check(iterator_->status(), "be read");
    return false;
  }
  RecordKey key() const { return decode(view(iterator_->key())); }
  std::string_view bytes() const { return view(iterator_->value()); }
  std::uint64_t end_offset() const { return key().offset + weight(bytes().size()); }

 private:
  RocksdbStore& store_;
  const std::string begin_, end_;
  const rocksdb::Slice begin_slice_, end_slice_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

std::optional<LogRecord> number_and_time(const RecordIterator& at) {
  if (!at.valid()) return std::nullopt;
  const RecordKey key = at.key();
  return LogRecord{key.number, key.time_ms, {}};
}

}  // namespace

LogPage read_log(RocksdbStore& store, const rocksdb::Snapshot* snapshot, LogId log,
                 std::uint64_t after, ReadLimit limit) {
  LogPage page;
  if (after == UINT64_MAX) return page;
  PageBudget budget(limit);
  RecordIterator record(store, snapshot, log, after);
  for (record.to_first(); record.valid(); record.next()) {
    const RecordKey key = record.key();
    page.records.push_back({key.number, key.time_ms, std::string(record.bytes())});
    if (!budget.take(record.bytes().size())) {
      page.complete = false;
      break;
    }
  }
  return page;
}

std::optional<LogRecord> first_log_record(RocksdbStore& store, const rocksdb::Snapshot* snapshot,
                                          LogId log) {
  RecordIterator record(store, snapshot, log);
  record.to_first();
  return number_and_time(record);
}

std::optional<LogRecord> last_log_record(RocksdbStore& store, const rocksdb::Snapshot* snapshot,
                                         LogId log) {
  RecordIterator record(store, snapshot, log);
  record.to_last();
  return number_and_time(record);
}

std::uint64_t log_size_bytes(RocksdbStore& store, LogId log) {
  RecordIterator record(store, nullptr, log);
  record.to_last();
  if (!record.valid()) return 0;
  const std::uint64_t end = record.end_offset();
  record.to_first();
  // Records may have been trimmed since the iterator was made; it does not see that.
  return record.valid() ? end - record.key().offset : 0;
}

RocksdbLogWriter::RocksdbLogWriter(RocksdbStore& store, std::function<std::int64_t()> now_ms)
    : store_(store), now_ms_(std::move(now_ms)) {
  assert(now_ms_);
  load();
}

void RocksdbLogWriter::load() {
  if (const auto mark = store_.get(store_.logs(), nullptr, mark_key)) {
    if (mark->size() != 16) store_.check(rocksdb::Status::Corruption("log mark"), "be opened");
    reserved_up_to_ = read_fixed64(*mark);
    last_time_ms_ = static_cast<std::int64_t>(read_fixed64(std::string_view(*mark).substr(8)));
  }
  last_number_ = reserved_up_to_;

  // From the last record of each log to the last of the log before it.
  rocksdb::ReadOptions options;
  const rocksdb::Slice end = slice(mark_key);
  options.iterate_upper_bound = &end;
  const std::unique_ptr<rocksdb::Iterator> record(store_.db().NewIterator(options, store_.logs()));
  for (record->SeekToLast(); record->Valid();) {
    const RecordKey key = decode(view(record->key()));
    last_time_ms_ = std::max(last_time_ms_, key.time_ms);
    std::string log_begin(1, record_tag);
    append_fixed64(log_begin, key.log);
    record->SeekForPrev(log_begin);
  }
  store_.check(record->status(), "be opened");
}

void RocksdbLogWriter::begin(rocksdb::WriteBatch& batch) {
  batch_ = &batch;
  dated_ = false;
  removes_records_ = false;
}

std::uint64_t RocksdbLogWriter::append(LogId log, std::string_view bytes) {
  if (!dated_) {
    last_time_ms_ = std::max(last_time_ms_, now_ms_());
    dated_ = true;
  }
  std::uint64_t& offset = next_offset(log);
  const auto key = encode({log, ++last_number_, last_time_ms_, offset});
  offset += weight(bytes.size());
  store_.check(batch_->Put(store_.logs(), {key.data(), key.size()}, slice(bytes)), "be written");
  return last_number_;
}

void RocksdbLogWriter::trim(LogId log, std::uint64_t up_to) {
  // From the first record that is there, so that the tombstones of one log do not overlap.
  RecordIterator first(store_, nullptr, log);
  first.to_first();
  std::string begin = bound_after(log, 0);
  if (first.valid()) {
    const RecordKey key = first.key();
    begin = bound_after(log, key.number - 1);
  } else if (!dated_) {
    return;  // nothing there, and nothing on its way in this batch
  }
  const std::string end = bound_after(log, up_to);
  if (end <= begin) return;
  store_.check(batch_->DeleteRange(store_.logs(), begin, end), "be written");
  removes_records_ = true;
}

void RocksdbLogWriter::erase(LogId log) {
  trim(log, UINT64_MAX);
  next_offsets_.erase(log);
}

void RocksdbLogWriter::seal() {
  reserves_up_to_ = reserved_up_to_;
  if (last_number_ > reserved_up_to_) {
    reserves_up_to_ = last_number_ - 1 + engine_limits::number_block;
  } else if (!removes_records_) {
    return;
  }
  std::string mark;
  append_fixed64(mark, reserves_up_to_);
  append_fixed64(mark, static_cast<std::uint64_t>(last_time_ms_));
  store_.check(batch_->Put(store_.logs(), slice(mark_key), mark), "be written");
}

void RocksdbLogWriter::written() {
  reserved_up_to_ = reserves_up_to_;
}

// The offsets that the batch moved are read again from the disk.
void RocksdbLogWriter::abandoned() {
  next_offsets_.clear();
}

std::uint64_t& RocksdbLogWriter::next_offset(LogId log) {
  auto [found, added] = next_offsets_.try_emplace(log, 0);
  if (added) {
    RecordIterator last(store_, nullptr, log);
    last.to_last();
    if (last.valid()) found->second = last.end_offset();
  }
  return found->second;
}

}  // namespace tombola::storage
