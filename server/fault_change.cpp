#include "server/fault_change.h"

#include <chrono>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "dynamodb/json/json_document.h"

namespace tombola::server {
namespace {

using dynamodb::JsonType;
using dynamodb::JsonValue;

constexpr std::int64_t hold_seconds_default = 10;
constexpr std::int64_t hold_seconds_max = 60;

constexpr std::string_view expected = R"({"hold":"transaction","token":"...","seconds":10} or )"
                                      R"({"release":"transaction","token":"..."})";

struct Change {
  bool is_hold = false;
  std::string token;
  std::int64_t seconds = hold_seconds_default;
};

[[noreturn]] void refuse(const std::string& what) {
  throw FaultRefused(400, fmt::format("{}; expected {}", what, expected));
}

Change read(JsonValue root) {
  if (!root.is_object()) {
    refuse("the body is not a JSON object");
  }
  Change change;
  std::optional<bool> is_hold;
  for (const JsonValue::Member member : root.members()) {
    const bool names_kind = member.name == "hold" || member.name == "release";
    if (names_kind && member.value.is_string() && member.value.as_string() == "transaction" &&
        !is_hold) {
      is_hold = member.name == "hold";
    } else if (member.name == "token" && member.value.is_string() &&
               !member.value.as_string().empty()) {
      change.token = member.value.as_string();
    } else if (member.name == "seconds" && member.value.type() == JsonType::Integer &&
               member.value.as_integer() >= 1 && member.value.as_integer() <= hold_seconds_max) {
      change.seconds = member.value.as_integer();
    } else {
      refuse(fmt::format(R"("{}" makes no sense here)", member.name));
    }
  }
  if (!is_hold || change.token.empty()) {
    refuse(R"("hold" or "release", and "token" are needed)");
  }
  change.is_hold = *is_hold;
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

}  // namespace

void change_faults(std::string_view body, storage::TransactionHold& hold) {
  const Change change = parse(body);
  if (!change.is_hold) {
    if (!hold.release(change.token)) {
      throw FaultRefused(409,
                         fmt::format("no transaction is held by the token '{}'", change.token));
    }
    return;
  }
  if (!hold.arm(change.token, std::chrono::seconds(change.seconds))) {
    throw FaultRefused(409, "there is a hold already; release it first");
  }
}

}  // namespace tombola::server
