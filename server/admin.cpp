#include "server/admin.h"

#include <chrono>
#include <exception>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_document.h"
#include "dynamodb/limits.h"
#include "server/caller_policy.h"
#include "server/time_text.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

using dynamodb::JsonType;
using dynamodb::JsonValue;
using nlohmann::ordered_json;

http::Response json_answer(int status, const ordered_json& body, const http::Request& request) {
  http::Response response{status, {{"Content-Type", "application/json"}}, body.dump() + "\n"};
  add_cors_headers(response.headers, request);
  return response;
}

http::Response message_answer(int status, std::string_view message, const http::Request& request) {
  return json_answer(status, {{"message", message}}, request);
}

// What the request asks for makes no sense; the text says why.
struct Refused {
  std::string message;
};

std::chrono::milliseconds idle_timeout(const http::Request& request) {
  std::chrono::seconds timeout(limits::idle_wait_seconds_default);
  for (const http::QueryParameter& parameter : http::parse_query(request.query())) {
    if (parameter.name != "timeout") {
      throw Refused{
          fmt::format("unknown parameter '{}'; there is timeout=SECONDS", parameter.name)};
    }
    const std::optional<std::int64_t> seconds = parse_whole_number(parameter.value);
    if (!seconds || *seconds < 0 || *seconds > limits::idle_wait_seconds_max) {
      throw Refused{fmt::format("timeout must be a whole number of seconds from 0 to {}",
                                limits::idle_wait_seconds_max)};
    }
    timeout = std::chrono::seconds(*seconds);
  }
  return timeout;
}

ordered_json clock_json(const storage::ServiceClock& clock) {
  const std::int64_t now_ms = clock.now_ms();
  return {
      {"now", triggers::iso_time(now_ms)}, {"now_ms", now_ms}, {"frozen", clock.state().frozen}};
}

// What a POST to the clock asks for, all of it checked before any of it is done.
struct ClockChange {
  std::optional<bool> freeze;
  std::optional<std::int64_t> set_ms;
  std::int64_t advance_ms = 0;
};

std::int64_t set_value(JsonValue value) {
  std::optional<std::int64_t> time_ms;
  if (value.type() == JsonType::Integer) {
    time_ms = value.as_integer();
  } else if (value.is_string()) {
    time_ms = parse_iso_time_ms(value.as_string());
  }
  if (!time_ms || *time_ms < 0 || *time_ms > time_ms_max) {
    throw Refused{
        R"(set must be a time such as "2026-01-02T03:04:05Z", or milliseconds since 1970)"};
  }
  return *time_ms;
}

std::int64_t advance_value(JsonValue value) {
  std::optional<std::int64_t> duration_ms;
  if (value.type() == JsonType::Integer) {
    duration_ms = value.as_integer();
  } else if (value.is_string()) {
    duration_ms = parse_duration_ms(value.as_string());
  }
  if (!duration_ms || *duration_ms < 0 || *duration_ms > duration_ms_max) {
    throw Refused{
        R"(advance must be milliseconds or a duration such as "1h30m"; use set to go back)"};
  }
  return *duration_ms;
}

ClockChange parse_clock_change(JsonValue root) {
  if (!root.is_object() || root.size() == 0) {
    throw Refused{R"(the body must be a JSON object with "freeze", "set" or "advance")"};
  }
  ClockChange change;
  for (const JsonValue::Member member : root.members()) {
    if (member.name == "freeze" && member.value.type() == JsonType::Bool) {
      change.freeze = member.value.as_bool();
    } else if (member.name == "set") {
      change.set_ms = set_value(member.value);
    } else if (member.name == "advance") {
      change.advance_ms = advance_value(member.value);
    } else if (member.name == "freeze") {
      throw Refused{"freeze must be true or false"};
    } else {
      throw Refused{fmt::format(R"(unknown member "{}"; there are "freeze", "set" and "advance")",
                                member.name)};
    }
  }
  return change;
}

}  // namespace

void Admin::handle(const http::Request& request, http::Responder respond) {
  const std::string_view path = request.path();
  const bool get = request.method == "GET";
  const bool post = request.method == "POST";
  if (request.method == "OPTIONS" && http::has_header(request.headers, "Origin")) {
    return respond(preflight_answer(request));
  }
  if (path == "/_tombola/idle" && get) {
    return wait_until_idle(request, std::move(respond));
  }
  if (path == "/_tombola/clock" && get) {
    return respond(json_answer(200, clock_json(parts_.service_clock), request));
  }
  if (path == "/_tombola/clock" && post) {
    struct Work {
      http::Request request;
      http::Responder respond;
    };
    auto work = std::make_shared<Work>(Work{request, std::move(respond)});
    return parts_.workers.post([this, work] { work->respond(move_clock(work->request)); });
  }
  if (path == "/_tombola/idle" || path == "/_tombola/clock") {
    return respond(
        message_answer(405, fmt::format("{} is not for {}", path, request.method), request));
  }
  respond(
      message_answer(404, "there are GET /_tombola/idle and GET or POST /_tombola/clock", request));
}

void Admin::wait_until_idle(const http::Request& request, http::Responder respond) {
  std::chrono::milliseconds timeout{};
  try {
    timeout = idle_timeout(request);
  } catch (const Refused& refused) {
    return respond(message_answer(400, refused.message, request));
  }
  auto pending = std::make_shared<http::Responder>(std::move(respond));
  http::Request headers_only;
  headers_only.headers = request.headers;
  parts_.dispatcher.when_idle(timeout, [pending, headers_only = std::move(headers_only)](
                                           const triggers::IdleReport& report) {
    if (report.idle) {
      return (*pending)(json_answer(200, {{"idle", true}}, headers_only));
    }
    // 409: waiting longer is no use, somebody must move the clock.
    (*pending)(json_answer(report.waits_for_clock ? 409 : 504,
                           {{"idle", false}, {"waiting_for", report.waiting_for}}, headers_only));
  });
}

http::Response Admin::move_clock(const http::Request& request) {
  storage::ServiceClock& clock = parts_.service_clock;
  try {
    const auto document = dynamodb::JsonDocument::parse(request.body);
    const ClockChange change = parse_clock_change(document.root());
    const std::int64_t target_ms = change.set_ms.value_or(clock.now_ms()) + change.advance_ms;
    if (target_ms > time_ms_max) {
      throw Refused{"the clock cannot go beyond the year 9999"};
    }
    if (change.freeze) {
      *change.freeze ? clock.freeze() : clock.unfreeze();
    }
    if (change.set_ms) {
      clock.set(*change.set_ms);
    }
    if (change.advance_ms != 0) {
      clock.advance(change.advance_ms);
    }
  } catch (const dynamodb::JsonError&) {
    return message_answer(400, "the body is not JSON", request);
  } catch (const Refused& refused) {
    return message_answer(400, refused.message, request);
  } catch (const std::exception& error) {
    // It moved, but its state could not be saved.
    return message_answer(500, error.what(), request);
  }
  return json_answer(200, clock_json(clock), request);
}

}  // namespace tombola::server
