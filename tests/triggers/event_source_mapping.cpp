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
  mapping.function_name = "dynamo-stream-handler";
  mapping.starting_position = StartingPosition::Latest;
  mapping.batch_size = 17;
  mapping.maximum_retry_attempts = 3;
  mapping.enabled = false;
  mapping.from_flag = true;
  mapping.last_modified_ms = 1'700'000'000'123;
  return mapping;
}

MappingPosition some_position() {
  MappingPosition position;
  position.stream = 12;
  position.stream_done = true;
  position.last_processing_result = "OK";
  position.lanes["shardId-1"].after_number = 18'446'744'073'709'551'615U;
  position.lanes["shardId-2"].after_number = 41;
  position.lanes["shardId-2"].pending = LanePosition::Pending{44, 3, 1'700'000'000'123};
  return position;
}

template <typename Row>
std::string with(const Row& row, const std::string& member, const nlohmann::json& value) {
  auto json = nlohmann::json::parse(row.to_json());
  json[member] = value;
  return json.dump();
}

template <typename Row>
std::string without(const Row& row, const std::string& member) {
  auto json = nlohmann::json::parse(row.to_json());
  json.erase(member);
  return json.dump();
}

}  // namespace

TEST_CASE("a mapping's ARN has its region, account and UUID") {
  CHECK(some_mapping().arn() ==
        "arn:aws:lambda:eu-west-2:123456789012:event-source-mapping:"
        "11111111-2222-5333-8444-555555555555");
}

TEST_CASE("a mapping is read back as it was stored") {
  CHECK(EventSourceMapping::from_json(some_mapping().to_json()) == some_mapping());
  CHECK(EventSourceMapping::from_json(EventSourceMapping().to_json()) == EventSourceMapping());
}

TEST_CASE("a position is read back as it was stored") {
  CHECK(MappingPosition::from_json(some_position().to_json()) == some_position());
  CHECK(MappingPosition::from_json(MappingPosition().to_json()) == MappingPosition());
}

TEST_CASE("rows of an unknown version are refused, and say so") {
  CHECK_THROWS_WITH(EventSourceMapping::from_json(with(some_mapping(), "version", 2)),
                    "an event source mapping is stored in version 2, this program knows 1");
  CHECK_THROWS_WITH(
      MappingPosition::from_json(with(some_position(), "version", 7)),
      "an event source mapping's position is stored in version 7, this program knows 1");
}

TEST_CASE("rows that are not ours are refused") {
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[]"), std::string("{}"),
        without(some_mapping(), "version"), without(some_mapping(), "uuid"),
        with(some_mapping(), "batch_size", "100"), with(some_mapping(), "starting_position", "X"),
        with(some_mapping(), "version", "1")}) {
    CAPTURE(text);
    CHECK_THROWS_AS(EventSourceMapping::from_json(text), std::runtime_error);
  }
  for (const std::string& text :
       {std::string(), std::string("7"), without(some_position(), "lanes"),
        with(some_position(), "lanes", {{"shardId-1", {{"after", "x"}}}}),
        with(some_position(), "lanes", {{"shardId-1", {{"after", 1}, {"pending", {{"last", 2}}}}}}),
        with(some_position(), "stream", nullptr)}) {
    CAPTURE(text);
    CHECK_THROWS_AS(MappingPosition::from_json(text), std::runtime_error);
  }
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
