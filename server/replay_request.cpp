#include "server/replay_request.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "server/admin_answer.h"
#include "streams/shard.h"

namespace tombola::server {
namespace {

using nlohmann::json;

std::string text_of(const std::string& name, const json& value) {
  if (!value.is_string() || value.get<std::string>().empty()) {
    throw AdminRefused(fmt::format("{} must be a text", name));
  }
  return value.get<std::string>();
}

std::uint64_t number_of(const std::string& name, const json& value) {
  const auto number = streams::parse_sequence_number(text_of(name, value));
  if (!number) {
    throw AdminRefused(fmt::format("{} must be a sequence number, as records have it", name));
  }
  return *number;
}

std::size_t count_of(const std::string& name, const json& value) {
  if (!value.is_number_unsigned() || value < 1 || value > limits::replayed_batches_max) {
    throw AdminRefused(
        fmt::format("{} must be a whole number from 1 to {}", name, limits::replayed_batches_max));
  }
  return value.get<std::size_t>();
}

}  // namespace

ReplayOrder ReplayOrder::parse(std::string_view body) {
  const json request = json::parse(body, nullptr, false);
  if (!request.is_object()) {
    throw AdminRefused("the body must be a JSON object");
  }
  ReplayOrder order;
  bool from_given = false;
  for (const auto& [name, value] : request.items()) {
    if (name == "invocation") {
      order.invocation = text_of(name, value);
    } else if (name == "mapping") {
      order.mapping = text_of(name, value);
    } else if (name == "from") {
      order.from_number = number_of(name, value);
      from_given = true;
    } else if (name == "to") {
      order.to_number = number_of(name, value);
    } else if (name == "shard") {
      order.shard_id = text_of(name, value);
    } else if (name == "batches") {
      order.batches_max = count_of(name, value);
    } else {
      throw AdminRefused(fmt::format("unknown member '{}'", name));
    }
  }
  const bool of_records = !order.mapping.empty() && from_given && order.invocation.empty();
  const bool of_invocation = !order.invocation.empty() && request.size() == 1;
  if (!of_records && !of_invocation) {
    throw AdminRefused(
        R"(expected {"invocation":REQUEST_ID} or {"mapping":UUID,"from":SEQUENCE_NUMBER}, the )"
        R"(latter with "to", "shard" and "batches" if you like)");
  }
  return order;
}

}  // namespace tombola::server
