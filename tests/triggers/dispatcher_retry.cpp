#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "tests/triggers/scripted_runtime.h"
#include "tests/triggers/test_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;
using Catch::Matchers::Contains;
using Ids = std::vector<std::string>;

namespace {

// A service with a frozen clock, table T and a mapping of it to function "handler".
struct FrozenService {
  explicit FrozenService(ScriptedRuntime::Script script, int maximum_retry_attempts = -1)
      : service(disk), runtime(std::make_shared<ScriptedRuntime>(std::move(script))) {
    disk.clock.freeze();
    service.add_function("handler", runtime);
    service.create_table("T");
    mapping.maximum_retry_attempts = maximum_retry_attempts;
    service.dispatcher->declare_flag_mappings({mapping});
    service.dispatcher->start();
  }

  Disk disk;
  TestService service;
  std::shared_ptr<ScriptedRuntime> runtime;
  EventSourceMapping mapping = mapping_of("T", "handler");
};

}  // namespace

TEST_CASE("a function that fails twice is tried again after its back-off, and then succeeds") {
  FrozenService frozen(
      [](const SeenBatch&, int call) { return call <= 2 ? function_error("boom") : success(); });
  TestService& service = frozen.service;
  service.put("T", "a");

  IdleReport report = service.idle();
  CHECK_FALSE(report.idle);
  CHECK(report.waits_for_clock);
  REQUIRE(report.waiting_for.size() == 1);
  CHECK_THAT(report.waiting_for[0], Contains("mapping " + frozen.mapping.uuid) &&
                                        Contains("T to handler") && Contains("shard shardId-") &&
                                        Contains("attempt 2 of records 1") &&
                                        Contains("due in 100 ms (the clock is frozen): "
                                                 "Error: boom"));
  // What comes meanwhile does not join the batch that is tried again.
  service.put("T", "b");
  frozen.disk.clock.advance(99);
  CHECK(service.idle().waits_for_clock);
  CHECK(frozen.runtime->batches().size() == 1);
  CHECK(service.stored_position(frozen.mapping).last_processing_result ==
        "PROBLEM: Function call failed");

  frozen.disk.clock.advance(1);
  report = service.idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0), Contains("attempt 3") && Contains("due in 200 ms"));
  CHECK(frozen.runtime->batches().size() == 2);

  frozen.disk.clock.advance(200);
  REQUIRE(service.idle().idle);
  CHECK(frozen.runtime->ids() == Ids{"a", "a", "a", "b"});
  CHECK(service.stored_position(frozen.mapping).last_processing_result == "OK");
}

TEST_CASE("with the clock running a retry comes by itself") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>(
      [](const SeenBatch&, int call) { return call == 1 ? function_error("boom") : success(); });
  service.add_function("handler", runtime);
  service.create_table("T");
  service.dispatcher->declare_flag_mappings({mapping_of("T", "handler")});
  service.dispatcher->start();
  service.put("T", "a");
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"a", "a"});
}

TEST_CASE("a clock that is let run again takes up the retries that waited") {
  FrozenService frozen(
      [](const SeenBatch&, int call) { return call == 1 ? function_error("boom") : success(); });
  frozen.service.put("T", "a");
  REQUIRE(frozen.service.idle().waits_for_clock);
  frozen.disk.clock.unfreeze();
  REQUIRE(frozen.service.idle().idle);
  CHECK(frozen.runtime->batches().size() == 2);
}

TEST_CASE("a clock that is turned back does not put off a retry") {
  FrozenService frozen(
      [](const SeenBatch&, int call) { return call == 1 ? function_error("boom") : success(); });
  frozen.service.put("T", "a");
  REQUIRE(frozen.service.idle().waits_for_clock);
  frozen.disk.clock.advance(-3'600'000);
  CHECK(frozen.service.idle().waits_for_clock);
  frozen.disk.clock.advance(100);
  REQUIRE(frozen.service.idle().idle);
}

TEST_CASE("a batch whose retries are used up is discarded, and the next one is delivered") {
  FrozenService frozen(
      [](const SeenBatch& batch, int) {
        return batch[0].id == "poison" ? function_error("boom") : success();
      },
      2);
  TestService& service = frozen.service;
  service.put("T", "poison");
  REQUIRE(service.idle().waits_for_clock);
  service.put("T", "good");
  frozen.disk.clock.advance(100);
  REQUIRE(service.idle().waits_for_clock);
  frozen.disk.clock.advance(200);
  REQUIRE(service.idle().idle);
  CHECK(frozen.runtime->ids() == Ids{"poison", "poison", "poison", "good"});
}

TEST_CASE("no retries means one call") {
  FrozenService frozen([](const SeenBatch&, int) { return function_error("boom"); }, 0);
  frozen.service.put("T", "a");
  REQUIRE(frozen.service.idle().idle);
  CHECK(frozen.runtime->ids() == Ids{"a"});
  CHECK(frozen.service.stored_position(frozen.mapping).last_processing_result ==
        "PROBLEM: Function call failed");
}

TEST_CASE("a function that cannot be reached uses no retry") {
  FrozenService frozen(
      [](const SeenBatch&, int call) {
        return call <= 3 ? unreachable("no node") : call <= 5 ? function_error("boom") : success();
      },
      1);
  TestService& service = frozen.service;
  service.put("T", "a");
  for (std::int64_t delay_ms : {100, 200, 400, 800}) {
    const IdleReport report = service.idle();
    REQUIRE(report.waits_for_clock);
    if (delay_ms < 800) {
      CHECK_THAT(report.waiting_for.at(0),
                 Contains("attempt 1 ") && Contains("the function could not be run: no node"));
    }
    frozen.disk.clock.advance(delay_ms);
  }
  // Three times not reached; then one try and one retry, and it is given up.
  REQUIRE(service.idle().idle);
  CHECK(frozen.runtime->ids() == Ids(5, "a"));
  service.put("T", "b");
  REQUIRE(service.idle().idle);
  CHECK(frozen.runtime->ids().back() == "b");
}

TEST_CASE("a function that does not exist is waited for") {
  Disk disk;
  TestService service(disk);
  disk.clock.freeze();
  service.create_table("T");
  EventSourceMapping mapping = mapping_of("T", "missing");
  mapping.maximum_retry_attempts = 0;
  service.dispatcher->declare_flag_mappings({mapping});
  service.dispatcher->start();
  service.put("T", "a");
  const IdleReport report = service.idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0), Contains("there is no function missing"));

  const auto runtime = std::make_shared<ScriptedRuntime>();
  service.add_function("missing", runtime);
  disk.clock.advance(100);
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"a"});
}

TEST_CASE("a function that fails without end delays no other mapping") {
  Disk disk;
  TestService service(disk);
  disk.clock.freeze();
  const auto poisoned = std::make_shared<ScriptedRuntime>(
      [](const SeenBatch&, int) { return function_error("boom"); });
  const auto healthy = std::make_shared<ScriptedRuntime>();
  service.add_function("poisoned", poisoned);
  service.add_function("healthy", healthy);
  service.create_table("T");
  service.create_table("U");
  service.dispatcher->declare_flag_mappings(
      {mapping_of("T", "poisoned"), mapping_of("T", "healthy"), mapping_of("U", "healthy")});
  service.dispatcher->start();
  std::size_t delivered = 0;
  for (const std::string& id : numbered("item", 20)) {
    service.put("T", id);
    service.put("U", id);
    delivered += 2;
    const IdleReport report = service.idle();
    CHECK(report.waits_for_clock);
    CHECK(report.waiting_for.size() == 1);
    CHECK(healthy->ids().size() == delivered);
    disk.clock.advance(30'000);
  }
  REQUIRE(service.idle().waits_for_clock);
  CHECK(poisoned->batches().size() == 21);
  for (const SeenBatch& batch : poisoned->batches()) {
    CHECK(ids_of(batch) == Ids{"item0"});
  }
}

TEST_CASE("a batch is tried until its records are trimmed") {
  FrozenService frozen([](const SeenBatch& batch, int) {
    return batch[0].id == "poison" ? function_error("boom") : success();
  });
  TestService& service = frozen.service;
  service.put("T", "poison");
  REQUIRE(service.idle().waits_for_clock);
  frozen.disk.clock.advance(tombola::limits::stream_retention_ms - 1);
  REQUIRE(service.idle().waits_for_clock);
  CHECK(frozen.runtime->ids() == Ids{"poison", "poison"});
  service.put("T", "good");
  frozen.disk.clock.advance(60'000);
  REQUIRE(service.idle().idle);
  CHECK(frozen.runtime->ids() == Ids{"poison", "poison", "good"});
}
