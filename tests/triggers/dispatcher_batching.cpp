// Filters, the batching window, and lanes.
#include <map>

#include <catch2/catch.hpp>

#include "tests/triggers/frozen_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;
using Catch::Matchers::Contains;
using Batches = std::vector<std::vector<std::string>>;
using Ids = std::vector<std::string>;

TEST_CASE("only records that a filter lets pass reach the function, and the position moves on") {
  EventSourceMapping mapping;
  mapping.filter_patterns = {R"({"eventName":["REMOVE"]})",
                             R"({"dynamodb":{"Keys":{"id":{"S":[{"prefix":"yes"}]}}}})"};
  FrozenService frozen(mapping);
  frozen.put_all({"no", "yes1", "no2", "yes2"});
  frozen.service->erase("T", "no");
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.runtime->ids() == Ids{"yes1", "yes2", "no"});

  // None of it passes: no call, and a restart does not look at it again.
  frozen.put_all(numbered("not", 20));
  REQUIRE(frozen.service->idle().idle);
  const std::size_t calls = frozen.runtime->batches().size();
  const std::uint64_t before = frozen.stored_lane().after_number;
  frozen.restart();
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.stored_lane().after_number >= before + 20);
  CHECK(frozen.runtime->batches().size() == calls);
}

TEST_CASE("a filter that passes over very many records comes to the one it wants, turn by turn") {
  Disk disk;
  TestService service(disk);
  const auto picky = std::make_shared<ScriptedRuntime>();
  service.add_function("picky", picky);
  service.create_table("T");
  EventSourceMapping mapping = mapping_of("T", "picky");
  mapping.filter_patterns = {R"({"dynamodb":{"Keys":{"id":{"S":["last"]}}}})"};
  service.dispatcher->declare_flag_mappings({mapping});
  for (int i = 0; i < 10'050; ++i) {
    service.put("T", "x", std::to_string(i));
  }
  service.put("T", "last");
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(picky->ids() == Ids{"last"});
}

TEST_CASE("a batching window gathers until it ends, and begins with the first record") {
  EventSourceMapping mapping;
  mapping.maximum_batching_window_in_seconds = 5;
  FrozenService frozen(mapping);
  REQUIRE(frozen.service->idle().idle);
  frozen.disk.clock.advance(60'000);
  frozen.service->put("T", "a");
  IdleReport report = frozen.service->idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0),
             Contains("a batch of 1 so far, due in 5000 ms (the clock is frozen)"));
  frozen.disk.clock.advance(3'000);
  frozen.put_all({"b", "c"});
  report = frozen.service->idle();
  CHECK_THAT(report.waiting_for.at(0), Contains("a batch of 3 so far, due in 2000 ms"));
  frozen.disk.clock.advance(1'999);
  CHECK(frozen.service->idle().waits_for_clock);
  CHECK(frozen.batches().empty());
  frozen.disk.clock.advance(1);
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == Batches{{"a", "b", "c"}});
  // The next one has a window of its own.
  frozen.service->put("T", "d");
  CHECK_THAT(frozen.service->idle().waiting_for.at(0), Contains("due in 5000 ms"));
}

TEST_CASE("a full batch does not wait for its window's end, a retry for no window at all") {
  EventSourceMapping mapping;
  mapping.maximum_batching_window_in_seconds = 300;
  mapping.batch_size = 2;
  FrozenService frozen(mapping, [](const SeenBatch&, int call) {
    return call == 1 ? function_error("boom") : success();
  });
  frozen.put_all({"a", "b", "c"});
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(frozen.batches() == Batches{{"a", "b"}});
  frozen.disk.clock.advance(100);
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(frozen.batches() == Batches{{"a", "b"}, {"a", "b"}});
  frozen.disk.clock.advance(300'000);
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches().back() == Ids{"c"});
}

TEST_CASE("a record that a filter holds back does not open a batching window") {
  EventSourceMapping mapping;
  mapping.maximum_batching_window_in_seconds = 5;
  mapping.filter_patterns = {R"({"eventName":["REMOVE"]})"};
  FrozenService frozen(mapping);
  frozen.service->put("T", "a");
  CHECK(frozen.service->idle().idle);
}

TEST_CASE("what was gathered and not handed over is gathered again after a restart") {
  EventSourceMapping mapping;
  mapping.maximum_batching_window_in_seconds = 5;
  FrozenService frozen(mapping);
  frozen.put_all({"a", "b"});
  REQUIRE(frozen.service->idle().waits_for_clock);
  frozen.restart();
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(frozen.batches().empty());
  frozen.disk.clock.advance(5'000);
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == Batches{{"a", "b"}});
}

TEST_CASE("lanes run side by side, and each item's records stay in order") {
  EventSourceMapping mapping;
  mapping.parallelization_factor = 4;
  mapping.batch_size = 1;
  FrozenService frozen(mapping);
  frozen.runtime->hold();
  const Ids ids = numbered("item", 12);
  for (int round = 0; round < 3; ++round) {
    for (const std::string& id : ids) {
      frozen.service->put("T", id, std::to_string(round));
    }
  }
  // Twelve keys are in all four lanes (their hashes are fixed), so four calls are under way.
  frozen.runtime->wait_for_calls(4);
  const IdleReport report = frozen.service->idle(std::chrono::milliseconds::zero());
  CHECK(report.waiting_for.size() == 4);
  CHECK_THAT(report.waiting_for.at(0), Contains(" lane 1, attempt 1"));
  frozen.runtime->let_go();
  REQUIRE(frozen.service->idle().idle);
  const auto records = frozen.runtime->records();
  CHECK(records.size() == 36);
  std::map<std::string, std::string> last_of;
  for (const SeenRecord& record : records) {
    CHECK(last_of[record.id] < record.sequence_number);
    last_of[record.id] = record.sequence_number;
  }
  CHECK(frozen.service->stored_position(frozen.mapping).shards.begin()->second.lanes.size() == 4);
}

TEST_CASE("a poisoned key holds up its own lane only, over a restart too") {
  EventSourceMapping mapping;
  mapping.parallelization_factor = 10;
  FrozenService frozen(mapping, [](const SeenBatch& batch, int) {
    return batch[0].id == "poison" ? function_error("boom") : success();
  });
  frozen.service->put("T", "poison");
  REQUIRE(frozen.service->idle().waits_for_clock);
  const Ids ids = numbered("item", 40);
  frozen.put_all(ids);
  REQUIRE(frozen.service->idle().waits_for_clock);
  const auto healthy = [&] {
    std::size_t count = 0;
    for (const std::string& id : frozen.runtime->ids()) {
      count += id == "poison" ? 0 : 1;
    }
    return count;
  };
  const std::size_t delivered = healthy();
  CHECK(delivered > 25);  // all but those that share the poisoned lane
  CHECK(delivered < 40);
  frozen.restart();
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(healthy() == delivered);
}

TEST_CASE("another ParallelizationFactor takes hold behind the records under way, none lost") {
  EventSourceMapping mapping;
  mapping.batch_size = 1;
  FrozenService frozen(mapping);
  for (const int factor : {3, 10, 2, 1}) {
    const std::size_t calls = frozen.runtime->batches().size();
    frozen.runtime->hold();
    frozen.service->put("T", "held", std::to_string(factor));
    frozen.runtime->wait_for_calls(calls + 1);
    frozen.mapping.parallelization_factor = factor;
    frozen.service->dispatcher->put_mapping(frozen.mapping);
    for (const std::string& id : numbered("item", 10)) {
      frozen.service->put("T", id, std::to_string(factor));
    }
    frozen.runtime->let_go();
    REQUIRE(frozen.service->idle().idle);
    CHECK(frozen.service->stored_position(frozen.mapping).shards.begin()->second.lanes.size() ==
          static_cast<std::size_t>(factor));
  }
  CHECK(frozen.runtime->records().size() == 44);
  std::map<std::string, std::string> last_of;
  for (const SeenRecord& record : frozen.runtime->records()) {
    CHECK(last_of[record.id] < record.sequence_number);
    last_of[record.id] = record.sequence_number;
  }
}

TEST_CASE("a mapping can be changed, listed and erased while it works") {
  FrozenService frozen(EventSourceMapping{});
  frozen.service->put("T", "a");
  REQUIRE(frozen.service->idle().idle);
  frozen.mapping.enabled = false;
  frozen.service->dispatcher->put_mapping(frozen.mapping);
  frozen.service->put("T", "b");
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.runtime->ids() == Ids{"a"});
  frozen.mapping.enabled = true;
  frozen.service->dispatcher->put_mapping(frozen.mapping);
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.runtime->ids() == Ids{"a", "b"});
  REQUIRE(frozen.service->dispatcher->mappings().size() == 1);
  CHECK(frozen.service->dispatcher->mappings()[0].position.last_processing_result == "OK");

  CHECK(frozen.service->dispatcher->erase_mapping(frozen.mapping.uuid));
  CHECK_FALSE(frozen.service->dispatcher->erase_mapping(frozen.mapping.uuid));
  frozen.service->put("T", "c");
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.runtime->ids() == Ids{"a", "b"});
  CHECK(frozen.service->dispatcher->mappings().empty());
}

TEST_CASE("LATEST is pinned where the mapping is made") {
  FrozenService frozen(EventSourceMapping{});
  frozen.service->put("T", "before");
  REQUIRE(frozen.service->idle().idle);
  EventSourceMapping mapping = frozen.mapping;
  mapping.uuid = "11111111-2222-5333-8444-555555555555";
  mapping.starting_position = StartingPosition::Latest;
  mapping.parallelization_factor = 3;
  frozen.runtime->hold();
  frozen.service->dispatcher->put_mapping(mapping);
  frozen.put_all({"a", "b", "c"});
  frozen.runtime->let_go();
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.runtime->records().size() == 7);  // "before" once, the others twice
}
