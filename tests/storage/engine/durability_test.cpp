// Durability::Power: what is visible before it is on the disk, and who is told when it is.
#include <thread>

#include "tests/storage/engine/faulty_disk.h"

namespace tombola::storage {

namespace {

void put(Engine& engine, const std::string& key) {
  commit(engine, [&](Transaction& transaction) {
    transaction.put(key, "value");
    transaction.append(1, key);
  });
}

// What came of the calls of when_durable, in their order.
class Told {
 public:
  DurableDone note(std::string name) {
    return [this, name = std::move(name)](const EngineError* failure) {
      const std::lock_guard lock(mutex_);
      names_.push_back(failure == nullptr ? name : name + ": " + failure->what());
    };
  }
  std::vector<std::string> names() {
    const std::lock_guard lock(mutex_);
    return names_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> names_;
};

void wait_for_syncs(const FaultyDisk& fixture, int count) {
  while (fixture.disk.log_syncs < count) std::this_thread::yield();
}

// Those who asked are told before it is.
void wait_until_seen_as_durable(Engine& engine) {
  while (!engine.is_durable()) std::this_thread::yield();
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a commit is visible at once and durable after its sync", "[rocksdb]") {
  FaultyDisk fixture;
  const auto engine = fixture.open(Durability::Power);
  CHECK(engine->is_durable());
  Told told;
  fixture.disk.hold_syncs();
  const int before = fixture.disk.log_syncs;
  put(*engine, "a");
  CHECK(get(*engine, "a") == "value");
  CHECK_FALSE(engine->is_durable());
  engine->when_durable(told.note("a"));
  wait_for_syncs(fixture, before + 1);
  CHECK_FALSE(engine->is_durable());
  CHECK(told.names().empty());
  fixture.disk.let_go_of_syncs();
  engine->wait_until_durable();
  CHECK(told.names() == Names{"a"});
  wait_until_seen_as_durable(*engine);
  engine->when_durable(told.note("nothing new"));
  CHECK(told.names() == Names{"a", "nothing new"});
}

TEST_CASE("a directory may be written in any way", "[rocksdb]") {
  FaultyDisk fixture;
  const std::string name = fixture.path.substr(fixture.path.rfind('/'));
  const std::string parent = fixture.path.substr(0, fixture.path.rfind('/'));
  for (const std::string& path : {fixture.path + "/", parent + "/" + name, parent + "/./" + name,
                                  parent + name + "/../" + name}) {
    CAPTURE(path);
    const auto engine = open_rocksdb_engine(
        path, {[] { return std::int64_t{1}; }, Durability::Power}, fixture.environment.get());
    const int before = fixture.disk.log_syncs;
    put(*engine, "a");
    engine->wait_until_durable();
    CHECK(fixture.disk.log_syncs == before + 1);
  }
}

TEST_CASE("what is written during a sync waits for the next one, all of it together", "[rocksdb]") {
  FaultyDisk fixture;
  const auto engine = fixture.open(Durability::Power);
  Told told;
  fixture.disk.hold_syncs();
  const int before = fixture.disk.log_syncs;
  put(*engine, "first");
  engine->when_durable(told.note("first"));
  wait_for_syncs(fixture, before + 1);
  Names expected = {"first"};
  for (int i = 0; i < 10; ++i) {
    expected.push_back(std::to_string(i));
    put(*engine, expected.back());
    engine->when_durable(told.note(expected.back()));
  }
  // One that has only read what is not on the disk yet.
  expected.push_back("reader");
  engine->when_durable(told.note("reader"));
  fixture.disk.let_go_of_syncs();
  engine->wait_until_durable();
  CHECK(told.names() == expected);
  CHECK(fixture.disk.log_syncs == before + 2);
}

TEST_CASE("power loss takes what was not synced, and the end of the log first", "[rocksdb]") {
  FaultyDisk fixture;
  auto engine = fixture.open(Durability::Power);
  put(*engine, "a");
  put(*engine, "b");
  engine->wait_until_durable();
  put(*engine, "c");
  engine = fixture.open_after_power_loss();
  CHECK(get(*engine, "a") == "value");
  CHECK(get(*engine, "b") == "value");
  CHECK(get(*engine, "c") == std::nullopt);
  CHECK(all_records(*engine, 1).size() == 2);
}

TEST_CASE("what an engine is opened with is on the disk before it is shown", "[rocksdb]") {
  FaultyDisk fixture;
  auto engine = fixture.open(Durability::Process);
  put(*engine, "a");
  CHECK(engine->is_durable());
  CHECK(fixture.disk.log_syncs == 0);
  engine.reset();
  engine = fixture.open(Durability::Power);
  CHECK(engine->is_durable());
  CHECK(get(*engine, "a") == "value");
  engine = fixture.open_after_power_loss();
  CHECK(get(*engine, "a") == "value");
}

TEST_CASE("after a sync that failed nothing is durable until the engine is opened again",
          "[rocksdb]") {
  FaultyDisk fixture;
  auto engine = fixture.open(Durability::Power);
  put(*engine, "a");
  engine->wait_until_durable();
  fixture.disk.refuses_syncs = true;
  put(*engine, "b");
  const auto names_path = Catch::Contains(fixture.path);
  const auto names_reason = Catch::Contains("Input/output error");
  CHECK_THROWS_WITH(engine->wait_until_durable(), names_path && names_reason);
  fixture.disk.refuses_syncs = false;
  CHECK_FALSE(engine->is_durable());
  CHECK_THROWS_WITH(engine->wait_until_durable(), names_path && names_reason);
  engine = fixture.open_after_power_loss();
  CHECK(get(*engine, "a") == "value");
  CHECK(get(*engine, "b") == std::nullopt);
  put(*engine, "c");
  engine->wait_until_durable();
}

TEST_CASE("an error that RocksDB hears when it syncs a full log is not lost", "[rocksdb]") {
  FaultyDisk fixture;
  const auto engine = fixture.open(Durability::Power);
  fixture.disk.refuses_one_sync = true;
  // A write buffer and more, which RocksDB writes to a table file, the log before it.
  const std::string value(1u << 20, 'v');
  int written = 0;
  try {
    for (; written < 200 && fixture.disk.refuses_one_sync; ++written) {
      commit(*engine, [&](Transaction& transaction) {
        transaction.put(std::to_string(written), value);
        transaction.append(1, "record");
      });
    }
  } catch (const EngineError&) {
    // RocksDB may refuse what comes after it.
  }
  while (fixture.disk.refuses_one_sync) std::this_thread::yield();
  CHECK_THROWS_WITH(engine->wait_until_durable(), Catch::Contains("Input/output error"));
}

TEST_CASE("who asked is told before an engine is gone", "[rocksdb]") {
  FaultyDisk fixture;
  auto engine = fixture.open(Durability::Power);
  Told told;
  fixture.disk.hold_syncs();
  const int before = fixture.disk.log_syncs;
  put(*engine, "a");
  engine->when_durable(told.note("a"));
  wait_for_syncs(fixture, before + 1);
  std::thread end([&] { engine.reset(); });
  CHECK(told.names().empty());
  fixture.disk.let_go_of_syncs();
  end.join();
  CHECK(told.names() == Names{"a"});
}

TEST_CASE("who finds all durable knows that all who asked were told", "[rocksdb]") {
  FaultyDisk fixture;
  const auto engine = fixture.open(Durability::Power);
  std::atomic<int> told = 0;
  for (int i = 1; i <= 100; ++i) {
    put(*engine, "a");
    engine->when_durable([&](const EngineError*) {
      std::this_thread::yield();
      ++told;
    });
    wait_until_seen_as_durable(*engine);
    REQUIRE(told == i);
  }
}

TEST_CASE("a disk that was full for a moment, with commits not yet durable, goes on", "[rocksdb]") {
  FaultyDisk fixture;
  auto engine = fixture.open(Durability::Power);
  for (int round = 0; round < 3; ++round) {
    put(*engine, "before" + std::to_string(round));
    fixture.disk.full = true;
    CHECK_THROWS_WITH(put(*engine, "refused"), Catch::Contains("No space"));
    engine->wait_until_durable();  // what was there before
    fixture.disk.full = false;
    once_possible([&] { put(*engine, "after" + std::to_string(round)); });
    engine->wait_until_durable();
  }
  engine = fixture.open_after_power_loss();
  for (int round = 0; round < 3; ++round) {
    CHECK(get(*engine, "before" + std::to_string(round)) == "value");
    CHECK(get(*engine, "after" + std::to_string(round)) == "value");
  }
  CHECK(get(*engine, "refused") == std::nullopt);
}

TEST_CASE("each commit that is waited for has a sync, reading and guarding have none",
          "[rocksdb]") {
  FaultyDisk fixture;
  const auto engine = fixture.open(Durability::Power);
  const int before = fixture.disk.log_syncs;
  const auto put_and_wait = [&](const std::string& key) {
    put(*engine, key);
    engine->wait_until_durable();
  };
  for (int i = 1; i <= 10; ++i) {
    put_and_wait("a");
    CHECK(fixture.disk.log_syncs == before + i);
  }
  auto transaction = engine->begin(Mode::Write);
  transaction->get_for_share("a");
  transaction->commit();
  engine->wait_until_durable();
  CHECK(fixture.disk.log_syncs == before + 10);

  run_threads(8, [&](int thread) {
    for (int i = 0; i < 50; ++i) put_and_wait(std::to_string(thread));
  });
  CHECK(fixture.disk.log_syncs > before + 10);
  CHECK(fixture.disk.log_syncs <= before + 410);
  wait_until_seen_as_durable(*engine);
  CHECK(all_records(*engine, 1).size() == 410);
}

}  // namespace tombola::storage
