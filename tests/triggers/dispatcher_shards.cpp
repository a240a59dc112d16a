// Several shards, rolls and splits: "process a parent shard before its children" (AWS documentation
// of DynamoDB Streams), for Lambda as for everybody.
#include <algorithm>
#include <atomic>
#include <set>

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "tests/triggers/frozen_service.h"

using namespace tombola;
using namespace tombola::triggers;
using namespace tombola::triggers::testing;
using Ids = std::vector<std::string>;

namespace {

EventSourceMapping one_by_one() {
  EventSourceMapping mapping;
  mapping.batch_size = 1;
  return mapping;
}

EventSourceMapping latest() {
  EventSourceMapping mapping;
  mapping.starting_position = StartingPosition::Latest;
  return mapping;
}

std::size_t shards_stored(FrozenService& frozen) {
  return frozen.service->stored_position(frozen.mapping).shards.size();
}

}  // namespace

TEST_CASE("a child waits for its parent") {
  FrozenService frozen(one_by_one());
  frozen.runtime->hold();
  frozen.put_all({"a", "b"});
  frozen.runtime->wait_for_calls(1);
  frozen.service->roll("T");
  frozen.put_all({"c"});
  CHECK_FALSE(frozen.service->idle(std::chrono::milliseconds(0)).idle);
  frozen.runtime->let_go();
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.runtime->ids() == Ids{"a", "b", "c"});
  // No batch has records of two shards.
  CHECK(frozen.batches().size() == 3);
}

TEST_CASE("a batch ends with its shard, and what comes later is the child's") {
  FrozenService frozen({});
  frozen.put_while_held({});
  REQUIRE(frozen.service->idle().idle);
  frozen.runtime->hold();
  frozen.put_all({"x"});
  frozen.runtime->wait_for_calls(2);
  frozen.put_all({"a", "b"});
  frozen.service->roll("T");
  frozen.put_all({"c", "d"});
  frozen.runtime->let_go();
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == std::vector<Ids>{{"first"}, {"x"}, {"a", "b"}, {"c", "d"}});
}

TEST_CASE("both halves of a split follow their parent, side by side") {
  FrozenService frozen(one_by_one());
  frozen.runtime->hold();
  frozen.put_all({"parent"});
  frozen.runtime->wait_for_calls(1);
  frozen.service->split("T", frozen.service->shards("T")[0].id);
  const Ids ids = numbered("item", 20);
  frozen.put_all(ids);
  frozen.runtime->release();
  // Neither half waits for the other.
  frozen.runtime->wait_for_calls(3);
  frozen.runtime->let_go();
  REQUIRE(frozen.service->idle().idle);
  Ids seen = frozen.runtime->ids();
  CHECK(seen.front() == "parent");
  std::sort(seen.begin() + 1, seen.end());
  Ids expected = ids;
  std::sort(expected.begin(), expected.end());
  CHECK(Ids(seen.begin() + 1, seen.end()) == expected);
}

TEST_CASE("each shard has a batch of its own under way") {
  Disk disk;
  const auto runtime = std::make_shared<ScriptedRuntime>();
  TestService service(disk);
  service.add_function("handler", runtime);
  service.create_table("T", true, 4);
  runtime->hold();
  service.dispatcher->declare_flag_mappings({mapping_of("T", "handler")});
  service.dispatcher->start();
  for (const std::string& id : numbered("item", 40)) {
    service.put("T", id);
  }
  runtime->wait_for_calls(4);
  runtime->let_go();
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids().size() == 40);
  CHECK(service.stored_position(mapping_of("T", "handler")).shards.size() == 4);
}

TEST_CASE("LATEST is pinned where the mapping was made, whatever becomes of its shard") {
  Disk disk;
  const auto runtime = std::make_shared<ScriptedRuntime>();
  TestService service(disk);
  service.add_function("handler", runtime);
  service.create_table("T");
  service.put("T", "before");
  EventSourceMapping mapping = latest();
  const EventSourceMapping names = mapping_of("T", "handler");
  mapping.uuid = names.uuid;
  mapping.table = names.table;
  mapping.function_name = names.function_name;
  service.dispatcher->put_mapping(mapping);
  service.put("T", "after");
  service.roll("T");
  service.put("T", "in the child");
  service.dispatcher->start();
  REQUIRE(service.idle().idle);
  CHECK(runtime->ids() == Ids{"after", "in the child"});
}

TEST_CASE("a restart between a parent and its child loses nothing and repeats nothing") {
  std::atomic<bool> fails = true;
  FrozenService frozen(one_by_one(), [&](const SeenBatch&, int) {
    return fails ? function_error("boom") : success();
  });
  frozen.put_all({"a", "b"});
  frozen.service->idle();
  frozen.service->roll("T");
  frozen.put_all({"c"});
  frozen.service->idle();
  const Ids tried = frozen.runtime->ids();
  CHECK(std::set<std::string>(tried.begin(), tried.end()) == std::set<std::string>{"a"});
  frozen.restart();
  frozen.service->idle();
  fails = false;
  const std::size_t failed = frozen.runtime->ids().size();
  REQUIRE(frozen.advance_until_idle());
  const Ids ids = frozen.runtime->ids();
  CHECK(Ids(ids.begin() + static_cast<std::ptrdiff_t>(failed), ids.end()) == Ids{"a", "b", "c"});
  frozen.restart();
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.runtime->ids().size() == ids.size());
}

TEST_CASE("the place in a shard is forgotten when the shard is trimmed, not before") {
  FrozenService frozen({});
  for (int period = 0; period < 12; ++period) {
    frozen.put_all({"item" + std::to_string(period)});
    REQUIRE(frozen.service->idle().idle);
    CHECK(shards_stored(frozen) <= 8);
    frozen.disk.clock.advance(limits::shard_lifetime_ms);
    frozen.service->keep_streams();
    if (period == 4) {
      CHECK(shards_stored(frozen) == 5);
      frozen.restart();
    }
  }
  frozen.put_all({"last"});
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.runtime->ids().size() == 13);
  CHECK(shards_stored(frozen) == frozen.service->shards("T").size());
}

// "When the shard ends, Lambda considers the current window to be closed, and any child shards
// start their own window in a fresh state."
TEST_CASE("a tumbling window ends with its shard; the child begins one of its own") {
  EventSourceMapping settings;
  settings.tumbling_window_in_seconds = 60;
  FrozenService frozen(settings, [](const SeenBatch&, int call) {
    return answer(R"({"state":{"call":)" + std::to_string(call) + "}}");
  });
  frozen.put_all({"a"});
  frozen.service->idle(std::chrono::milliseconds(0));
  frozen.runtime->wait_for_calls(1);
  frozen.service->roll("T");
  frozen.put_all({"b"});
  frozen.runtime->wait_for_calls(3);
  const auto final_call = frozen.event(1);
  CHECK(final_call["Records"].empty());
  CHECK(final_call["isFinalInvokeForWindow"] == true);
  CHECK(final_call["isWindowTerminatedEarly"] == false);
  CHECK(final_call["state"]["call"] == 1);
  CHECK(final_call["shardId"] == frozen.event(0)["shardId"]);
  const auto in_child = frozen.event(2);
  CHECK(in_child["state"].empty());
  CHECK(in_child["shardId"] != final_call["shardId"]);
  CHECK(in_child["window"] == final_call["window"]);
}

TEST_CASE("what failed again and again until it was trimmed is given up, and told") {
  EventSourceMapping settings;
  settings.on_failure_destination = failures_arn;
  std::atomic<bool> fails = true;
  FrozenService frozen(
      settings, [&](const SeenBatch&, int) { return fails ? function_error("boom") : success(); });
  const bool restarts = GENERATE(false, true);
  frozen.put_while_held({"a", "b"});
  frozen.service->idle();
  const std::size_t calls = frozen.batches().size();
  CHECK(calls > 0);
  frozen.disk.clock.advance(limits::stream_retention_ms);
  if (restarts) {
    frozen.service->dispatcher->stop(std::chrono::milliseconds(0));
  }
  frozen.service->keep_streams();
  fails = false;
  if (restarts) {
    frozen.restart();
  }
  frozen.put_all({"c"});
  REQUIRE(frozen.advance_until_idle());
  REQUIRE(frozen.failures.reports().size() == 1);
  const auto record = nlohmann::json::parse(frozen.failures.reports()[0].record_json);
  CHECK(record["requestContext"]["condition"] == "RecordAgeExceeded");
  CHECK_FALSE(record.contains("responseContext"));
  CHECK(record["DDBStreamBatchInfo"]["batchSize"] == 1);
  CHECK(record["DDBStreamBatchInfo"]["startSequenceNumber"] ==
        record["DDBStreamBatchInfo"]["endSequenceNumber"]);
  CHECK(record["DDBStreamBatchInfo"]["approximateArrivalOfFirstRecord"] == "2026-01-02T03:04:00Z");
  CHECK(frozen.runtime->ids().back() == "c");
}

TEST_CASE("a stream that vanishes under a failing mapping makes way for the next one") {
  EventSourceMapping settings;
  settings.on_failure_destination = failures_arn;
  std::atomic<bool> fails = true;
  FrozenService frozen(
      settings, [&](const SeenBatch&, int) { return fails ? function_error("boom") : success(); });
  frozen.put_all({"a"});
  frozen.service->idle();
  frozen.service->disable_stream("T");
  frozen.service->idle();
  frozen.disk.clock.advance(limits::stream_retention_ms);
  frozen.service->keep_streams();
  fails = false;
  frozen.service->enable_stream("T");
  frozen.put_all({"b"});
  REQUIRE(frozen.advance_until_idle());
  CHECK(frozen.failures.reports().size() == 1);
  CHECK(frozen.runtime->ids().back() == "b");
}
