#include "triggers/mapping_position.h"

#include <stdexcept>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tombola::triggers;

namespace {

MappingPosition some_position() {
  MappingPosition position;
  position.stream = 12;
  position.stream_done = true;
  position.last_processing_result = "OK";
  position.shards["shardId-1"].lanes = {LanePosition{18'446'744'073'709'551'615U, {}, {}}};
  LanePosition& bisected = position.shards["shardId-2"].lanes.emplace_back();
  bisected.after_number = 41;
  bisected.pending = {
      PendingRange{44, 3, 1'700'000'000'123, "request-1", {}, {3, 42, 1'700'000'000'100, 101}},
      PendingRange{48, 0, 1'700'000'000'123, "request-1", R"({"version":"1.0"})", {}}};
  LanePosition& windowed = position.shards["shardId-2"].lanes.emplace_back();
  windowed.after_number = 43;
  windowed.window = OpenWindow{1'700'000'000'000, 1'700'000'060'000, R"({"sum":"7"})", true, 2};
  return position;
}

std::string with(const std::string& member, const nlohmann::json& value) {
  auto json = nlohmann::json::parse(some_position().to_json());
  json[member] = value;
  return json.dump();
}

}  // namespace

TEST_CASE("a position is read back as it was stored") {
  CHECK(MappingPosition::from_json(some_position().to_json()) == some_position());
  CHECK(MappingPosition::from_json(MappingPosition().to_json()) == MappingPosition());
}

TEST_CASE("a position of version 1 is one lane in each shard") {
  const MappingPosition position = MappingPosition::from_json(
      R"({"version":1,"stream":12,"stream_done":false,"last_processing_result":"OK","lanes":{
          "shardId-1":{"after":7},
          "shardId-2":{"after":41,"pending":{"last":44,"attempts":3,"first_attempt_ms":99}}}})");
  MappingPosition expected;
  expected.stream = 12;
  expected.last_processing_result = "OK";
  expected.shards["shardId-1"].lanes = {LanePosition{7, {}, {}}};
  expected.shards["shardId-2"].lanes = {
      LanePosition{41, {PendingRange{44, 3, 99, {}, {}, {}}}, {}}};
  CHECK(position == expected);
}

TEST_CASE("a position of version 2 knows less of what is pending") {
  const MappingPosition position = MappingPosition::from_json(
      R"({"version":2,"stream":12,"stream_done":false,"last_processing_result":"OK","shards":{
          "shardId-1":[{"after":41,"pending":[{"last":44,"attempts":3,"first_attempt_ms":99,
          "request_id":"request-1","failure_record":""}]}]}})");
  MappingPosition expected;
  expected.stream = 12;
  expected.last_processing_result = "OK";
  expected.shards["shardId-1"].lanes = {
      LanePosition{41, {PendingRange{44, 3, 99, "request-1", {}, {}}}, {}}};
  CHECK(position == expected);
}

TEST_CASE("a position of an unknown version is refused, and says so") {
  CHECK_THROWS_WITH(
      MappingPosition::from_json(with("version", 7)),
      "an event source mapping's position is stored in version 7, this program knows 3");
}

TEST_CASE("rows that are no position of ours are refused") {
  using nlohmann::json;
  for (const std::string& text :
       {std::string(), std::string("7"), with("stream", nullptr), with("shards", 3),
        with("shards", json{{"shardId-1", json::array({json{{"after", "x"}}})}}),
        with("shards", json{{"shardId-1", json::array({json{{"after", 1}, {"window", 1}}})}}),
        with("shards", json{{"shardId-1",
                             json::array({json{{"after", 1}, {"pending", {{{"last", 2}}}}}})}})}) {
    CAPTURE(text);
    CHECK_THROWS_AS(MappingPosition::from_json(text), std::runtime_error);
  }
}
