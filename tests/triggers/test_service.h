// A server without its wire, for the dispatcher's tests: tables and items are changed as the
// operations change them, over the memory engine. A Disk outlives any number of TestServices, each
// of them one run of the process.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "http/event_loop.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/engine/engine.h"
#include "storage/transaction_runner.h"
#include "streams/shard.h"
#include "triggers/dispatcher.h"
#include "triggers/function_registry.h"
#include "triggers/mapping_position.h"

namespace tombola::triggers::testing {

// The data directory, and the clock with it. Can be made to fail.
class Disk : public storage::Engine {
 public:
  Disk();

  storage::ServiceClock clock;
  std::atomic<bool> refuses_reads = false;
  std::atomic<bool> refuses_writes = false;

  std::unique_ptr<storage::Transaction> begin(storage::Mode mode) override;
  bool is_durable() override { return engine_->is_durable(); }
  void when_durable(storage::DurableDone done) override { engine_->when_durable(std::move(done)); }
  void erase_range(const storage::KeyRange& range) override { engine_->erase_range(range); }
  void erase_log(storage::LogId log) override { engine_->erase_log(log); }
  void checkpoint(const std::string& path) override { engine_->checkpoint(path); }
  std::unique_ptr<storage::Engine> clone(const std::string& path) override {
    return engine_->clone(path);
  }
  std::uint64_t log_size_bytes(storage::LogId log) override { return engine_->log_size_bytes(log); }

 private:
  std::unique_ptr<storage::Engine> engine_;
};

// A mapping as --trigger makes it.
EventSourceMapping mapping_of(const std::string& table, const std::string& function);

class TestService {
 public:
  explicit TestService(Disk& disk, FailureDestination* failures = nullptr);
  ~TestService();

  void add_function(const std::string& name, std::shared_ptr<LambdaRuntime> runtime);

  void create_table(const std::string& name, bool with_stream = true, std::size_t shards = 1);
  void delete_table(const std::string& name);
  void enable_stream(const std::string& table);
  void disable_stream(const std::string& table);
  // Shards of the table's stream: those that are listed; followed by children; split.
  std::vector<streams::Shard> shards(const std::string& table);
  void roll(const std::string& table);
  void split(const std::string& table, const std::string& shard_id);
  // As the server does when its clock is moved: what is due is rolled over, what is too old goes.
  void keep_streams();
  // Writes an item {"id": id, "value": value}.
  void put(const std::string& table, const std::string& id, const std::string& value = "v");
  void erase(const std::string& table, const std::string& id);

  // when_idle, waited for.
  IdleReport idle(std::chrono::milliseconds timeout = std::chrono::seconds(30));

  // What is stored of a mapping's place.
  MappingPosition stored_position(const EventSourceMapping& mapping);

  Disk& disk;
  storage::TransactionRunner transactions;
  storage::Catalog catalog;
  http::EventLoop loop;
  FunctionRegistry functions;
  std::unique_ptr<Dispatcher> dispatcher;

 private:
  void change_table(
      const std::string& name,
      const std::function<void(storage::WriteTransaction&, dynamodb::TableDefinition&)>& change);
};

// "<prefix>0", "<prefix>1", ...
std::vector<std::string> numbered(const std::string& prefix, int count);

}  // namespace tombola::triggers::testing
