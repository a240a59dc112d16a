// An engine that counts what is asked of the one below it: work that can be compared exactly, where
// time cannot.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "storage/engine/engine.h"

namespace tombola::storage {

struct Work {
  std::atomic<std::size_t> calls = 0;  // of transactions, whatever they ask
  std::atomic<std::size_t> rows = 0;   // and log records that they were given
  std::atomic<std::size_t> bytes = 0;  // that were given or written

  void clear() { calls = rows = bytes = 0; }
};

class CountingTransaction final : public Transaction {
 public:
  CountingTransaction(std::unique_ptr<Transaction> below, Work& work)
      : below_(std::move(below)), work_(work) {}

  std::optional<std::string> get(std::string_view key) override { return given(below_->get(key)); }
  Page read(const KeyRange& range, Direction direction, ReadLimit limit) override {
    Page page = below_->read(range, direction, limit);
    ++work_.calls;
    for (const Row& row : page.rows) count_row(row.key.size() + row.value.size());
    return page;
  }
  void visit(const KeyRange& range, Direction direction, const RowVisitor& visitor) override {
    ++work_.calls;
    below_->visit(range, direction, [&](std::string_view key, std::string_view value) {
      count_row(key.size() + value.size());
      return visitor(key, value);
    });
  }
  LogPage read_log(LogId log, std::uint64_t after, ReadLimit limit) override {
    LogPage page = below_->read_log(log, after, limit);
    ++work_.calls;
    for (const LogRecord& record : page.records) count_row(record.bytes.size());
    return page;
  }
  std::optional<LogRecord> first_log_record(LogId log) override {
    ++work_.calls;
    return below_->first_log_record(log);
  }
  std::optional<LogRecord> last_log_record(LogId log) override {
    ++work_.calls;
    return below_->last_log_record(log);
  }
  SharedValue get_shared(std::string_view key) override { return given(below_->get_shared(key)); }
  Counter get_counter(std::string_view key) override {
    ++work_.calls;
    return below_->get_counter(key);
  }
  std::optional<std::string> get_for_update(std::string_view key) override {
    return given(below_->get_for_update(key));
  }
  SharedValue get_for_share(std::string_view key) override {
    return given(below_->get_for_share(key));
  }
  void put(std::string_view key, std::string value) override {
    count_write(key.size() + value.size());
    below_->put(key, std::move(value));
  }
  void erase(std::string_view key) override {
    count_write(key.size());
    below_->erase(key);
  }
  void add(std::string_view key, const Counter& delta) override {
    count_write(key.size());
    below_->add(key, delta);
  }
  void append(LogId log, std::string bytes) override {
    count_write(bytes.size());
    below_->append(log, std::move(bytes));
  }
  void trim_log(LogId log, std::uint64_t up_to) override {
    count_write(0);
    below_->trim_log(log, up_to);
  }
  CommitReceipt commit() override {
    ++work_.calls;
    return below_->commit();
  }

 private:
  // An optional or a pointer.
  template <typename Value>
  Value given(Value value) {
    ++work_.calls;
    work_.bytes += value ? value->size() : 0;
    return value;
  }
  void count_row(std::size_t bytes) {
    ++work_.rows;
    work_.bytes += bytes;
  }
  void count_write(std::size_t bytes) {
    ++work_.calls;
    work_.bytes += bytes;
  }

  std::unique_ptr<Transaction> below_;
  Work& work_;
};

class CountingEngine final : public Engine {
 public:
  explicit CountingEngine(std::unique_ptr<Engine> below) : below_(std::move(below)) {}

  Work work;

  std::unique_ptr<Transaction> begin(Mode mode) override {
    return std::make_unique<CountingTransaction>(below_->begin(mode), work);
  }
  bool is_durable() override { return below_->is_durable(); }
  void when_durable(DurableDone done) override { below_->when_durable(std::move(done)); }
  void erase_range(const KeyRange& range) override { below_->erase_range(range); }
  void erase_log(LogId log) override { below_->erase_log(log); }
  void checkpoint(const std::string& path) override { below_->checkpoint(path); }
  std::unique_ptr<Engine> clone(const std::string& path) override { return below_->clone(path); }
  std::uint64_t log_size_bytes(LogId log) override { return below_->log_size_bytes(log); }

 private:
  std::unique_ptr<Engine> below_;
};

}  // namespace tombola::storage
