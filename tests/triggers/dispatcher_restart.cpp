#include <future>
#include <thread>

#include <catch2/catch.hpp>

#include "storage/layout.h"
#include "tests/triggers/scripted_runtime.h"
#include "tests/triggers/test_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;
using Catch::Matchers::Contains;
using Ids = std::vector<std::string>;

TEST_CASE("after a restart delivery goes on where it was") {
  Disk disk;
  const EventSourceMapping mapping = mapping_of("T", "handler");
  const auto runtime = std::make_shared<ScriptedRuntime>();
  {
    TestService service(disk);
    service.add_function("handler", runtime);
    service.create_table("T");
    service.dispatcher->declare_flag_mappings({mapping});
    service.dispatcher->start();
    service.put("T", "a");
    service.put("T", "b");
    REQUIRE(service.idle().idle);
  }
  TestService service(disk);
  service.add_function("handler", runtime);
  service.put("T", "c");
  service.dispatcher->declare_flag_mappings({mapping});
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"a", "b", "c"});
}

TEST_CASE("a restart in the middle of a batch delivers it again and loses none") {
  Disk disk;
  EventSourceMapping mapping = mapping_of("T", "handler");
  mapping.batch_size = 4;
  const auto first_run = std::make_shared<ScriptedRuntime>();
  first_run->hold();
  {
    TestService service(disk);
    service.add_function("handler", first_run);
    service.create_table("T");
    service.dispatcher->declare_flag_mappings({mapping});
    for (const std::string& id : numbered("", 10)) {
      service.put("T", id);
    }
    service.dispatcher->start();
    first_run->wait_for_calls(1);
    first_run->release();
    first_run->wait_for_calls(2);
  }
  CHECK(first_run->ids() == numbered("", 8));
  // The answer that comes too late reaches nobody.
  first_run->let_go();

  TestService service(disk);
  const auto second_run = std::make_shared<ScriptedRuntime>();
  service.add_function("handler", second_run);
  service.dispatcher->declare_flag_mappings({mapping});
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(second_run->ids() == Ids{"4", "5", "6", "7", "8", "9"});
}

TEST_CASE("a restart keeps the count of attempts and the bounds of the batch") {
  Disk disk;
  disk.clock.freeze();
  EventSourceMapping mapping = mapping_of("T", "handler");
  mapping.maximum_retry_attempts = 3;
  const auto runtime = std::make_shared<ScriptedRuntime>([](const SeenBatch& batch, int) {
    return batch[0].id == "poison" ? function_error("boom") : success();
  });
  {
    TestService service(disk);
    service.add_function("handler", runtime);
    service.create_table("T");
    service.dispatcher->declare_flag_mappings({mapping});
    service.dispatcher->start();
    service.put("T", "poison");
    REQUIRE(service.idle().waits_for_clock);
    disk.clock.advance(100);
    REQUIRE(service.idle().waits_for_clock);
    service.put("T", "good");
  }
  CHECK(runtime->batches().size() == 2);

  TestService service(disk);
  service.add_function("handler", runtime);
  service.dispatcher->declare_flag_mappings({mapping});
  service.dispatcher->start();
  // At once: what is behind at a start does not wait.
  const IdleReport report = service.idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0), Contains("attempt 4") && Contains("due in 400 ms"));
  CHECK(runtime->batches().size() == 3);
  const MappingPosition position = service.stored_position(mapping);
  REQUIRE(position.shards.size() == 1);
  const std::vector<LanePosition>& lanes = position.shards.begin()->second.lanes;
  REQUIRE(lanes.size() == 1);
  REQUIRE(lanes[0].pending.size() == 1);
  CHECK(lanes[0].pending[0].attempts == 3);
  CHECK(lanes[0].pending[0].first_attempt_ms == disk.clock.now_ms() - 100);

  disk.clock.advance(400);
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"poison", "poison", "poison", "poison", "good"});
}

TEST_CASE("a mapping whose flag is missing at one start keeps its place for the next") {
  Disk disk;
  const EventSourceMapping mapping = mapping_of("T", "handler");
  const auto runtime = std::make_shared<ScriptedRuntime>();
  const auto run = [&](const std::vector<EventSourceMapping>& declared, const std::string& id) {
    TestService service(disk);
    service.add_function("handler", runtime);
    if (id == "a") {
      service.create_table("T");
    }
    service.dispatcher->declare_flag_mappings(declared);
    service.dispatcher->start();
    service.put("T", id);
    REQUIRE(service.idle().idle);
  };
  run({mapping}, "a");
  run({}, "b");
  CHECK(runtime->ids() == Ids{"a"});
  run({mapping}, "c");
  CHECK(runtime->ids() == Ids{"a", "b", "c"});
}

TEST_CASE("stopping lets the invocation under way end, and keeps its result") {
  Disk disk;
  const EventSourceMapping mapping = mapping_of("T", "handler");
  const auto runtime = std::make_shared<ScriptedRuntime>();
  runtime->hold();
  {
    TestService service(disk);
    service.add_function("handler", runtime);
    service.create_table("T");
    service.dispatcher->declare_flag_mappings({mapping});
    service.dispatcher->start();
    service.put("T", "a");
    runtime->wait_for_calls(1);
    service.put("T", "b");
    std::thread stopping([&] { service.dispatcher->stop(std::chrono::seconds(30)); });
    // The stop may begin before or after this answer; a batch that begins in between ends as well.
    runtime->let_go();
    stopping.join();
  }
  const auto delivered = runtime->ids();
  TestService service(disk);
  service.add_function("handler", runtime);
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"a", "b"});
  CHECK((delivered == Ids{"a"} || delivered == Ids{"a", "b"}));
}

TEST_CASE("who waits for idleness when the dispatcher stops is told so") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  runtime->hold();
  service.add_function("handler", runtime);
  service.create_table("T");
  service.dispatcher->declare_flag_mappings({mapping_of("T", "handler")});
  service.dispatcher->start();
  service.put("T", "a");
  runtime->wait_for_calls(1);
  std::promise<IdleReport> answered;
  service.dispatcher->when_idle(std::chrono::seconds(30),
                                [&](IdleReport report) { answered.set_value(report); });
  service.dispatcher->stop(std::chrono::milliseconds::zero());
  const IdleReport report = answered.get_future().get();
  CHECK_FALSE(report.idle);
  CHECK(report.waiting_for == std::vector<std::string>{"the dispatcher has stopped"});
  CHECK(service.idle().waiting_for == std::vector<std::string>{"the dispatcher has stopped"});
  runtime->let_go();
}

TEST_CASE("before the start nobody is told that all is delivered") {
  Disk disk;
  TestService service(disk);
  CHECK_FALSE(service.idle(std::chrono::milliseconds::zero()).idle);
  service.dispatcher->start();
  CHECK(service.idle().idle);
}

TEST_CASE("a position of an unknown version is refused at the start, by the mapping's name") {
  Disk disk;
  const EventSourceMapping mapping = mapping_of("T", "handler");
  TestService service(disk);
  service.dispatcher->declare_flag_mappings({mapping});
  service.transactions.write("", [&](tombola::storage::WriteTransaction& write) {
    write.bytes().put(tombola::storage::layout::mapping_position_key(mapping.uuid),
                      R"({"version":4})");
  });
  CHECK_THROWS_WITH(service.dispatcher->start(), Contains(mapping.uuid) && Contains("version 4"));
}

TEST_CASE("nothing is handed over while a position cannot be saved") {
  Disk disk;
  disk.clock.freeze();
  EventSourceMapping mapping = mapping_of("T", "handler");
  mapping.batch_size = 1;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>([&](const SeenBatch&, int call) {
    disk.refuses_writes = call == 1;
    return success();
  });
  service.add_function("handler", runtime);
  service.create_table("T");
  service.dispatcher->declare_flag_mappings({mapping});
  for (const std::string& id : numbered("", 3)) {
    service.put("T", id);
  }
  service.dispatcher->start();
  IdleReport report = service.idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0),
             Contains("saving its position failed, next try due in 100 ms") &&
                 Contains("no space left on device"));
  disk.clock.advance(100);
  report = service.idle();
  CHECK_THAT(report.waiting_for.at(0), Contains("due in 200 ms"));
  CHECK(runtime->ids() == Ids{"0"});

  disk.refuses_writes = false;
  disk.clock.advance(200);
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"0", "1", "2"});
  service.dispatcher.reset();  // before the script's captures go
}

TEST_CASE("records that cannot be read are tried again") {
  Disk disk;
  disk.clock.freeze();
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  service.add_function("handler", runtime);
  service.create_table("T");
  service.dispatcher->declare_flag_mappings({mapping_of("T", "handler")});
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  disk.refuses_reads = true;
  service.put("T", "a");
  IdleReport report = service.idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0), Contains("reading its records failed, next try due in 100"));
  disk.refuses_reads = false;
  disk.clock.advance(100);
  REQUIRE(service.idle().idle);

  disk.refuses_reads = true;
  service.create_table("U");
  report = service.idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0), Contains("reading its stream failed, next try due in 100"));
  disk.refuses_reads = false;
  disk.clock.advance(100);
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"a"});
}
