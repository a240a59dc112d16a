#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/triggers/scripted_runtime.h"
#include "tests/triggers/test_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;

using Ids = std::vector<std::string>;

TEST_CASE("a write is pushed into the function of its table's mapping") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  service.add_function("log", runtime);
  service.create_table("RaffleTable");
  service.dispatcher->declare_flag_mappings({mapping_of("RaffleTable", "log")});
  service.dispatcher->start();

  service.put("RaffleTable", "a");
  service.put("RaffleTable", "a", "changed");
  service.put("RaffleTable", "a", "changed");  // changes nothing
  service.erase("RaffleTable", "a");
  REQUIRE(service.idle().idle);

  std::vector<std::string> events;
  for (const SeenRecord& record : runtime->records()) {
    events.push_back(record.event_name + " " + record.id);
  }
  CHECK(events == std::vector<std::string>{"INSERT a", "MODIFY a", "REMOVE a"});
}

TEST_CASE("records that wait are handed over in order, BatchSize at a time") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  service.add_function("log", runtime);
  service.create_table("T");
  EventSourceMapping mapping = mapping_of("T", "log");
  mapping.batch_size = 4;
  service.dispatcher->declare_flag_mappings({mapping});
  for (const std::string& id : numbered("item", 10)) {
    service.put("T", id);
  }
  service.dispatcher->start();
  REQUIRE(service.idle().idle);

  std::vector<std::size_t> sizes;
  for (const SeenBatch& batch : runtime->batches()) {
    sizes.push_back(batch.size());
  }
  CHECK(sizes == std::vector<std::size_t>{4, 4, 2});
  CHECK(runtime->ids() == numbered("item", 10));
  const auto records = runtime->records();
  for (std::size_t i = 1; i < records.size(); ++i) {
    CHECK(records[i - 1].sequence_number < records[i].sequence_number);
  }
}

TEST_CASE("what is written while the function works makes the next batch") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  runtime->hold();
  service.add_function("log", runtime);
  service.create_table("T");
  service.dispatcher->declare_flag_mappings({mapping_of("T", "log")});
  service.dispatcher->start();

  service.put("T", "a");
  runtime->wait_for_calls(1);
  service.put("T", "b");
  service.put("T", "c");
  const IdleReport busy = service.idle(std::chrono::milliseconds::zero());
  CHECK(runtime->batches().size() == 1);  // one batch at a time
  CHECK_FALSE(busy.idle);
  CHECK_FALSE(busy.waits_for_clock);
  runtime->let_go();
  REQUIRE(service.idle().idle);
  REQUIRE(runtime->batches().size() == 2);
  CHECK(ids_of(runtime->batches()[1]) == Ids{"b", "c"});
}

TEST_CASE("an event of large items is closed below 6 MB") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  service.add_function("log", runtime);
  service.create_table("T");
  service.dispatcher->declare_flag_mappings({mapping_of("T", "log")});
  const std::string large(390'000, 'x');
  for (const std::string& id : numbered("", 20)) {
    service.put("T", id, large);
  }
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  REQUIRE(runtime->batches().size() == 2);
  CHECK(runtime->batches()[0].size() == 16);
  CHECK(runtime->ids() == numbered("", 20));
}

TEST_CASE("several mappings on one stream, and mappings of several streams, are independent") {
  Disk disk;
  TestService service(disk);
  const auto slow = std::make_shared<ScriptedRuntime>();
  const auto quick = std::make_shared<ScriptedRuntime>();
  const auto other = std::make_shared<ScriptedRuntime>();
  slow->hold();
  service.add_function("slow", slow);
  service.add_function("quick", quick);
  service.add_function("other", other);
  service.create_table("T");
  service.create_table("U");
  service.dispatcher->declare_flag_mappings(
      {mapping_of("T", "slow"), mapping_of("T", "quick"), mapping_of("U", "other")});
  service.dispatcher->start();

  for (const std::string& id : numbered("item", 50)) {
    service.put("T", id);
    service.put("U", id);
  }
  quick->wait_for_records(50);
  other->wait_for_records(50);
  CHECK(quick->ids() == numbered("item", 50));
  CHECK(other->ids() == numbered("item", 50));
  slow->wait_for_calls(1);
  CHECK(slow->batches().size() == 1);
  slow->let_go();
  REQUIRE(service.idle().idle);
  CHECK(slow->ids() == numbered("item", 50));
}

TEST_CASE("what a handler writes itself is delivered before idleness is told") {
  Disk disk;
  TestService service(disk);
  const auto last = std::make_shared<ScriptedRuntime>();
  const auto chain = std::make_shared<ScriptedRuntime>([&](const SeenBatch& batch, int) {
    for (const SeenRecord& record : batch) {
      if (record.id.size() < 5) {
        service.put("Chain", record.id + "+");
      }
      service.put("Last", record.id);
    }
    return success();
  });
  service.add_function("chain", chain);
  service.add_function("last", last);
  service.create_table("Chain");
  service.create_table("Last");
  service.dispatcher->declare_flag_mappings(
      {mapping_of("Chain", "chain"), mapping_of("Last", "last")});
  service.dispatcher->start();
  service.put("Chain", "a");
  REQUIRE(service.idle().idle);
  CHECK(last->ids() == Ids{"a", "a+", "a++", "a+++", "a++++"});
  service.dispatcher.reset();  // before the script's captures go
}

TEST_CASE("LATEST is as of the declaration, not of the first read") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  service.add_function("log", runtime);
  service.create_table("T");
  EventSourceMapping existing = mapping_of("T", "log");
  existing.starting_position = StartingPosition::Latest;
  EventSourceMapping later = mapping_of("Later", "log");
  later.starting_position = StartingPosition::Latest;

  service.put("T", "before");
  service.dispatcher->declare_flag_mappings({existing, later});
  service.put("T", "after");
  service.create_table("Later");
  service.put("Later", "first of the later table");
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  auto ids = runtime->ids();
  std::sort(ids.begin(), ids.end());
  CHECK(ids == Ids{"after", "first of the later table"});
}

TEST_CASE("a mapping that is no longer asked for is disabled, its place kept") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  service.add_function("log", runtime);
  service.create_table("T");
  const EventSourceMapping mapping = mapping_of("T", "log");
  service.dispatcher->declare_flag_mappings({mapping});
  service.dispatcher->start();
  service.put("T", "a");
  REQUIRE(service.idle().idle);

  service.dispatcher->declare_flag_mappings({});
  service.put("T", "b");
  service.put("T", "c");
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"a"});

  service.dispatcher->declare_flag_mappings({mapping});
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"a", "b", "c"});
}

TEST_CASE("a mapping disabled while its function works ends that batch and starts no other") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  runtime->hold();
  service.add_function("log", runtime);
  service.create_table("T");
  const EventSourceMapping mapping = mapping_of("T", "log");
  service.dispatcher->declare_flag_mappings({mapping});
  service.dispatcher->start();
  service.put("T", "a");
  runtime->wait_for_calls(1);
  service.put("T", "b");
  service.dispatcher->declare_flag_mappings({});
  CHECK_FALSE(service.idle(std::chrono::milliseconds::zero()).idle);
  runtime->let_go();
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"a"});
  service.dispatcher->declare_flag_mappings({mapping});
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"a", "b"});
}

TEST_CASE("settings that the flag changes take hold, the starting position does not") {
  Disk disk;
  TestService service(disk);
  const auto runtime = std::make_shared<ScriptedRuntime>();
  service.add_function("log", runtime);
  service.create_table("T");
  EventSourceMapping mapping = mapping_of("T", "log");
  service.dispatcher->declare_flag_mappings({mapping});
  for (const std::string& id : numbered("item", 4)) {
    service.put("T", id);
  }
  mapping.batch_size = 2;
  mapping.starting_position = StartingPosition::Latest;
  service.dispatcher->declare_flag_mappings({mapping});
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(runtime->batches().size() == 2);
  CHECK(runtime->ids() == numbered("item", 4));
}
