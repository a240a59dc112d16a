// The contract of a storage engine: bytes in, bytes out, transactions over them, and logs.
// Everything DynamoDB-like stands above. tests/storage/engine/ holds the contract as a test that
// every engine passes; a new engine is one file plus that test.
//
// Keys and values are byte strings; keys are ordered by unsigned bytes. Engines may be called from
// any thread; a Transaction belongs to one thread at a time. The engine must outlive its
// transactions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tombola::storage {

// The transaction met another one and did nothing; run it again.
class Conflict : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The engine cannot do its work: disk full, read-only, broken files. The text names the path and
// the reason. Nothing of the transaction happened.
class EngineError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// [begin, end) in key order; an empty end means no bound.
struct KeyRange {
  std::string begin;
  std::string end;

  // All keys that start with `prefix`.
  static KeyRange with_prefix(std::string_view prefix);
};

enum class Direction { Forward, Backward };

// A page ends after the row that reaches either limit, so it holds at least one row if there is
// one.
struct ReadLimit {
  std::size_t rows = SIZE_MAX;
  std::size_t bytes = SIZE_MAX;  // keys and values
};

struct Row {
  std::string key;
  std::string value;
  bool operator==(const Row&) const = default;
};

struct Page {
  std::vector<Row> rows;
  bool complete = true;  // false: the limit ended it, more may follow
};

// Is given one row after the other, views that are valid during the call; false: no more.
using RowVisitor = std::function<bool(std::string_view key, std::string_view value)>;

// A row's value that several may hold; null: no such row.
using SharedValue = std::shared_ptr<const std::string>;

// What a counter holds, and by what it grows: rows of some kind, and their bytes.
struct Counter {
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  bool operator==(const Counter&) const = default;
};
// Wraps instead of overflowing.
Counter operator+(const Counter& left, const Counter& right);

using LogId = std::uint64_t;

// Numbers are given at commit, grow over all logs of the engine, and are never used twice, not
// after a restart either. Times are the engine clock's at commit, never below an earlier record's.
struct LogRecord {
  std::uint64_t number = 0;
  std::int64_t time_ms = 0;
  std::string bytes;
  bool operator==(const LogRecord&) const = default;
};

struct LogPage {
  std::vector<LogRecord> records;
  bool complete = true;
};

// What commit() gave to the appended records, in the order of append().
struct CommitReceipt {
  std::uint64_t first_number = 0;  // 0: nothing was appended
  std::uint64_t last_number = 0;
  std::int64_t time_ms = 0;
};

enum class Mode { Read, Write };

class Transaction {
 public:
  Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  // Rolls back what was not committed.
  virtual ~Transaction() = default;

  // In one snapshot (taken by the first call that needs it), plus this transaction's own writes.
  virtual std::optional<std::string> get(std::string_view key) = 0;
  // The same for the few keys (definitions of tables) that nearly every transaction reads: an
  // engine may keep their values in memory. Not for counters, nor for what erase_range erases; the
  // same goes for get_for_share.
  virtual SharedValue get_shared(std::string_view key) = 0;
  virtual Page read(const KeyRange& range, Direction direction, ReadLimit limit) = 0;
  // The same without a copy. The visitor must not call this transaction.
  virtual void visit(const KeyRange& range, Direction direction, const RowVisitor& visitor) = 0;
  // Records of `log` with a number above `after`, in order, from the same snapshot. Whoever has
  // read up to a number never later sees a smaller one. Logs show what is committed: this
  // transaction's own appends and trims are not among it.
  virtual LogPage read_log(LogId log, std::uint64_t after, ReadLimit limit) = 0;
  // Number and time of the first and last record of `log` that is still there; without its bytes.
  virtual std::optional<LogRecord> first_log_record(LogId log) = 0;
  virtual std::optional<LogRecord> last_log_record(LogId log) = 0;
  // Zeros for a counter that was never added to. As get.
  virtual Counter get_counter(std::string_view key) = 0;

  // Write transactions only, from here on.

  // The newest committed value, which still is the newest when commit() succeeds. Two transactions
  // that take several keys do so in byte order. May throw Conflict.
  virtual std::optional<std::string> get_for_update(std::string_view key) = 0;
  // The same guarantee for what is read but not written, without keeping other readers off: for the
  // few keys (definitions of tables) that many writes depend on. May throw Conflict, commit() too.
  virtual SharedValue get_for_share(std::string_view key) = 0;

  virtual void put(std::string_view key, std::string value) = 0;
  virtual void erase(std::string_view key) = 0;
  // Adds to a counter. Commutes: never conflicts. A counter's key is used by add, get_counter and
  // erase only.
  virtual void add(std::string_view key, const Counter& delta) = 0;
  virtual void append(LogId log, std::string bytes) = 0;
  // Removes the records of `log` with a number up to and including `up_to` that were committed
  // before this transaction.
  virtual void trim_log(LogId log, std::uint64_t up_to) = 0;

  // All or nothing. On return the writes are visible to every transaction that begins, and survive
  // the death of the process; nobody sees them before. That they survive the machine's as well is
  // Engine::when_durable's to say. Throws Conflict or EngineError; then nothing happened. Ends the
  // transaction. A key that is put or erased without having been taken for update is taken here, so
  // that nobody else's guarantee on it breaks.
  virtual CommitReceipt commit() = 0;
};

// Is given why what was asked for will not come, null when it came. The error lives for the call.
using DurableDone = std::function<void(const EngineError* failure)>;

class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  virtual std::unique_ptr<Transaction> begin(Mode mode) = 0;

  // Commits become durable, as the engine was asked to be, in their order and sometimes after they
  // are visible. So whoever shows the world what a transaction did or saw asks here first, also when
  // it only read.
  //
  // Whether all that is visible now is durable.
  virtual bool is_durable() = 0;
  // Calls `done` once all that is visible now is durable: at once, or from a thread of the engine, by
  // one call after the other in the order in which they came; it must be quick and must not throw.
  // After a failure nothing becomes durable any more until the engine is opened again.
  virtual void when_durable(DurableDone done) = 0;
  // The same for who has a thread to wait with. Throws EngineError.
  void wait_until_durable();

  // Removes a range of keys, or a log, that no transaction can reach any more (a dropped table's
  // items): outside every transaction, possibly in the background.
  virtual void erase_range(const KeyRange& range) = 0;
  virtual void erase_log(LogId log) = 0;

  // Writes the committed state, as of one moment, to a new directory that an engine of this kind
  // can be opened on.
  virtual void checkpoint(const std::string& path) = 0;
  // An independent engine of the same kind with this one's committed state. `path` is where an
  // engine that needs a directory keeps it; it must not exist.
  virtual std::unique_ptr<Engine> clone(const std::string& path) = 0;

  // Bytes held by the log records, about: what retention by size looks at.
  virtual std::uint64_t log_size_bytes(LogId log) = 0;
};

enum class Durability {
  Process,  // an acknowledged commit survives the death of the process
  Power,    // and of the machine: fsync comes before it is acknowledged (Engine::when_durable)
};

// Of blocks of the database's files in memory.
inline constexpr std::uint64_t cache_bytes_default = 32u << 20;
inline constexpr std::uint64_t cache_bytes_min = 1u << 20;

struct EngineOptions {
  // Dates log records, in milliseconds since the epoch. Required; called from any thread, within
  // commits.
  std::function<std::int64_t()> now_ms;
  Durability durability = Durability::Process;
  // For an engine that keeps its data in files.
  std::uint64_t cache_bytes = cache_bytes_default;
};

// Opens or creates the directory. Throws EngineError that names the path; a directory that another
// process holds: DirectoryInUse.
std::unique_ptr<Engine> open_rocksdb_engine(const std::string& path, EngineOptions options);
// Keeps nothing.
std::unique_ptr<Engine> open_memory_engine(EngineOptions options);
// From a directory that a memory engine's checkpoint() wrote.
std::unique_ptr<Engine> load_memory_engine(const std::string& path, EngineOptions options);

class DirectoryInUse : public EngineError {
 public:
  using EngineError::EngineError;
};

}  // namespace tombola::storage
