#include "triggers/event_source_mapping.h"

#include <set>
#include <string_view>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tombola::triggers;
using tombola::dynamodb::Namespace;

namespace {

EventSourceMapping some_mapping() {
  EventSourceMapping mapping;
  mapping.uuid = "11111111-2222-5333-8444-555555555555";
  mapping.name_space = Namespace{"123456789012", "eu-west-2"};
  mapping.table = "RaffleTable";
  mapping.event_source_arn =
      "arn:aws:dynamodb:eu-west-2:123456789012:table/RaffleTable/stream/2026-01-02T03:04:05.678";
  mapping.function_name = "dynamo-stream-handler";
  mapping.function_qualifier = "live";
  mapping.starting_position = StartingPosition::Latest;
  mapping.enabled = false;
  mapping.batch_size = 17;
  mapping.maximum_batching_window_in_seconds = 5;
  mapping.parallelization_factor = 10;
  mapping.maximum_retry_attempts = 3;
  mapping.maximum_record_age_in_seconds = 60;
  mapping.bisect_batch_on_function_error = true;
  mapping.tumbling_window_in_seconds = 900;
  mapping.report_batch_item_failures = true;
  mapping.filter_patterns = {R"({"eventName":["INSERT"]})", R"({"eventName":["REMOVE"]})"};
  mapping.on_failure_destination = "arn:aws:sqs:eu-west-2:123456789012:failures";
  mapping.tags = {{"team", "a"}};
  mapping.metrics = {"EventCount"};
  mapping.kms_key_arn = "arn:aws:kms:eu-west-2:123456789012:key/k";
  mapping.from_flag = true;
  mapping.last_modified_ms = 1'700'000'000'123;
  return mapping;
}

std::string with(const EventSourceMapping& mapping, const std::string& member,
                 const nlohmann::json& value) {
  auto json = nlohmann::json::parse(mapping.to_json());
  json[member] = value;
  return json.dump();
}

std::string without(const EventSourceMapping& mapping, const std::string& member) {
  auto json = nlohmann::json::parse(mapping.to_json());
  json.erase(member);
  return json.dump();
}

}  // namespace

TEST_CASE("a mapping's ARN has its region, account and UUID") {
  CHECK(some_mapping().arn() ==
        "arn:aws:lambda:eu-west-2:123456789012:event-source-mapping:"
        "11111111-2222-5333-8444-555555555555");
}

// Recorded on AWS: a qualifier stays as it was given, a bare name gives an unqualified ARN.
TEST_CASE("a mapping's function ARN keeps the qualifier") {
  EventSourceMapping mapping = some_mapping();
  CHECK(mapping.function_arn() ==
        "arn:aws:lambda:eu-west-2:123456789012:function:dynamo-stream-handler:live");
  mapping.function_qualifier.clear();
  CHECK(mapping.function_arn() ==
        "arn:aws:lambda:eu-west-2:123456789012:function:dynamo-stream-handler");
}

// CreateEventSourceMapping's answer, recorded on AWS.
TEST_CASE("a mapping's settings have AWS's defaults") {
  const EventSourceMapping mapping;
  CHECK(mapping.batch_size == 100);
  CHECK(mapping.maximum_batching_window_in_seconds == 0);
  CHECK(mapping.parallelization_factor == 1);
  CHECK(mapping.maximum_retry_attempts == -1);
  CHECK(mapping.maximum_record_age_in_seconds == -1);
  CHECK_FALSE(mapping.bisect_batch_on_function_error);
  CHECK(mapping.tumbling_window_in_seconds == 0);
  CHECK_FALSE(mapping.report_batch_item_failures);
  CHECK(mapping.enabled);
  CHECK_FALSE(broken_rule(mapping));
}

TEST_CASE("a mapping is read back as it was stored") {
  CHECK(EventSourceMapping::from_json(some_mapping().to_json()) == some_mapping());
  CHECK(EventSourceMapping::from_json(EventSourceMapping().to_json()) == EventSourceMapping());
}

TEST_CASE("a mapping of version 1 has the defaults for what came later") {
  const EventSourceMapping read = EventSourceMapping::from_json(
      R"({"version":1,"uuid":"u","account":"1","region":"r","table":"T","function":"f",
          "starting_position":"LATEST","batch_size":7,"maximum_retry_attempts":2,"enabled":false,
          "from_flag":true,"last_modified_ms":12})");
  EventSourceMapping expected;
  expected.uuid = "u";
  expected.name_space = Namespace{"1", "r"};
  expected.table = "T";
  expected.function_name = "f";
  expected.starting_position = StartingPosition::Latest;
  expected.batch_size = 7;
  expected.maximum_retry_attempts = 2;
  expected.enabled = false;
  expected.from_flag = true;
  expected.last_modified_ms = 12;
  CHECK(read == expected);
}

TEST_CASE("mappings of an unknown version are refused, and say so") {
  CHECK_THROWS_WITH(EventSourceMapping::from_json(with(some_mapping(), "version", 3)),
                    "an event source mapping is stored in version 3, this program knows 2");
}

TEST_CASE("rows that are no mapping of ours are refused") {
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[]"), std::string("{}"),
        without(some_mapping(), "version"), without(some_mapping(), "uuid"),
        without(some_mapping(), "filter_patterns"), with(some_mapping(), "filter_patterns", "x"),
        with(some_mapping(), "batch_size", "100"), with(some_mapping(), "starting_position", "X"),
        with(some_mapping(), "version", "1"), with(some_mapping(), "version", 0)}) {
    CAPTURE(text);
    CHECK_THROWS_AS(EventSourceMapping::from_json(text), std::runtime_error);
  }
}

// Ranges: the Lambda API's model, and for the record's age its documentation.
TEST_CASE("a setting outside its range breaks a rule") {
  struct Case {
    int EventSourceMapping::*setting;
    std::vector<int> allowed;
    std::vector<int> refused;
    std::string name;
  };
  const Case cases[] = {
      {&EventSourceMapping::batch_size, {1, 10'000}, {0, -1, 10'001}, "BatchSize"},
      {&EventSourceMapping::maximum_batching_window_in_seconds,
       {0, 300},
       {-1, 301},
       "MaximumBatchingWindowInSeconds"},
      {&EventSourceMapping::parallelization_factor, {1, 10}, {0, 11}, "ParallelizationFactor"},
      {&EventSourceMapping::maximum_retry_attempts,
       {-1, 0, 10'000},
       {-2, 10'001},
       "MaximumRetryAttempts"},
      {&EventSourceMapping::maximum_record_age_in_seconds,
       {-1, 60, 604'800},
       {-2, 0, 59, 604'801},
       "MaximumRecordAgeInSeconds"},
      {&EventSourceMapping::tumbling_window_in_seconds,
       {0, 1, 900},
       {-1, 901},
       "TumblingWindowInSeconds"},
  };
  for (const Case& one : cases) {
    for (const int value : one.allowed) {
      CAPTURE(one.name, value);
      EventSourceMapping mapping;
      mapping.*one.setting = value;
      CHECK_FALSE(broken_rule(mapping));
    }
    for (const int value : one.refused) {
      CAPTURE(one.name, value);
      EventSourceMapping mapping;
      mapping.*one.setting = value;
      const auto broken = broken_rule(mapping);
      REQUIRE(broken);
      CHECK(broken->starts_with(one.name + " is " + std::to_string(value) + ", it must be "));
    }
  }
}

TEST_CASE("a mapping has five filters at most, and each of them is a pattern") {
  EventSourceMapping mapping;
  mapping.filter_patterns.assign(5, R"({"eventName":["INSERT"]})");
  CHECK_FALSE(broken_rule(mapping));
  mapping.filter_patterns.push_back(mapping.filter_patterns.front());
  CHECK(broken_rule(mapping) == "FilterCriteria has 6 filters, 5 at most");
  mapping.filter_patterns = {R"({"eventName":"INSERT"})"};
  CHECK(broken_rule(mapping) ==
        "Invalid filter pattern definition. (eventName: a value stands in an array)");
}

TEST_CASE("a flag's UUID is a name-based one and follows from what the flag maps") {
  const std::string uuid = flag_mapping_uuid({}, "RaffleTable", "/app/handler.ts", "handler");
  REQUIRE(uuid.size() == 36);
  CHECK(uuid[14] == '5');                                               // the version
  CHECK(std::string_view("89ab").find(uuid[19]) != std::string::npos);  // the variant
  // Positions are found by it, so it must not change from build to build. (From Python:
  // uuid.uuid5.)
  CHECK(uuid == "8e2b400c-a5aa-55d4-a9c7-3d60fadaa440");

  const std::set<std::string> all{
      uuid, flag_mapping_uuid({}, "RaffleTable2", "/app/handler.ts", "handler"),
      flag_mapping_uuid({}, "RaffleTable", "/app/handler.js", "handler"),
      flag_mapping_uuid({}, "RaffleTable", "/app/handler.ts", "other"),
      flag_mapping_uuid({"000000000000", "eu-west-2"}, "RaffleTable", "/app/handler.ts", "handler"),
      flag_mapping_uuid({"000000000001", "us-east-1"}, "RaffleTable", "/app/handler.ts", "handler"),
      // The parts do not run into each other.
      flag_mapping_uuid({}, "RaffleTable/app", "/handler.ts", "handler")};
  CHECK(all.size() == 7);
}
