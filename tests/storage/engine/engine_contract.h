// The contract of storage/engine/engine.h as tests that run against every engine:
//
//   const ContractTest name{"a sentence about behaviour", [](EngineHome& home) { ... }};
//
// makes one test case per engine, tagged [contract] and [memory] or [rocksdb]. A new engine adds
// its home to engine_contract.cpp.
//
// Under ThreadSanitizer run `[memory]` only: Debian's RocksDB is not instrumented.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <source_location>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "storage/engine/engine.h"

namespace tombola::storage {

// Removed with all it holds.
class TempDirectory {
 public:
  TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  ~TempDirectory();

  // A path in it that nothing has yet.
  std::string new_path();

 private:
  std::filesystem::path path_;
  std::atomic<int> count_ = 0;
};

// Where engines of one kind live during a test.
class EngineHome {
 public:
  virtual ~EngineHome() = default;
  // A new, empty one.
  virtual std::unique_ptr<Engine> open() = 0;
  // Ends the engine and starts one on what it kept.
  virtual std::unique_ptr<Engine> restart(std::unique_ptr<Engine> engine) = 0;
  virtual std::unique_ptr<Engine> open_checkpoint(const std::string& path) = 0;

  std::string new_path() { return directory_.new_path(); }
  EngineOptions options();
  std::atomic<std::int64_t> now_ms = 1'700'000'000'000;

 private:
  TempDirectory directory_;
};

class ContractTest {
 public:
  using Body = void (*)(EngineHome&);
  ContractTest(const char* name, Body body,
               std::source_location where = std::source_location::current());
};

// What a shared value says, to compare with a get's.
std::optional<std::string> text(const SharedValue& value);

// Runs body(0) to body(count - 1) on a thread each; throws what one of them threw.
void run_threads(int count, const std::function<void(int)>& body);

// Runs `body` in a write transaction and commits it, again as long as it conflicts. Returns the
// receipt.
CommitReceipt commit(Engine& engine, const std::function<void(Transaction&)>& body);

std::optional<std::string> get(Engine& engine, std::string_view key);
std::vector<std::string> keys(const Page& page);
std::vector<Row> all_rows(Engine& engine);
std::vector<LogRecord> all_records(Engine& engine, LogId log);
std::vector<std::uint64_t> numbers(const std::vector<LogRecord>& records);

}  // namespace tombola::storage
