#include "server/clock_change.h"

#include <cmath>

#include <fmt/format.h>

#include "dynamodb/json/json_document.h"
#include "server/time_text.h"

namespace tombola::server {
namespace {

using dynamodb::JsonType;
using dynamodb::JsonValue;

bool is_number(JsonValue value) {
  return value.type() == JsonType::Integer || value.type() == JsonType::Decimal;
}

// Seconds as milliseconds, or none: negative or beyond `ms_max`.
std::optional<std::int64_t> whole_ms(double seconds, std::int64_t ms_max) {
  const double milliseconds = std::round(seconds * 1000);
  if (!(milliseconds >= 0) || milliseconds > static_cast<double>(ms_max)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(milliseconds);
}

std::int64_t set_value(JsonValue value) {
  std::optional<std::int64_t> time_ms;
  if (is_number(value)) {
    time_ms = whole_ms(value.as_number(), time_ms_max);
  } else if (value.is_string()) {
    time_ms = parse_iso_time_ms(value.as_string());
  }
  if (!time_ms || *time_ms > time_ms_max) {
    throw ClockChangeRefused(
        R"(set must be seconds since 1970, up to the year 9999, or a time such as )"
        R"("2026-01-02T03:04:05Z")");
  }
  return *time_ms;
}

std::int64_t advance_value(JsonValue value) {
  std::optional<std::int64_t> duration_ms;
  if (is_number(value)) {
    duration_ms = whole_ms(value.as_number(), duration_ms_max);
  } else if (value.is_string()) {
    duration_ms = parse_duration_ms(value.as_string());
  }
  if (!duration_ms || *duration_ms > duration_ms_max) {
    throw ClockChangeRefused(
        R"(advance must be seconds, a duration such as "1h30m", up to a century, or "idle"; use )"
        R"(set to go back)");
  }
  return *duration_ms;
}

bool bool_value(std::string_view name, JsonValue value) {
  if (value.type() != JsonType::Bool) {
    throw ClockChangeRefused(fmt::format("{} must be true or false", name));
  }
  return value.as_bool();
}

ClockChange read(JsonValue root) {
  if (!root.is_object() || root.size() == 0) {
    throw ClockChangeRefused(
        R"(the body must be a JSON object with "real", "freeze", "set" or "advance")");
  }
  ClockChange change;
  for (const JsonValue::Member member : root.members()) {
    if (member.name == "real") {
      change.real = bool_value(member.name, member.value);
    } else if (member.name == "freeze") {
      change.freeze = bool_value(member.name, member.value);
    } else if (member.name == "set") {
      change.set_ms = set_value(member.value);
    } else if (member.name == "advance") {
      change.advance_to_idle = member.value.is_string() && member.value.as_string() == "idle";
      change.advance_ms = change.advance_to_idle ? 0 : advance_value(member.value);
    } else {
      throw ClockChangeRefused(fmt::format(
          R"(unknown member "{}"; there are "real", "freeze", "set" and "advance")", member.name));
    }
  }
  if (change.real && (change.freeze.value_or(false) || change.set_ms || change.advance_ms != 0)) {
    throw ClockChangeRefused(R"("real" goes with no other member)");
  }
  return change;
}

}  // namespace

ClockChange ClockChange::parse(std::string_view body) {
  try {
    const auto document = dynamodb::JsonDocument::parse(body);
    return read(document.root());
  } catch (const dynamodb::JsonError&) {
    throw ClockChangeRefused("the body is not JSON");
  }
}

void ClockChange::apply(storage::ServiceClock& clock) const {
  if (set_ms.value_or(clock.now_ms()) + advance_ms > time_ms_max) {
    throw ClockChangeRefused("the clock cannot go beyond the year 9999");
  }
  if (real) {
    clock.make_real();
  }
  if (freeze) {
    *freeze ? clock.freeze() : clock.unfreeze();
  }
  if (set_ms) {
    clock.set(*set_ms);
  }
  if (advance_ms != 0) {
    clock.advance(advance_ms);
  }
}

}  // namespace tombola::server
