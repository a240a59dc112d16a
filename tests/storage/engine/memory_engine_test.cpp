// What is the memory engine's alone: cleaning up versions, and its checkpoint file.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "storage/engine/memory_store.h"
#include "tests/storage/engine/engine_contract.h"

namespace tombola::storage {

namespace {

void put(MemoryStore& store, std::string_view key, std::string_view value) {
  WriteSet writes;
  writes.put(key, std::string(value));
  store.commit(writes, {});
}
void erase(MemoryStore& store, std::string_view key) {
  WriteSet writes;
  writes.erase(key);
  store.commit(writes, {});
}

EngineOptions options() {
  return {[] { return std::int64_t{0}; }, Durability::Process};
}

}  // namespace

TEST_CASE(
    "without snapshots the memory engine keeps one version of a row and none of an erased one",
    "[memory]") {
  MemoryStore store([] { return std::int64_t{0}; });
  for (int i = 0; i < 1000; ++i) {
    put(store, "a", "1");
    put(store, "b", "1");
    erase(store, "b");
  }
  CHECK(store.version_count() == 1);
}

TEST_CASE("versions are kept as long as a snapshot is older, and go with it", "[memory]") {
  MemoryStore store([] { return std::int64_t{0}; });
  put(store, "a", "0");
  put(store, "b", "0");
  const MemorySnapshot first = store.take_snapshot();
  put(store, "a", "1");
  erase(store, "b");
  const MemorySnapshot second = store.take_snapshot();
  put(store, "a", "2");
  put(store, "b", "2");
  CHECK(store.version_count() == 6);
  CHECK(store.get(first, "a") == "0");
  CHECK(store.get(first, "b") == "0");
  CHECK(store.get(second, "a") == "1");
  CHECK(store.get(second, "b") == std::nullopt);

  store.release_snapshot(first);
  CHECK(store.version_count() == 4);
  CHECK(store.get(second, "a") == "1");
  CHECK(store.get(second, "b") == std::nullopt);
  store.release_snapshot(second);
  CHECK(store.version_count() == 2);
  CHECK(store.newest("b").value == "2");
}

TEST_CASE("cleaning up is spread over commits and still catches up", "[memory]") {
  MemoryStore store([] { return std::int64_t{0}; });
  for (int i = 0; i < 20'000; ++i) put(store, std::to_string(i), "0");
  const MemorySnapshot snapshot = store.take_snapshot();
  for (int i = 0; i < 20'000; ++i) put(store, std::to_string(i), "1");
  CHECK(store.version_count() == 40'000);
  store.release_snapshot(snapshot);
  CHECK(store.version_count() > 20'000);
  for (int i = 0; i < 30; ++i) put(store, "0", "2");
  CHECK(store.version_count() == 20'000);
}

TEST_CASE("a damaged checkpoint of the memory engine is refused by name", "[memory]") {
  TempDirectory directory;
  const std::string path = directory.new_path();
  auto engine = open_memory_engine(options());
  commit(*engine, [](Transaction& transaction) {
    transaction.put("key", "value");
    transaction.append(1, "record");
  });
  engine->checkpoint(path);
  const std::string file = path + "/memory-engine";
  std::ifstream in(file, std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(in), {});
  const auto load_with = [&](const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    load_memory_engine(path, options());
  };

  CHECK_NOTHROW(load_with(whole));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    REQUIRE_THROWS_AS(load_with(damaged), EngineError);
    REQUIRE_THROWS_AS(load_with(whole.substr(0, at)), EngineError);
  }
  CHECK_THROWS_WITH(load_with(whole.substr(0, 40)), Catch::Contains(file));
  std::string newer = whole;
  newer[15] = 3;
  CHECK_THROWS_WITH(load_with(newer), Catch::Contains("version 3"));

  const std::string nowhere = directory.new_path();
  CHECK_THROWS_WITH(load_memory_engine(nowhere, options()),
                    Catch::Contains(nowhere) && Catch::Contains("No such file"));
}

}  // namespace tombola::storage
