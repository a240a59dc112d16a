// A disk that fills up and empties again, one that fails, and how often the engine waits for one: through a file
// system that can refuse and count.
#include <chrono>
#include <thread>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/system_clock.h>

#include "storage/engine/rocksdb_engine.h"
#include "tests/storage/engine/engine_contract.h"

namespace tombola::storage {

namespace {

struct Disk {
  std::atomic<bool> full = false;
  std::atomic<bool> broken = false;
  std::atomic<int> log_syncs = 0;
};

class DiskFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  DiskFile(std::unique_ptr<rocksdb::FSWritableFile> file, Disk& disk, bool is_log)
      : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), is_log_(is_log) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    if (disk_.broken) return rocksdb::IOStatus::IOError("test", "Input/output error");
    if (disk_.full) {
      // As a disk does it: what fits is written.
      FSWritableFileOwnerWrapper::Append({data.data(), data.size() / 2}, options, debug);
      return full();
    }
    return FSWritableFileOwnerWrapper::Append(data, options, debug);
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo&,
                           rocksdb::IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* debug) override {
    if (disk_.broken) return rocksdb::IOStatus::IOError("test", "Input/output error");
    if (is_log_) ++disk_.log_syncs;
    return FSWritableFileOwnerWrapper::Sync(options, debug);
  }

 private:
  static rocksdb::IOStatus full() {
    auto status = rocksdb::IOStatus::NoSpace("test", "No space left on device");
    status.SetRetryable(true);  // as RocksDB's own for ENOSPC
    return status;
  }

  Disk& disk_;
  const bool is_log_;
};

class DiskFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit DiskFileSystem(Disk& disk)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(disk) {}
  const char* Name() const override { return "DiskFileSystem"; }

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSWritableFile> inner;
    const auto status = FileSystemWrapper::NewWritableFile(name, options, &inner, debug);
    if (status.ok()) {
      *file = std::make_unique<DiskFile>(std::move(inner), disk_, name.ends_with(".log"));
    }
    return status;
  }

 private:
  Disk& disk_;
};

// RocksDB waits after an error, and five seconds between its looks at a full disk. With this clock
// every wait is over at once.
class ImpatientClock final : public rocksdb::SystemClockWrapper {
 public:
  ImpatientClock() : SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  const char* Name() const override { return "ImpatientClock"; }
  std::uint64_t NowMicros() override { return SystemClockWrapper::NowMicros() - 6'000'000; }
  void SleepForMicroseconds(int) override {}
};

class DiskEnvironment final : public rocksdb::EnvWrapper {
 public:
  explicit DiskEnvironment(Disk& disk) : EnvWrapper(rocksdb::Env::Default()) {
    file_system_ = std::make_shared<DiskFileSystem>(disk);
    system_clock_ = std::make_shared<ImpatientClock>();
  }
};

struct Fixture {
  TempDirectory directory;
  const std::string path = directory.new_path();
  Disk disk;
  std::unique_ptr<rocksdb::Env> environment = std::make_unique<DiskEnvironment>(disk);

  std::unique_ptr<Engine> open(Durability durability = Durability::Process) {
    return open_rocksdb_engine(path, {[] { return std::int64_t{1}; }, durability},
                               environment.get());
  }
};

void put(Engine& engine, const std::string& key) {
  commit(engine, [&](Transaction& transaction) {
    transaction.put(key, std::string(100, 'v'));
    transaction.add("count", {1, 0});
    transaction.append(1, key);
  });
}

// RocksDB finds out about the room on a thread of its own.
void put_once_possible(Engine& engine, const std::string& key) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (;;) {
    try {
      return put(engine, key);
    } catch (const EngineError&) {
      if (std::chrono::steady_clock::now() > deadline) throw;
      std::this_thread::yield();
    }
  }
}

void check_has(Engine& engine, const std::vector<std::string>& expected) {
  std::vector<std::string> records;
  for (const LogRecord& record : all_records(engine, 1)) records.push_back(record.bytes);
  CHECK(records == expected);
  for (const std::string& key : expected) CHECK(get(engine, key).has_value());
  CHECK(engine.begin(Mode::Read)->get_counter("count").rows ==
        static_cast<std::int64_t>(expected.size()));
}

}  // namespace

TEST_CASE("a full disk refuses commits by name, and once there is room they work again",
          "[rocksdb]") {
  Fixture fixture;
  auto engine = fixture.open();
  std::vector<std::string> expected;
  SECTION("from the first commit on") {
    check_has(*engine, expected);
  }
  SECTION("after other commits") {
    put(*engine, "before");
    expected.push_back("before");
  }

  for (int round = 0; round < 3; ++round) {
    fixture.disk.full = true;
    for (int i = 0; i < 3; ++i) {
      CHECK_THROWS_AS(put(*engine, "refused"), EngineError);
      CHECK_THROWS_WITH(put(*engine, "refused"),
                        Catch::Contains(fixture.path) && Catch::Contains("No space"));
      check_has(*engine, expected);
    }
    fixture.disk.full = false;
    put_once_possible(*engine, "after" + std::to_string(round));
    expected.push_back("after" + std::to_string(round));
    check_has(*engine, expected);
    put(*engine, "more" + std::to_string(round));
    expected.push_back("more" + std::to_string(round));
  }
  engine = nullptr;
  engine = fixture.open();
  check_has(*engine, expected);
  CHECK(get(*engine, "refused") == std::nullopt);
}

TEST_CASE("an engine ends and starts again with its disk full in between", "[rocksdb]") {
  Fixture fixture;
  auto engine = fixture.open();
  put(*engine, "before");
  fixture.disk.full = true;
  CHECK_THROWS_AS(put(*engine, "refused"), EngineError);
  engine = nullptr;
  CHECK_THROWS_AS(fixture.open(), EngineError);
  CHECK_THROWS_WITH(fixture.open(), Catch::Contains(fixture.path));
  fixture.disk.full = false;
  engine = fixture.open();
  check_has(*engine, {"before"});
  put(*engine, "after");
  check_has(*engine, {"before", "after"});
}

TEST_CASE("a disk that fails refuses commits by name; a restart has all that was acknowledged",
          "[rocksdb]") {
  for (const Durability durability : {Durability::Process, Durability::Power}) {
    Fixture fixture;
    auto engine = fixture.open(durability);
    put(*engine, "a");
    put(*engine, "b");
    fixture.disk.broken = true;
    for (int i = 0; i < 3; ++i) {
      CHECK_THROWS_WITH(put(*engine, "refused"),
                        Catch::Contains(fixture.path) && Catch::Contains("Input/output error"));
      check_has(*engine, {"a", "b"});
    }
    engine = nullptr;
    fixture.disk.broken = false;
    engine = fixture.open(durability);
    check_has(*engine, {"a", "b"});
    CHECK(get(*engine, "refused") == std::nullopt);
    put(*engine, "c");
    check_has(*engine, {"a", "b", "c"});
  }
}

TEST_CASE("a refused commit lets go of its keys and breaks no guarantee", "[rocksdb]") {
  Fixture fixture;
  auto engine = fixture.open();
  put(*engine, "a");
  fixture.disk.full = true;
  auto transaction = engine->begin(Mode::Write);
  transaction->get_for_update("a");
  transaction->put("a", "refused");
  CHECK_THROWS_AS(transaction->commit(), EngineError);
  fixture.disk.full = false;
  put_once_possible(*engine, "b");
  auto next = engine->begin(Mode::Write);
  for (int time = 0; time < 2; ++time) {
    CHECK(text(engine->begin(Mode::Read)->get_shared("a")) == std::string(100, 'v'));
    CHECK(text(next->get_for_share("a")) == std::string(100, 'v'));
  }
  CHECK(next->get_for_update("a") == std::string(100, 'v'));
  next->put("a", "next");
  next->commit();
  CHECK(get(*engine, "a") == "next");
}

TEST_CASE("durability power syncs every commit, process none", "[rocksdb]") {
  Fixture fixture;
  SECTION("power") {
    auto engine = fixture.open(Durability::Power);
    const int before = fixture.disk.log_syncs;
    for (int i = 1; i <= 10; ++i) {
      put(*engine, "a");
      CHECK(fixture.disk.log_syncs == before + i);
    }
    // Reading and guarding write nothing.
    auto transaction = engine->begin(Mode::Write);
    transaction->get_for_share("a");
    transaction->commit();
    CHECK(fixture.disk.log_syncs == before + 10);
  }
  SECTION("power, in groups") {
    auto engine = fixture.open(Durability::Power);
    const int before = fixture.disk.log_syncs;
    run_threads(8, [&](int thread) {
      for (int i = 0; i < 50; ++i) put(*engine, std::to_string(thread));
    });
    CHECK(fixture.disk.log_syncs > before);
    CHECK(fixture.disk.log_syncs <= before + 400);
    CHECK(all_records(*engine, 1).size() == 400);
  }
  SECTION("process") {
    auto engine = fixture.open();
    const int before = fixture.disk.log_syncs;
    for (int i = 0; i < 10; ++i) put(*engine, "a");
    CHECK(fixture.disk.log_syncs == before);
  }
}

}  // namespace tombola::storage
