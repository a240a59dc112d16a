// A row is a JSON object with a "version"; this build writes version 3:
//
//   {"version":3,"stream","stream_done","last_processing_result","latest"?,"shards":{SHARD:[LANE]}}
//   LANE     {"after","pending":[RANGE]?,"window":{"start_ms","end_ms","state":TEXT,
//             "terminated_early","final_attempts"}?}
//   RANGE    {"last","attempts","first_attempt_ms","request_id","failure_record","count","first",
//             "first_written_ms","last_written_ms"}
//
// It reads two more. In version 2 a range ended with its failure record. Version 1 had one lane and
// one range at most in a shard:
//
//   {"version":1,"stream","stream_done","last_processing_result","lanes":{SHARD:
//    {"after","pending":{"last","attempts","first_attempt_ms"}?}}}
#include "triggers/mapping_position.h"

#include <nlohmann/json.hpp>

#include "triggers/stored_row.h"

namespace tombola::triggers {
namespace {

using nlohmann::json;

constexpr int format_version = 3;

PendingRange read_range(const json& row, int version) {
  PendingRange range;
  row.at("last").get_to(range.last_number);
  row.at("attempts").get_to(range.attempts);
  row.at("first_attempt_ms").get_to(range.first_attempt_ms);
  if (version >= 2) {
    row.at("request_id").get_to(range.request_id);
    row.at("failure_record").get_to(range.failure_record);
  }
  if (version >= 3) {
    row.at("count").get_to(range.records.count);
    row.at("first").get_to(range.records.first_number);
    row.at("first_written_ms").get_to(range.records.first_written_ms);
    row.at("last_written_ms").get_to(range.records.last_written_ms);
  }
  return range;
}

OpenWindow read_window(const json& row) {
  OpenWindow window;
  row.at("start_ms").get_to(window.start_ms);
  row.at("end_ms").get_to(window.end_ms);
  row.at("state").get_to(window.state_json);
  row.at("terminated_early").get_to(window.terminated_early);
  row.at("final_attempts").get_to(window.final_attempts);
  return window;
}

LanePosition read_lane(const json& row, int version) {
  LanePosition lane;
  row.at("after").get_to(lane.after_number);
  if (const auto pending = row.find("pending"); pending != row.end()) {
    if (version == 1) {
      lane.pending.push_back(read_range(*pending, version));
    } else {
      for (const json& range : *pending) {
        lane.pending.push_back(read_range(range, version));
      }
    }
  }
  if (const auto window = row.find("window"); window != row.end()) {
    lane.window = read_window(*window);
  }
  return lane;
}

MappingPosition read_position(const json& row, int version) {
  MappingPosition position;
  row.at("stream").get_to(position.stream);
  row.at("stream_done").get_to(position.stream_done);
  row.at("last_processing_result").get_to(position.last_processing_result);
  position.latest_number = row.value("latest", std::uint64_t{0});
  for (const auto& [shard_id, shard] : row.at(version == 1 ? "lanes" : "shards").items()) {
    std::vector<LanePosition>& lanes = position.shards[shard_id].lanes;
    if (version == 1) {
      lanes.push_back(read_lane(shard, version));
    } else {
      for (const json& lane : shard) {
        lanes.push_back(read_lane(lane, version));
      }
    }
  }
  return position;
}

json lane_row(const LanePosition& lane) {
  json row{{"after", lane.after_number}};
  for (const PendingRange& range : lane.pending) {
    row["pending"].push_back(json{{"last", range.last_number},
                                  {"attempts", range.attempts},
                                  {"first_attempt_ms", range.first_attempt_ms},
                                  {"request_id", range.request_id},
                                  {"failure_record", range.failure_record},
                                  {"count", range.records.count},
                                  {"first", range.records.first_number},
                                  {"first_written_ms", range.records.first_written_ms},
                                  {"last_written_ms", range.records.last_written_ms}});
  }
  if (lane.window) {
    row["window"] = json{{"start_ms", lane.window->start_ms},
                         {"end_ms", lane.window->end_ms},
                         {"state", lane.window->state_json},
                         {"terminated_early", lane.window->terminated_early},
                         {"final_attempts", lane.window->final_attempts}};
  }
  return row;
}

}  // namespace

std::string MappingPosition::to_json() const {
  json shard_rows = json::object();
  for (const auto& [shard_id, shard] : shards) {
    json& rows = shard_rows[shard_id] = json::array();
    for (const LanePosition& lane : shard.lanes) {
      rows.push_back(lane_row(lane));
    }
  }
  json row{{"version", format_version},
           {"stream", stream},
           {"stream_done", stream_done},
           {"last_processing_result", last_processing_result},
           {"shards", std::move(shard_rows)}};
  if (latest_number != 0) {
    row["latest"] = latest_number;
  }
  return row.dump();
}

MappingPosition MappingPosition::from_json(std::string_view text) {
  return read_stored_row("an event source mapping's position", text, format_version, read_position);
}

}  // namespace tombola::triggers
