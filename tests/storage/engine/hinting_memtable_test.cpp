// Write buffers that remember places give back what a plain one would.
#include "storage/engine/hinting_memtable.h"

#include <map>
#include <random>

#include "storage/engine/engine_limits.h"
#include "tests/storage/engine/engine_contract.h"

namespace tombola::storage {

namespace {

EngineOptions options() {
  return {[] { return std::int64_t{1}; }, Durability::Process};
}

// Keys of very different frequency, more than have places: some come at nearly every step, others
// once or twice.
std::string some_key(std::mt19937& random) {
  const unsigned digits = random() % 5;
  unsigned range = 1;
  for (unsigned i = 0; i < digits; ++i) range *= 10;
  return "key " + std::to_string(random() % range);
}

}  // namespace

TEST_CASE("hot and cold keys are where they belong, after a restart too", "[rocksdb]") {
  constexpr int steps = 4'000;
  static_assert(steps > 10 * engine_limits::insert_places_max);
  TempDirectory directory;
  const std::string path = directory.new_path();
  std::mt19937 random(1);
  std::map<std::string, std::string> rows;
  std::map<LogId, std::vector<std::string>> logs;
  const auto write_some = [&](Engine& engine) {
    for (int step = 0; step < steps; ++step) {
      const std::string key = some_key(random);
      const std::string value = std::to_string(step);
      const LogId log = random() % 400;
      auto transaction = engine.begin(Mode::Write);
      if (random() % 10 == 0) {
        transaction->erase(key);
        rows.erase(key);
      } else {
        transaction->put(key, value);
        rows[key] = value;
      }
      transaction->append(log, value);
      logs[log].push_back(value);
      transaction->commit();
    }
  };
  const auto check = [&](Engine& engine) {
    std::vector<Row> expected;
    for (const auto& [key, value] : rows) expected.push_back({key, value});
    CHECK(all_rows(engine) == expected);
    for (const auto& [log, values] : logs) {
      std::vector<std::string> found;
      for (const LogRecord& record : all_records(engine, log)) found.push_back(record.bytes);
      CHECK(found == values);
    }
    bool all_found = true;
    for (const auto& [key, value] : rows) all_found = all_found && get(engine, key) == value;
    CHECK(all_found);
  };
  auto engine = open_rocksdb_engine(path, options());
  write_some(*engine);
  check(*engine);
  engine.reset();
  engine = open_rocksdb_engine(path, options());
  check(*engine);
  write_some(*engine);
  check(*engine);
}

}  // namespace tombola::storage
