#include "tests/storage/engine/engine_contract.h"

#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <stdlib.h>

namespace tombola::storage {

namespace {

class MemoryHome final : public EngineHome {
 public:
  std::unique_ptr<Engine> open() override { return open_memory_engine(options()); }
  // What it can keep is a checkpoint.
  std::unique_ptr<Engine> restart(std::unique_ptr<Engine> engine) override {
    const std::string path = new_path();
    engine->checkpoint(path);
    engine.reset();
    return open_checkpoint(path);
  }
  std::unique_ptr<Engine> open_checkpoint(const std::string& path) override {
    return load_memory_engine(path, options());
  }
};

class RocksdbHome final : public EngineHome {
 public:
  std::unique_ptr<Engine> open() override {
    path_ = new_path();
    return open_rocksdb_engine(path_, options());
  }
  std::unique_ptr<Engine> restart(std::unique_ptr<Engine> engine) override {
    engine.reset();
    return open_rocksdb_engine(path_, options());
  }
  std::unique_ptr<Engine> open_checkpoint(const std::string& path) override {
    return open_rocksdb_engine(path, options());
  }

 private:
  std::string path_;
};

template <typename Home>
class Invoker final : public Catch::ITestInvoker {
 public:
  explicit Invoker(ContractTest::Body body) : body_(body) {}
  void invoke() const override {
    Home home;
    body_(home);
  }

 private:
  const ContractTest::Body body_;
};

template <typename Home>
void add_test(const std::string& name, const std::string& engine, ContractTest::Body body,
              const std::source_location& where) {
  const std::string full_name = name + " (" + engine + ")";
  const std::string tags = "[contract][" + engine + "]";
  const Catch::AutoReg registered(new Invoker<Home>(body),
                                  Catch::SourceLineInfo(where.file_name(), where.line()), "",
                                  Catch::NameAndTags(full_name, tags));
}

}  // namespace

ContractTest::ContractTest(const char* name, Body body, std::source_location where) {
  add_test<MemoryHome>(name, "memory", body, where);
  add_test<RocksdbHome>(name, "rocksdb", body, where);
}

TempDirectory::TempDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "tombola-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  path_ = name;
}

TempDirectory::~TempDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDirectory::new_path() {
  return (path_ / std::to_string(count_.fetch_add(1))).string();
}

EngineOptions EngineHome::options() {
  return {[this] { return now_ms.load(); }, Durability::Process};
}

std::optional<std::string> text(const SharedValue& value) {
  return value ? std::optional(*value) : std::nullopt;
}

void run_threads(int count, const std::function<void(int)>& body) {
  std::mutex mutex;
  std::exception_ptr failure;
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      try {
        body(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        failure = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

CommitReceipt commit(Engine& engine, const std::function<void(Transaction&)>& body) {
  constexpr int attempts_max = 1'000'000;
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    try {
      auto transaction = engine.begin(Mode::Write);
      body(*transaction);
      return transaction->commit();
    } catch (const Conflict&) {
      std::this_thread::yield();
    }
  }
  throw std::runtime_error("a transaction never got through");
}

std::optional<std::string> get(Engine& engine, std::string_view key) {
  return engine.begin(Mode::Read)->get(key);
}

std::vector<std::string> keys(const Page& page) {
  std::vector<std::string> result;
  for (const Row& row : page.rows) result.push_back(row.key);
  return result;
}

std::vector<Row> all_rows(Engine& engine) {
  return engine.begin(Mode::Read)->read({}, Direction::Forward, {}).rows;
}

std::vector<LogRecord> all_records(Engine& engine, LogId log) {
  return engine.begin(Mode::Read)->read_log(log, 0, {}).records;
}

std::vector<std::uint64_t> numbers(const std::vector<LogRecord>& records) {
  std::vector<std::uint64_t> result;
  for (const LogRecord& record : records) result.push_back(record.number);
  return result;
}

}  // namespace tombola::storage
