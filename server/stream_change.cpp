#include "server/stream_change.h"

#include <array>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_document.h"
#include "streams/rollover.h"
#include "streams/shard_json.h"

namespace tombola::server {
namespace {

using dynamodb::JsonType;
using dynamodb::JsonValue;

constexpr std::string_view expected =
    R"({"table":"...","roll":true} or {"table":"...","split":"shardId-..."})";

struct Change {
  std::string table;
  std::optional<std::string> split;  // none: roll
};

[[noreturn]] void refuse(const std::string& what) {
  throw StreamChangeRefused(400, fmt::format("{}; expected {}", what, expected));
}

Change read(JsonValue root) {
  if (!root.is_object()) {
    refuse("the body is not a JSON object");
  }
  Change change;
  bool rolls = false;
  for (const JsonValue::Member member : root.members()) {
    if (member.name == "table" && member.value.is_string()) {
      change.table = member.value.as_string();
    } else if (member.name == "roll" && member.value.type() == JsonType::Bool &&
               member.value.as_bool()) {
      rolls = true;
    } else if (member.name == "split" && member.value.is_string()) {
      change.split = member.value.as_string();
    } else {
      refuse(fmt::format(R"("{}" makes no sense here)", member.name));
    }
  }
  if (change.table.empty() || rolls == change.split.has_value()) {
    refuse(R"("table" and either "roll" or "split" are needed)");
  }
  return change;
}

Change parse(std::string_view body) {
  try {
    const auto document = dynamodb::JsonDocument::parse(body);
    return read(document.root());
  } catch (const dynamodb::JsonError&) {
    refuse("the body is not JSON");
  }
}

struct TableName {
  dynamodb::Namespace name_space;
  std::string_view name;
};

// arn:aws:dynamodb:<region>:<account>:table/<name>, or a name.
TableName table_named(std::string_view text, const dynamodb::Namespace& callers) {
  if (!text.starts_with("arn:")) {
    return {callers, text};
  }
  std::array<std::string_view, 5> parts;
  for (std::string_view& part : parts) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
      refuse("\"table\" is no ARN of a table");
    }
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  constexpr std::string_view resource = "table/";
  if (parts[2] != "dynamodb" || !text.starts_with(resource)) {
    refuse("\"table\" is no ARN of a table");
  }
  return {{std::string(parts[4]), std::string(parts[3])}, text.substr(resource.size())};
}

}  // namespace

nlohmann::ordered_json change_stream(std::string_view body, const StreamChangeParts& parts) {
  const Change change = parse(body);
  const TableName table = table_named(change.table, parts.name_space);
  const streams::Resharding resharding{parts.transactions, parts.catalog, parts.clock,
                                       table.name_space, table.name};
  std::vector<streams::Shard> shards;
  try {
    shards = change.split ? streams::split_shard(resharding, *change.split)
                          : streams::roll_shards(resharding);
  } catch (const streams::ReshardRefused& refused) {
    throw StreamChangeRefused(refused.not_found ? 404 : 409, refused.what());
  }
  nlohmann::ordered_json answer = {{"Shards", nlohmann::ordered_json::array()}};
  for (const streams::Shard& shard : shards) {
    answer["Shards"].push_back(streams::shard_json(shard));
  }
  return answer;
}

}  // namespace tombola::server
