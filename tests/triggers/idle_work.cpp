// What one change costs does not depend on how many mappings there are that it does not concern.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/storage/engine/counting_engine.h"
#include "tests/triggers/scripted_runtime.h"
#include "tests/triggers/test_service.h"

namespace tombola::triggers::testing {
namespace {

class CountingDisk final : public Disk {
 public:
  storage::Work work;
  std::unique_ptr<storage::Transaction> begin(storage::Mode mode) override {
    return std::make_unique<storage::CountingTransaction>(Disk::begin(mode), work);
  }
};

// Of a change to a table with one mapping, while so many others have nothing to do.
std::size_t calls_for_one_change(int idle_mappings) {
  CountingDisk disk;
  disk.clock.freeze();
  TestService service(disk);
  const auto runtime =
      std::make_shared<ScriptedRuntime>([](const SeenBatch&, int) { return success(); });
  service.add_function("handler", runtime);
  std::vector<EventSourceMapping> mappings = {mapping_of("T", "handler")};
  service.create_table("T");
  for (const std::string& table : numbered("Idle", idle_mappings)) {
    service.create_table(table);
    mappings.push_back(mapping_of(table, "handler"));
  }
  service.dispatcher->declare_flag_mappings(mappings);
  service.dispatcher->start();
  service.put("T", "first");
  REQUIRE(service.idle().idle);
  disk.work.clear();
  service.put("T", "second");
  REQUIRE(service.idle().idle);
  CHECK(runtime->batches().size() == 2);
  return disk.work.calls;
}

}  // namespace

TEST_CASE("a change's work does not depend on the number of idle mappings") {
  const std::size_t alone = calls_for_one_change(0);
  CHECK(alone > 0);
  // Not exactly the same: a reader that is told twice looks twice.
  CHECK(calls_for_one_change(100) <= 2 * alone);
}

}  // namespace tombola::triggers::testing
