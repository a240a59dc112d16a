// An engine that keeps nothing. It is optimistic: nobody ever waits, get_for_update only notes
// which version it saw, and the commit that finds another one there is the Conflict. So nothing
// above the engines can come to lean on locks.
#include <utility>

#include "storage/engine/engine.h"
#include "storage/engine/engine_limits.h"
#include "storage/engine/memory_checkpoint.h"
#include "storage/engine/memory_store.h"
#include "storage/engine/overlay_transaction.h"

namespace tombola::storage {

namespace {

class MemoryTransaction final : public OverlayTransaction {
 public:
  MemoryTransaction(MemoryStore& store, Mode mode) : OverlayTransaction(mode), store_(store) {}
  ~MemoryTransaction() override { release(); }

  LogPage read_log(LogId log, std::uint64_t after, ReadLimit limit) override {
    return store_.read_log(snapshot(), log, after, limit);
  }
  std::optional<LogRecord> first_log_record(LogId log) override {
    return store_.first_log_record(snapshot(), log);
  }
  std::optional<LogRecord> last_log_record(LogId log) override {
    return store_.last_log_record(snapshot(), log);
  }

 protected:
  std::optional<std::string> get_in_snapshot(std::string_view key) override {
    return store_.get(snapshot(), key);
  }
  SharedValue get_shared_in_snapshot(std::string_view key) override {
    return shared(get_in_snapshot(key));
  }
  void visit_over_snapshot(const WriteSet& own, const KeyRange& range, Direction direction,
                           const RowVisitor& visitor) override {
    store_.visit_rows(snapshot(), own, range, direction, visitor);
  }
  std::optional<std::string> newest_for_update(std::string_view key) override {
    auto [value, commit] = store_.newest(key);
    observed_.push_back({std::string(key), commit});
    return std::move(value);
  }
  SharedValue newest_for_share(std::string_view key) override {
    return shared(newest_for_update(key));
  }
  CommitReceipt commit_writes(WriteSet& writes) override {
    release();
    return store_.commit(writes, observed_);
  }

 private:
  const MemorySnapshot& snapshot() {
    if (!snapshot_) snapshot_ = store_.take_snapshot();
    return *snapshot_;
  }
  void release() {
    if (snapshot_) store_.release_snapshot(*snapshot_);
    snapshot_.reset();
  }

  MemoryStore& store_;
  std::optional<MemorySnapshot> snapshot_;
  std::vector<MemoryStore::Observed> observed_;
};

class MemoryEngine final : public Engine {
 public:
  explicit MemoryEngine(EngineOptions options)
      : options_(std::move(options)), store_(options_.now_ms) {}

  MemoryStore& store() { return store_; }

  std::unique_ptr<Transaction> begin(Mode mode) override {
    return std::make_unique<MemoryTransaction>(store_, mode);
  }

  bool is_durable() override { return true; }
  void when_durable(DurableDone done) override { done(nullptr); }

  // By commits of a page each, so that nobody waits for long.
  void erase_range(const KeyRange& range) override {
    const ReadLimit page_limit{engine_limits::copy_page_rows_max, SIZE_MAX};
    for (bool more = true; more;) {
      MemoryTransaction transaction(store_, Mode::Write);
      const Page page = transaction.read(range, Direction::Forward, page_limit);
      for (const Row& row : page.rows) transaction.erase(row.key);
      transaction.commit();
      more = !page.complete;
    }
  }
  void erase_log(LogId log) override { store_.erase_log(log); }

  void checkpoint(const std::string& path) override { write_memory_checkpoint(store_, path); }

  std::unique_ptr<Engine> clone(const std::string&) override {
    auto copy = std::make_unique<MemoryEngine>(options_);
    MemoryStore& target = copy->store();
    const MemorySnapshot at = store_.visit(
        {.row = [&](Row&& row) { target.restore_row(std::move(row)); },
         .record = [&](LogId log,
                       LogRecord&& record) { target.restore_record(log, std::move(record)); }});
    target.restore_last(at.last_number, at.last_time_ms);
    return copy;
  }

  std::uint64_t log_size_bytes(LogId log) override { return store_.log_size_bytes(log); }

 private:
  const EngineOptions options_;
  MemoryStore store_;
};

}  // namespace

std::unique_ptr<Engine> open_memory_engine(EngineOptions options) {
  return std::make_unique<MemoryEngine>(std::move(options));
}

std::unique_ptr<Engine> load_memory_engine(const std::string& path, EngineOptions options) {
  auto engine = std::make_unique<MemoryEngine>(std::move(options));
  load_memory_checkpoint(path, engine->store());
  return engine;
}

}  // namespace tombola::storage
