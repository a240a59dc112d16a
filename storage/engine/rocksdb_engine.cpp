// An engine on a plain rocksdb::DB. Locks (lock_table.h), write sets (write_set.h) and the order of
// commits (commit_queue.h, group_commit.cpp) are our own: RocksDB's TransactionDB writes one
// transaction at a time and syncs each of them, and it numbers nothing at commit.
#include "storage/engine/rocksdb_engine.h"

#include <memory>
#include <utility>

#include <rocksdb/perf_level.h>

#include "storage/engine/commit_queue.h"
#include "storage/engine/engine_limits.h"
#include "storage/engine/group_commit.h"
#include "storage/engine/lock_table.h"
#include "storage/engine/overlay_transaction.h"
#include "storage/engine/rocksdb_store.h"
#include "storage/engine/wal_sync.h"

namespace tombola::storage {

namespace {

// What transactions and engine share.
struct Shared {
  Shared(const std::string& path, EngineOptions given, rocksdb::Env* environment)
      : options(std::move(given)),
        store(path, environment, options.cache_bytes, options.durability),
        group_commit(store, options) {
    if (options.durability == Durability::Power) wal_sync.emplace(store);
  }

  const EngineOptions options;
  RocksdbStore store;
  LockTable locks;
  GroupCommit group_commit;
  CommitQueue queue{[this](const CommitQueue::Group& group) {
    std::vector<CommitRequest*> requests;
    requests.reserve(group.size());
    for (QueuedCommit* commit : group) {
      requests.push_back(static_cast<CommitRequest*>(commit));
    }
    group_commit.commit(requests);
  }};
  std::optional<WalSync> wal_sync;  // none: nobody asked for it

  CommitReceipt submit(CommitRequest& request) {
    queue.submit(request);
    if (request.outcome == CommitOutcome::Failed) throw EngineError(request.error);
    if (request.outcome == CommitOutcome::Conflict) {
      throw Conflict("another transaction changed what this one holds for share");
    }
    return request.receipt;
  }
  void submit_alone(std::function<void(rocksdb::WriteBatch&)> work) {
    CommitRequest request(std::move(work));
    submit(request);
    locks.forget_values();
  }
};

class RowIterator final : public RowCursor {
 public:
  RowIterator(RocksdbStore& store, const rocksdb::Snapshot* snapshot, const KeyRange& range,
              Direction direction)
      : store_(store),
        forward_(direction == Direction::Forward),
        begin_(slice(range.begin)),
        end_(slice(range.end)) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    options.iterate_lower_bound = &begin_;
    if (!range.end.empty()) options.iterate_upper_bound = &end_;
    iterator_.reset(store.db().NewIterator(options, store.rows()));
    if (forward_) {
      iterator_->Seek(begin_);
    } else {
      iterator_->SeekToLast();
    }
    settle();
  }
  bool valid() const override { return valid_; }
  std::string_view key() const override { return view(iterator_->key()); }
  std::string_view value() const override { return view(iterator_->value()); }
  void next() override {
    if (forward_) {
      iterator_->Next();
    } else {
      iterator_->Prev();
    }
    settle();
  }

 private:
  void settle() {
    valid_ = iterator_->Valid();
    if (!valid_) store_.check(iterator_->status(), "be read");
  }

  RocksdbStore& store_;
  const bool forward_;
  const rocksdb::Slice begin_, end_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
  bool valid_ = false;
};

class RocksdbTransaction final : public OverlayTransaction {
 public:
  RocksdbTransaction(Shared& shared, Mode mode)
      : OverlayTransaction(mode), shared_(shared), store_(shared.store), held_(shared.locks) {}
  ~RocksdbTransaction() override { release_snapshot(); }

  LogPage read_log(LogId log, std::uint64_t after, ReadLimit limit) override {
    return storage::read_log(store_, snapshot(), log, after, limit);
  }
  std::optional<LogRecord> first_log_record(LogId log) override {
    return storage::first_log_record(store_, snapshot(), log);
  }
  std::optional<LogRecord> last_log_record(LogId log) override {
    return storage::last_log_record(store_, snapshot(), log);
  }

 protected:
  std::optional<std::string> get_in_snapshot(std::string_view key) override {
    return store_.get(store_.rows(), snapshot(), key);
  }
  SharedValue get_shared_in_snapshot(std::string_view key) override {
    const std::uint64_t sequence = snapshot()->GetSequenceNumber();
    const auto kept = shared_.locks.kept_value(key);
    if (kept && kept->since <= sequence) return kept->value;
    if (!kept) {
      HeldKeys pin(shared_.locks);
      const HeldKeys::Share& share = pin.share(key);
      read_and_keep(share.entry, share.version, key);
    }
    return shared(get_in_snapshot(key));
  }
  void visit_over_snapshot(const WriteSet& own, const KeyRange& range, Direction direction,
                           const RowVisitor& visitor) override {
    RowIterator committed(store_, snapshot(), range, direction);
    visit_rows(committed, own, range, direction, visitor);
  }
  // Lock or version first, then the value: see group_commit.cpp.
  std::optional<std::string> newest_for_update(std::string_view key) override {
    held_.lock(key);
    return store_.get(store_.rows(), nullptr, key);
  }
  SharedValue newest_for_share(std::string_view key) override {
    const HeldKeys::Share& share = held_.share(key);
    if (auto kept = shared_.locks.kept_value(share.entry, share.version)) {
      return std::move(kept->value);
    }
    return read_and_keep(share.entry, share.version, key);
  }

  CommitReceipt commit_writes(WriteSet& writes) override {
    release_snapshot();
    // The base class promises that nothing is held afterwards, also when this throws.
    struct Release {
      HeldKeys& held;
      ~Release() { held.release(); }
    };
    const Release at_end{held_};
    if (writes.empty() && held_.shares().empty()) return {};
    for (const auto& [key, write] : writes.writes()) {
      if (write.kind != Write::Kind::Add) held_.lock_to_write(key);
    }
    CommitRequest request(writes, held_);
    return shared_.submit(request);
  }

 private:
  // The newest value, and for the next one who shares it.
  SharedValue read_and_keep(LockTable::Entry* entry, std::uint64_t version, std::string_view key) {
    const SharedValue newest = shared(store_.get(store_.rows(), nullptr, key));
    const std::uint64_t since = store_.db().GetLatestSequenceNumber();
    shared_.locks.keep_value(entry, {version, since, newest});
    return newest;
  }
  const rocksdb::Snapshot* snapshot() {
    if (snapshot_ == nullptr) snapshot_ = store_.db().GetSnapshot();
    return snapshot_;
  }
  void release_snapshot() {
    if (snapshot_ != nullptr) store_.db().ReleaseSnapshot(snapshot_);
    snapshot_ = nullptr;
  }

  Shared& shared_;
  RocksdbStore& store_;
  HeldKeys held_;
  const rocksdb::Snapshot* snapshot_ = nullptr;
};

class RocksdbEngine final : public Engine {
 public:
  RocksdbEngine(const std::string& path, EngineOptions options, rocksdb::Env* environment)
      : environment_(environment), shared_(path, std::move(options), environment) {}

  std::unique_ptr<Transaction> begin(Mode mode) override {
    // RocksDB counts every key comparison for a profile that nobody reads; per thread, and a
    // quarter of what a commit costs.
    rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
    return std::make_unique<RocksdbTransaction>(shared_, mode);
  }

  bool is_durable() override { return !shared_.wal_sync || shared_.wal_sync->is_done(); }
  void when_durable(DurableDone done) override {
    if (!shared_.wal_sync) return done(nullptr);
    shared_.wal_sync->when_done(std::move(done));
  }

  void erase_range(const KeyRange& range) override {
    if (is_empty(range)) return;
    shared_.submit_alone([&](rocksdb::WriteBatch& batch) { erase_rows(batch, range); });
  }
  void erase_log(LogId log) override {
    shared_.submit_alone([&](rocksdb::WriteBatch&) { shared_.group_commit.log().erase(log); });
  }

  void checkpoint(const std::string& path) override {
    shared_.submit_alone([&](rocksdb::WriteBatch&) { shared_.store.checkpoint(path); });
  }
  std::unique_ptr<Engine> clone(const std::string& path) override {
    checkpoint(path);
    return std::make_unique<RocksdbEngine>(path, shared_.options, environment_);
  }

  std::uint64_t log_size_bytes(LogId log) override {
    return storage::log_size_bytes(shared_.store, log);
  }

 private:
  void erase_rows(rocksdb::WriteBatch& batch, const KeyRange& range) {
    RocksdbStore& store = shared_.store;
    RowIterator row(store, nullptr, range, Direction::Forward);
    std::size_t count = 0;
    for (; row.valid() && count < engine_limits::erase_rows_one_by_one_max; row.next()) {
      store.check(batch.Delete(store.rows(), slice(row.key())), "be written");
      ++count;
    }
    if (!row.valid()) return;
    // Many: one range tombstone. It needs an end; without one, the last key there is and its
    // successor.
    batch.Clear();
    std::string end = range.end;
    if (end.empty()) {
      end = std::string(RowIterator(store, nullptr, range, Direction::Backward).key());
      end.push_back('\0');
    }
    store.check(batch.DeleteRange(store.rows(), range.begin, end), "be written");
  }

  rocksdb::Env* const environment_;
  Shared shared_;
};

}  // namespace

std::unique_ptr<Engine> open_rocksdb_engine(const std::string& path, EngineOptions options,
                                            rocksdb::Env* environment) {
  return std::make_unique<RocksdbEngine>(path, std::move(options), environment);
}

std::unique_ptr<Engine> open_rocksdb_engine(const std::string& path, EngineOptions options) {
  return open_rocksdb_engine(path, std::move(options), rocksdb::Env::Default());
}

}  // namespace tombola::storage
