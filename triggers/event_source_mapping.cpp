// Both rows are JSON objects with a "version"; this build writes and knows version 1.
//
//   mapping   {"version":1,"uuid","account","region","table","function","starting_position",
//              "batch_size","maximum_retry_attempts","enabled","from_flag","last_modified_ms"}
//   position  {"version":1,"stream","stream_done","last_processing_result","lanes":{SHARD:
//              {"after","pending":{"last","attempts","first_attempt_ms"}?}}}
#include "triggers/event_source_mapping.h"

#include <stdexcept>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tombola::triggers {
namespace {

using nlohmann::json;

constexpr int format_version = 1;

constexpr std::string_view trim_horizon = "TRIM_HORIZON";
constexpr std::string_view latest = "LATEST";

StartingPosition starting_position_from(std::string_view text) {
  if (text == trim_horizon) {
    return StartingPosition::TrimHorizon;
  }
  if (text == latest) {
    return StartingPosition::Latest;
  }
  throw std::runtime_error(fmt::format("unknown starting position '{}'", text));
}

// Reads a row of ours: `read` takes the members out.
template <typename Value>
Value read_row(std::string_view what, std::string_view text, Value (*read)(const json&)) {
  try {
    const json row = json::parse(text);
    const int version = row.at("version").get<int>();
    if (version != format_version) {
      throw std::runtime_error(fmt::format("{} is stored in version {}, this program knows {}",
                                           what, version, format_version));
    }
    return read(row);
  } catch (const json::exception& error) {
    throw std::runtime_error(fmt::format("{} cannot be read: {}", what, error.what()));
  }
}

EventSourceMapping read_mapping(const json& row) {
  EventSourceMapping mapping;
  mapping.uuid = row.at("uuid").get<std::string>();
  mapping.name_space.account = row.at("account").get<std::string>();
  mapping.name_space.region = row.at("region").get<std::string>();
  mapping.table = row.at("table").get<std::string>();
  mapping.function_name = row.at("function").get<std::string>();
  mapping.starting_position =
      starting_position_from(row.at("starting_position").get<std::string>());
  mapping.batch_size = row.at("batch_size").get<int>();
  mapping.maximum_retry_attempts = row.at("maximum_retry_attempts").get<int>();
  mapping.enabled = row.at("enabled").get<bool>();
  mapping.from_flag = row.at("from_flag").get<bool>();
  mapping.last_modified_ms = row.at("last_modified_ms").get<std::int64_t>();
  return mapping;
}

LanePosition read_lane(const json& row) {
  LanePosition lane;
  lane.after_number = row.at("after").get<std::uint64_t>();
  if (const auto pending = row.find("pending"); pending != row.end()) {
    lane.pending = LanePosition::Pending{pending->at("last").get<std::uint64_t>(),
                                         pending->at("attempts").get<int>(),
                                         pending->at("first_attempt_ms").get<std::int64_t>()};
  }
  return lane;
}

MappingPosition read_position(const json& row) {
  MappingPosition position;
  position.stream = row.at("stream").get<dynamodb::StreamId>();
  position.stream_done = row.at("stream_done").get<bool>();
  position.last_processing_result = row.at("last_processing_result").get<std::string>();
  for (const auto& [shard_id, lane] : row.at("lanes").items()) {
    position.lanes[shard_id] = read_lane(lane);
  }
  return position;
}

}  // namespace

std::string EventSourceMapping::arn() const {
  return fmt::format("arn:aws:lambda:{}:{}:event-source-mapping:{}", name_space.region,
                     name_space.account, uuid);
}

std::string EventSourceMapping::to_json() const {
  const bool from_start = starting_position == StartingPosition::TrimHorizon;
  return json{{"version", format_version},
              {"uuid", uuid},
              {"account", name_space.account},
              {"region", name_space.region},
              {"table", table},
              {"function", function_name},
              {"starting_position", from_start ? trim_horizon : latest},
              {"batch_size", batch_size},
              {"maximum_retry_attempts", maximum_retry_attempts},
              {"enabled", enabled},
              {"from_flag", from_flag},
              {"last_modified_ms", last_modified_ms}}
      .dump();
}

EventSourceMapping EventSourceMapping::from_json(std::string_view text) {
  return read_row("an event source mapping", text, read_mapping);
}

std::string MappingPosition::to_json() const {
  json lane_rows = json::object();
  for (const auto& [shard_id, lane] : lanes) {
    json& row = lane_rows[shard_id] = json{{"after", lane.after_number}};
    if (lane.pending) {
      row["pending"] = json{{"last", lane.pending->last_number},
                            {"attempts", lane.pending->attempts},
                            {"first_attempt_ms", lane.pending->first_attempt_ms}};
    }
  }
  return json{{"version", format_version},
              {"stream", stream},
              {"stream_done", stream_done},
              {"last_processing_result", last_processing_result},
              {"lanes", std::move(lane_rows)}}
      .dump();
}

MappingPosition MappingPosition::from_json(std::string_view text) {
  return read_row("an event source mapping's position", text, read_position);
}

std::string flag_mapping_uuid(const dynamodb::Namespace& name_space, std::string_view table,
                              std::string_view handler_file, std::string_view export_name) {
  // Joined by a byte that none of the parts contains, so that different parts never read alike.
  std::string name = "tombola --trigger";
  for (std::string_view part :
       {std::string_view(name_space.account), std::string_view(name_space.region), table,
        handler_file, export_name}) {
    name.push_back('\0');
    name.append(part);
  }
  const boost::uuids::name_generator_sha1 generate(boost::uuids::ns::url());
  return boost::uuids::to_string(generate(name));
}

}  // namespace tombola::triggers
