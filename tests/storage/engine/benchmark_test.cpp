// Commits a second, as an item write makes them. Hidden: tests_storage_engine [.benchmark] in a
// release build.
#include <chrono>
#include <cstdio>

#include "tests/storage/engine/engine_contract.h"

namespace tombola::storage {

namespace {

double commits_per_second(Engine& engine, int threads, int commits_each) {
  commit(engine, [](Transaction& transaction) { transaction.put("definition", "1"); });
  const auto start = std::chrono::steady_clock::now();
  run_threads(threads, [&](int thread) {
    const std::string value(200, 'v');
    for (int i = 0; i < commits_each; ++i) {
      commit(engine, [&](Transaction& transaction) {
        const std::string key =
            "item" + std::to_string(thread) + std::to_string((i * 7919) % 100'000);
        transaction.get_for_share("definition");
        transaction.get_for_update(key);
        transaction.put(key, value);
        transaction.append(1, value);
        transaction.add("items", {1, 200});
      });
    }
  });
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  return threads * commits_each / elapsed.count();
}

double gets_per_second(Engine& engine) {
  constexpr int gets = 200'000;
  std::size_t found = 0;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < gets; ++i) {
    found += get(engine, "item0" + std::to_string((i * 31) % 100'000)).has_value() ? 1 : 0;
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  CHECK(found > 0);
  return gets / elapsed.count();
}

}  // namespace

TEST_CASE("commit rate", "[.benchmark]") {
  const auto now = [] { return std::int64_t{1}; };
  TempDirectory directory;
  const auto report = [](const char* name, Engine& engine, int commits_each) {
    for (const int threads : {1, 4, 16}) {
      const double rate = commits_per_second(engine, threads, commits_each / threads);
      std::printf("%-24s %2d threads  %8.0f commits/s\n", name, threads, rate);
    }
    std::printf("%-24s  1 thread   %8.0f gets/s\n", name, gets_per_second(engine));
  };
  auto memory = open_memory_engine({now, Durability::Process});
  report("memory", *memory, 200'000);
  auto process = open_rocksdb_engine(directory.new_path(), {now, Durability::Process});
  report("rocksdb", *process, 200'000);
  auto power = open_rocksdb_engine(directory.new_path(), {now, Durability::Power});
  report("rocksdb, power", *power, 4'000);

  for (int i = 0; i < 3; ++i) {
    const std::string path = directory.new_path();
    for (const char* what : {"fresh", "again"}) {
      const auto start = std::chrono::steady_clock::now();
      auto engine = open_rocksdb_engine(path, {now, Durability::Process});
      const std::chrono::duration<double, std::milli> elapsed =
          std::chrono::steady_clock::now() - start;
      std::printf("open %s: %.1f ms\n", what, elapsed.count());
      commit(*engine, [](Transaction& transaction) { transaction.put("a", "1"); });
    }
  }
}

}  // namespace tombola::storage
