// What is given up, and what the failure destination gets of it.
#include <catch2/catch.hpp>

#include "tests/triggers/frozen_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;
using Catch::Matchers::Contains;
using Batches = std::vector<std::vector<std::string>>;
using nlohmann::json;

namespace {

InvokeResult fails(const SeenBatch&, int call) {
  InvokeResult result = function_error("boom");
  result.request_id = "request-" + std::to_string(call);
  return result;
}

EventSourceMapping reporting(int retries) {
  EventSourceMapping mapping;
  mapping.maximum_retry_attempts = retries;
  mapping.on_failure_destination = failures_arn;
  return mapping;
}

}  // namespace

// The fields: recorded on AWS.
TEST_CASE("a batch whose retries are used up is reported once, and the next one is delivered") {
  FrozenService frozen(reporting(1), [](const SeenBatch& batch, int call) {
    return batch[0].id == "a" ? fails(batch, call) : success();
  });
  frozen.service->put("T", "a");
  REQUIRE(frozen.service->idle().waits_for_clock);
  frozen.service->put("T", "b");
  frozen.disk.clock.advance(100);
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == Batches{{"a"}, {"a"}, {"b"}});

  const auto reports = frozen.failures.reports();
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].destination_arn == failures_arn);
  CHECK(reports[0].mapping_uuid == frozen.mapping.uuid);
  CHECK(reports[0].event_json.empty());
  const SeenRecord seen = frozen.runtime->records()[0];
  const json record = json::parse(reports[0].record_json);
  CHECK(record["requestContext"] == json{{"requestId", "request-2"},
                                         {"functionArn", frozen.mapping.function_arn()},
                                         {"condition", "RetryAttemptsExhausted"},
                                         {"approximateInvokeCount", 2}});
  CHECK(record["timestamp"] == "2026-01-02T03:04:00.100Z");
  const json& info = record["DDBStreamBatchInfo"];
  CHECK(info["startSequenceNumber"] == seen.sequence_number);
  CHECK(info["endSequenceNumber"] == seen.sequence_number);
  CHECK(info["approximateArrivalOfFirstRecord"] == "2026-01-02T03:04:00Z");
  CHECK(info["streamArn"] == seen.stream_arn);
  CHECK(info["shardId"] == reports[0].shard_id);
}

TEST_CASE("a bucket gets the event with the record") {
  EventSourceMapping mapping = reporting(0);
  mapping.on_failure_destination = "arn:aws:s3:::failures";
  Disk disk;
  ScriptedDestination bucket(mapping.on_failure_destination);
  TestService service(disk, &bucket);
  const auto runtime = std::make_shared<ScriptedRuntime>(fails);
  service.add_function("handler", runtime);
  service.create_table("T");
  const EventSourceMapping names = mapping_of("T", "handler");
  mapping.uuid = names.uuid;
  mapping.table = names.table;
  mapping.function_name = names.function_name;
  service.dispatcher->declare_flag_mappings({mapping});
  service.dispatcher->start();
  service.put("T", "a");
  REQUIRE(service.idle().idle);
  REQUIRE(bucket.reports().size() == 1);
  CHECK(bucket.reports()[0].event_json == runtime->events()[0]);
}

TEST_CASE(
    "a report that does not arrive is sent again and holds up the shard, over a restart too") {
  FrozenService frozen(reporting(0), [](const SeenBatch& batch, int call) {
    return batch[0].id == "a" ? fails(batch, call) : success();
  });
  frozen.failures.refuse("the queue is away");
  frozen.service->put("T", "a");
  IdleReport report = frozen.service->idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0),
             Contains("the failure record of records up to 1") && Contains("due in 100 ms") &&
                 Contains(std::string("its failure record does not reach ") + failures_arn +
                          ": the queue is away"));
  frozen.service->put("T", "b");
  frozen.disk.clock.advance(100);
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(frozen.batches() == Batches{{"a"}});

  frozen.failures.refuse(std::nullopt);
  frozen.restart();
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == Batches{{"a"}, {"b"}});
  REQUIRE(frozen.failures.reports().size() == 1);
  const json record = json::parse(frozen.failures.reports()[0].record_json);
  CHECK(record["requestContext"]["approximateInvokeCount"] == 1);
}

TEST_CASE("a destination that nothing here is, is refused") {
  Disk disk;
  TestService service(disk);
  EventSourceMapping mapping = mapping_of("T", "handler");
  mapping.on_failure_destination = failures_arn;
  const std::string refused = "event source mapping of T: DestinationConfig names " +
                              std::string(failures_arn) +
                              ", and nothing here receives failure records for it";
  CHECK_THROWS_WITH(service.dispatcher->declare_flag_mappings({mapping}), refused);
  CHECK_THROWS_WITH(service.dispatcher->put_mapping(mapping), refused);
  CHECK(service.dispatcher->mappings().empty());
}

// MaximumRecordAgeInSeconds. The condition, and the missing response: recorded on AWS for Kinesis.
TEST_CASE("records that get too old while they are tried are reported, younger ones delivered") {
  EventSourceMapping mapping = reporting(-1);
  mapping.maximum_record_age_in_seconds = 60;
  FrozenService frozen(mapping, [](const SeenBatch& batch, int call) {
    return batch[0].id == "old" ? fails(batch, call) : success();
  });
  frozen.runtime->hold();
  frozen.service->put("T", "old");
  frozen.runtime->wait_for_calls(1);
  frozen.disk.clock.advance(30'000);
  frozen.service->put("T", "young");
  frozen.runtime->let_go();
  REQUIRE(frozen.service->idle().waits_for_clock);
  frozen.disk.clock.advance(30'000);
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(frozen.batches() == Batches{{"old"}, {"old"}});
  // Not when the back-off ends, but when it is too old.
  CHECK_THAT(frozen.service->idle().waiting_for.at(0), Contains("due in 1 ms"));
  frozen.disk.clock.advance(1);
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == Batches{{"old"}, {"old"}, {"young"}});
  REQUIRE(frozen.failures.reports().size() == 1);
  const json record = json::parse(frozen.failures.reports()[0].record_json);
  CHECK(record["requestContext"]["condition"] == "RecordAgeExceeded");
  CHECK(record["requestContext"]["approximateInvokeCount"] == 2);
  CHECK(record["requestContext"]["requestId"] == "request-2");
  CHECK_FALSE(record.contains("responseContext"));
}

TEST_CASE("records that are too old before they are read never reach the function") {
  EventSourceMapping mapping = reporting(-1);
  mapping.maximum_record_age_in_seconds = 60;
  FrozenService frozen(mapping);
  frozen.runtime->hold();
  frozen.service->put("T", "first");
  frozen.runtime->wait_for_calls(1);
  frozen.put_all({"a", "b"});
  frozen.disk.clock.advance(60'001);
  frozen.service->put("T", "c");
  frozen.runtime->let_go();
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == Batches{{"first"}, {"c"}});
  REQUIRE(frozen.failures.reports().size() == 1);
  const json record = json::parse(frozen.failures.reports()[0].record_json);
  CHECK(record["DDBStreamBatchInfo"]["batchSize"] == 2);
  CHECK(record["requestContext"]["approximateInvokeCount"] == 0);
}

TEST_CASE("without a destination records that are too old are passed over") {
  EventSourceMapping mapping;
  mapping.maximum_record_age_in_seconds = 60;
  FrozenService frozen(mapping, [](const SeenBatch& batch, int call) {
    return batch[0].id == "old" ? fails(batch, call) : success();
  });
  frozen.service->put("T", "old");
  REQUIRE(frozen.service->idle().waits_for_clock);
  frozen.disk.clock.advance(60'001);
  REQUIRE(frozen.service->idle().idle);
  frozen.service->put("T", "young");
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.batches() == Batches{{"old"}, {"young"}});
}
