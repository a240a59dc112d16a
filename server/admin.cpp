#include "server/admin.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "server/caller_policy.h"
#include "server/clock_change.h"
#include "server/fault_change.h"
#include "server/time_text.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;

http::Response json_answer(int status, const ordered_json& body, const http::Request& request) {
  http::Response response{status, {{"Content-Type", "application/json"}}, body.dump() + "\n"};
  add_cors_headers(response.headers, request);
  return response;
}

http::Response message_answer(int status, std::string_view message, const http::Request& request) {
  return json_answer(status, {{"message", message}}, request);
}

constexpr std::string_view code_path = "/_tombola/code/";

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

ordered_json publications_json(const services::Services* services) {
  ordered_json messages = ordered_json::array();
  if (services == nullptr) {
    return {{"messages", messages}};
  }
  for (const services::sns::Publication& publication : services->publisher().last_publications()) {
    ordered_json attributes = ordered_json::object();
    for (const auto& [name, attribute] : publication.attributes) {
      attributes[name] = {{"Type", attribute.data_type},
                          {"Value", attribute.is_binary() ? dynamodb::to_base64(attribute.value)
                                                          : attribute.value}};
    }
    messages.push_back({{"TopicArn", publication.topic_arn},
                        {"MessageId", publication.id},
                        {"Subject", publication.subject},
                        {"Message", publication.message},
                        {"MessageAttributes", std::move(attributes)},
                        {"Timestamp", triggers::iso_time(publication.time_ms)}});
  }
  return {{"messages", messages}};
}

ordered_json clock_json(const storage::ServiceClock& clock) {
  const std::int64_t now_ms = clock.now_ms();
  return {
      {"now", triggers::iso_time(now_ms)}, {"now_ms", now_ms}, {"frozen", clock.state().frozen}};
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
    return answer_from_worker(request, std::move(respond), &Admin::move_clock);
  }
  if (path == "/_tombola/streams" && post) {
    return answer_from_worker(request, std::move(respond), &Admin::reshard);
  }
  if (path.starts_with(code_path) && get) {
    return send_code(request, std::move(respond));
  }
  if (path == "/_tombola/sns" && get) {
    return respond(json_answer(200, publications_json(parts_.services), request));
  }
  if (path == "/_tombola/faults" && (get || post)) {
    return respond(faults(request));
  }
  if (path == "/_tombola/idle" || path == "/_tombola/clock" || path == "/_tombola/faults" ||
      path == "/_tombola/sns" || path == "/_tombola/streams") {
    return respond(
        message_answer(405, fmt::format("{} is not for {}", path, request.method), request));
  }
  respond(message_answer(
      404,
      "there are GET /_tombola/idle, GET or POST /_tombola/clock and /_tombola/faults, GET "
      "/_tombola/sns and POST /_tombola/streams",
      request));
}

void Admin::answer_from_worker(const http::Request& request, http::Responder respond,
                               Answer answer) {
  struct Work {
    http::Request request;
    http::Responder respond;
  };
  auto work = std::make_shared<Work>(Work{request, std::move(respond)});
  parts_.workers.post([this, work, answer] { work->respond((this->*answer)(work->request)); });
}

struct Admin::IdleWait {
  http::Request request;
  http::Responder respond;
  std::chrono::steady_clock::time_point deadline;
  std::uint64_t accepted = 0;  // asynchronous invocations, before they were waited for

  void answer(int status, const ordered_json& body) { respond(json_answer(status, body, request)); }
  // 409: waiting longer is no use, somebody must move the clock.
  void answer_busy(const triggers::IdleReport& report) {
    answer(report.waits_for_clock ? 409 : 504,
           {{"idle", false}, {"waiting_for", report.waiting_for}});
  }
  std::chrono::milliseconds left() const {
    return std::max(std::chrono::milliseconds(0),
                    std::chrono::duration_cast<std::chrono::milliseconds>(
                        deadline - std::chrono::steady_clock::now()));
  }
};

void Admin::wait_until_idle(const http::Request& request, http::Responder respond) {
  std::chrono::milliseconds timeout{};
  try {
    timeout = idle_timeout(request);
  } catch (const Refused& refused) {
    return respond(message_answer(400, refused.message, request));
  }
  http::Request headers_only;
  headers_only.headers = request.headers;
  auto wait = std::make_shared<IdleWait>(IdleWait{std::move(headers_only), std::move(respond),
                                                  std::chrono::steady_clock::now() + timeout});
  parts_.workers.post([this, wait] {
    try {
      parts_.sweeper.sweep();
      catch_up(wait);
    } catch (const std::exception& error) {
      wait->answer(500, {{"message", error.what()}});
    }
  });
}

// First the asynchronous invocations, then the triggers, which those may have written for.
void Admin::catch_up(std::shared_ptr<IdleWait> wait) {
  if (parts_.async_invocations == nullptr) {
    return catch_up_triggers(wait);
  }
  wait->accepted = parts_.async_invocations->accepted();
  const std::chrono::milliseconds left = wait->left();
  parts_.async_invocations->when_idle(
      left, [this, wait = std::move(wait)](const triggers::IdleReport& report) {
        report.idle ? catch_up_triggers(wait) : wait->answer_busy(report);
      });
}

void Admin::catch_up_triggers(const std::shared_ptr<IdleWait>& wait) {
  parts_.dispatcher.when_idle(wait->left(), [this, wait](const triggers::IdleReport& report) {
    if (!report.idle) {
      return wait->answer_busy(report);
    }
    parts_.workers.post([this, wait] { answer_when_nothing_came(wait); });
  });
}

bool Admin::accepted_more(const IdleWait& wait) const {
  return parts_.async_invocations != nullptr &&
         parts_.async_invocations->accepted() != wait.accepted;
}

// A handler may have written what has expired already, and its deletion is for the triggers again;
// or have invoked a function without waiting.
void Admin::answer_when_nothing_came(const std::shared_ptr<IdleWait>& wait) {
  try {
    if (parts_.sweeper.sweep() == 0 && !accepted_more(*wait)) {
      wait->answer(200, {{"idle", true}});
    } else if (wait->left() > std::chrono::milliseconds(0)) {
      catch_up(wait);
    } else {
      wait->answer(504,
                   {{"idle", false}, {"waiting_for", {"functions that keep each other busy"}}});
    }
  } catch (const std::exception& error) {
    wait->answer(500, {{"message", error.what()}});
  }
}

http::Response Admin::faults(const http::Request& request) {
  try {
    if (request.method == "POST") {
      change_faults(request.body, parts_.hold);
    }
  } catch (const FaultRefused& refused) {
    return message_answer(refused.http_status, refused.what(), request);
  }
  ordered_json holds = ordered_json::array();
  if (const auto hold = parts_.hold.status()) {
    holds.push_back({{"hold", "transaction"},
                     {"token", hold->token},
                     {"state", hold->holding ? "holding" : "waiting"}});
  }
  return json_answer(200, {{"holds", holds}}, request);
}

http::Response Admin::reshard(const http::Request& request) {
  try {
    return json_answer(200, change_stream(request.body, parts_.streams), request);
  } catch (const StreamChangeRefused& refused) {
    return message_answer(refused.http_status, refused.what(), request);
  } catch (const std::exception& error) {
    return message_answer(500, error.what(), request);
  }
}

void Admin::send_code(const http::Request& request, http::Responder respond) {
  struct Work {
    http::Request request;
    http::Responder respond;
  };
  auto work = std::make_shared<Work>(Work{request, std::move(respond)});
  parts_.workers.post([this, work] {
    const std::string_view name = work->request.path().substr(code_path.size());
    auto zip =
        parts_.functions == nullptr ? std::nullopt : parts_.functions->code().archive_named(name);
    if (!zip) {
      return work->respond(message_answer(404, "there is no such code", work->request));
    }
    http::Response response{200, {{"Content-Type", "application/zip"}}, std::move(*zip)};
    add_cors_headers(response.headers, work->request);
    work->respond(std::move(response));
  });
}

http::Response Admin::move_clock(const http::Request& request) {
  storage::ServiceClock& clock = parts_.service_clock;
  try {
    ClockChange::parse(request.body).apply(clock);
  } catch (const ClockChangeRefused& refused) {
    return message_answer(400, refused.what(), request);
  } catch (const std::exception& error) {
    // It moved, but its state could not be saved.
    return message_answer(500, error.what(), request);
  }
  return json_answer(200, clock_json(clock), request);
}

}  // namespace tombola::server
