// A disk that fills up and empties again, and one that fails.
#include "tests/storage/engine/faulty_disk.h"

namespace tombola::storage {

namespace {

void put(Engine& engine, const std::string& key) {
  commit(engine, [&](Transaction& transaction) {
    transaction.put(key, std::string(100, 'v'));
    transaction.add("count", {1, 0});
    transaction.append(1, key);
  });
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
  FaultyDisk fixture;
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
    once_possible([&] { put(*engine, "after" + std::to_string(round)); });
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
  FaultyDisk fixture;
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
    FaultyDisk fixture;
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
  FaultyDisk fixture;
  auto engine = fixture.open();
  put(*engine, "a");
  fixture.disk.full = true;
  auto transaction = engine->begin(Mode::Write);
  transaction->get_for_update("a");
  transaction->put("a", "refused");
  CHECK_THROWS_AS(transaction->commit(), EngineError);
  fixture.disk.full = false;
  once_possible([&] { put(*engine, "b"); });
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

}  // namespace tombola::storage
