#include "server/admin.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "server/admin_answer.h"
#include "server/caller_policy.h"
#include "server/clock_change.h"
#include "server/fault_change.h"
#include "server/invocation_json.h"
#include "streams/shard.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view code_path = "/_tombola/code/";
constexpr std::string_view custom_resources_path = "/_tombola/custom-resources/";
constexpr std::string_view invocations_path = "/_tombola/invocations";
constexpr std::int64_t invocations_shown_default = 20;

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

struct Admin::Caller {
  http::Request request;
  http::Responder respond;
};

void Admin::handle(const http::Request& request, http::Responder respond) {
  if (request.method == "OPTIONS" && http::has_header(request.headers, "Origin")) {
    return respond(preflight_answer(request));
  }
  auto caller = std::make_shared<Caller>(Caller{request, std::move(respond)});
  guarded(caller, [&] { route(caller); });
}

// Runs `work`; what it refuses, or fails at, is the answer.
template <typename Work>
void Admin::guarded(const std::shared_ptr<Caller>& caller, Work work) {
  try {
    work();
  } catch (const AdminRefused& refused) {
    caller->respond(message_answer(refused.http_status, refused.what(), caller->request));
  } catch (const std::exception& error) {
    caller->respond(message_answer(500, error.what(), caller->request));
  }
}

// On a worker: it may wait for the disk, or be long.
void Admin::on_worker(std::shared_ptr<Caller> caller,
                      http::Response (Admin::*answer)(const http::Request&)) {
  parts_.idle.workers.post([this, caller = std::move(caller), answer] {
    guarded(caller, [&] { caller->respond((this->*answer)(caller->request)); });
  });
}

void Admin::route(const std::shared_ptr<Caller>& caller) {
  const std::string_view path = caller->request.path();
  const bool get = caller->request.method == "GET";
  const bool post = caller->request.method == "POST";
  if (path == "/_tombola/idle" && get) {
    return idle(caller);
  }
  if (path == "/_tombola/clock" && get) {
    return caller->respond(
        json_answer(200, clock_json(parts_.idle.service_clock), caller->request));
  }
  if (path == "/_tombola/clock" && post) {
    return parts_.idle.workers.post(
        [this, caller] { guarded(caller, [&] { move_clock(caller); }); });
  }
  if (path == "/_tombola/streams" && post) {
    return on_worker(caller, &Admin::reshard);
  }
  if (path == "/_tombola/sns" && get) {
    return caller->respond(json_answer(200, publications_json(parts_.services), caller->request));
  }
  if (path == "/_tombola/faults" && (get || post)) {
    return caller->respond(faults(caller->request));
  }
  if (path.starts_with(code_path) && get) {
    return on_worker(caller, &Admin::code);
  }
  if (path.starts_with(custom_resources_path) && caller->request.method == "PUT") {
    return caller->respond(custom_answer(caller->request));
  }
  const bool of_invocations =
      path == invocations_path || path.starts_with(std::string(invocations_path) + "/");
  if (of_invocations && get) {
    return on_worker(caller, &Admin::invocations);
  }
  if (path == "/_tombola/why" && get) {
    return on_worker(caller, &Admin::why);
  }
  if (path == "/_tombola/replay" && post) {
    return parts_.idle.workers.post([this, caller] { guarded(caller, [&] { replay(caller); }); });
  }
  static constexpr std::array<std::string_view, 7> others = {
      "/_tombola/idle",   "/_tombola/clock", "/_tombola/faults", "/_tombola/why",
      "/_tombola/replay", "/_tombola/sns",   "/_tombola/streams"};
  if (of_invocations || std::find(others.begin(), others.end(), path) != others.end()) {
    throw AdminRefused(fmt::format("{} is not for {}", path, caller->request.method), 405);
  }
  throw AdminRefused(
      "there are GET /_tombola/idle, /_tombola/invocations, /_tombola/why and /_tombola/sns, GET "
      "or "
      "POST /_tombola/clock and /_tombola/faults, POST /_tombola/replay and /_tombola/streams",
      404);
}

// What a wait for idleness came to. 409: waiting longer is no use.
http::Response Admin::idle_answer(const IdleOutcome& outcome, ordered_json body,
                                  const http::Request& request) const {
  using Kind = IdleOutcome::Kind;
  if (outcome.kind == Kind::Failed) {
    return message_answer(500, outcome.problem, request);
  }
  body["idle"] = outcome.kind == Kind::Idle;
  if (outcome.kind == Kind::Idle) {
    return json_answer(200, body, request);
  }
  body["waiting_for"] = outcome.waiting_for;
  if (outcome.next_due_ms) {
    body["next_due"] = triggers::iso_time(*outcome.next_due_ms);
    body["next_due_ms"] = *outcome.next_due_ms;
  }
  return json_answer(outcome.kind == Kind::Stuck ? 409 : 504, body, request);
}

void Admin::idle(const std::shared_ptr<Caller>& caller) {
  const AdminQuery query(caller->request, {"timeout"});
  IdleWaitOptions options;
  options.timeout = std::chrono::seconds(query.number(
      "timeout", "seconds", limits::idle_wait_seconds_default, 0, limits::idle_wait_seconds_max));
  wait_until_idle(parts_.idle, options, [this, caller](const IdleOutcome& outcome) {
    caller->respond(idle_answer(outcome, ordered_json::object(), caller->request));
  });
}

void Admin::move_clock(const std::shared_ptr<Caller>& caller) {
  storage::ServiceClock& clock = parts_.idle.service_clock;
  bool to_idle = false;
  try {
    const ClockChange change = ClockChange::parse(caller->request.body);
    change.apply(clock);
    to_idle = change.advance_to_idle;
  } catch (const ClockChangeRefused& refused) {
    throw AdminRefused(refused.what());
  }
  if (!to_idle) {
    return caller->respond(json_answer(200, clock_json(clock), caller->request));
  }
  const IdleWaitOptions options{std::chrono::seconds(limits::idle_wait_seconds_default), true};
  wait_until_idle(parts_.idle, options, [this, caller](const IdleOutcome& outcome) {
    ordered_json body = clock_json(parts_.idle.service_clock);
    body["clock_moves"] = outcome.clock_moves;
    caller->respond(idle_answer(outcome, std::move(body), caller->request));
  });
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
    throw AdminRefused(refused.what(), refused.http_status);
  }
}

// As S3 answers, which is whom it is put to on AWS.
http::Response Admin::custom_answer(const http::Request& request) {
  const std::string token(request.path().substr(custom_resources_path.size()));
  if (parts_.stacks == nullptr || !parts_.stacks->put_custom_answer(token, request.body)) {
    throw AdminRefused("no custom resource waits for this answer", 404);
  }
  return {200, {}, ""};
}

http::Response Admin::code(const http::Request& request) {
  const std::string_view name = request.path().substr(code_path.size());
  auto zip =
      parts_.functions == nullptr ? std::nullopt : parts_.functions->code().archive_named(name);
  if (!zip) {
    throw AdminRefused("there is no such code", 404);
  }
  http::Response response{200, {{"Content-Type", "application/zip"}}, std::move(*zip)};
  add_cors_headers(response.headers, request);
  return response;
}

http::Response Admin::invocations(const http::Request& request) {
  if (request.path() != invocations_path) {
    const std::string_view request_id = request.path().substr(invocations_path.size() + 1);
    const auto found = parts_.why.history.find(request_id);
    if (!found) {
      throw AdminRefused(fmt::format("no invocation {} is remembered; the last {} are", request_id,
                                     limits::remembered_invocations_max),
                         404);
    }
    return json_answer(200, invocation_json(*found), request);
  }
  const AdminQuery query(request, {"function", "mapping", "limit"});
  const std::string function = query.text("function");
  const std::string mapping = query.text("mapping");
  const std::int64_t limit = query.number("limit", "invocations", invocations_shown_default, 1,
                                          limits::remembered_invocations_max);
  ordered_json list = ordered_json::array();
  for (const triggers::RecordedInvocation& invocation :
       parts_.why.history.newest(static_cast<std::size_t>(limit), [&](const auto& one) {
         return (function.empty() || one.function == function) &&
                (mapping.empty() || one.cause.mapping_uuid == mapping);
       })) {
    list.push_back(invocation_json(invocation));
  }
  return json_answer(200, {{"invocations", std::move(list)}}, request);
}

http::Response Admin::why(const http::Request& request) {
  return json_answer(200, server::why(parts_.why, request), request);
}

void Admin::replay(const std::shared_ptr<Caller>& caller) {
  const ReplayOrder order = ReplayOrder::parse(caller->request.body);
  order.invocation.empty() ? replay_records(caller, order)
                           : replay_invocation(caller, order.invocation);
}

void Admin::replay_records(const std::shared_ptr<Caller>& caller, const ReplayOrder& order) {
  triggers::ReplayRequest request;
  for (const auto& stored : parts_.idle.dispatcher.mappings()) {
    if (stored.mapping.uuid == order.mapping) {
      request.mapping = stored.mapping;
    }
  }
  if (request.mapping.uuid.empty()) {
    throw AdminRefused(fmt::format("there is no event source mapping {}", order.mapping), 404);
  }
  if (request.mapping.tumbling_window_in_seconds > 0) {
    throw AdminRefused(
        "the mapping has tumbling windows, so its batches depend on a window's state; replay a "
        "remembered invocation instead");
  }
  request.from_number = order.from_number;
  request.to_number = order.to_number.value_or(UINT64_MAX);
  request.shard_id = order.shard_id;
  request.batches_max = order.batches_max;
  triggers::replay(
      parts_.replay, std::move(request), [this, caller](const triggers::ReplayOutcome& outcome) {
        if (!outcome.problem.empty()) {
          return caller->respond(message_answer(400, outcome.problem, caller->request));
        }
        ordered_json body = {{"invocations", invocations_json(outcome.request_ids)}};
        for (const auto& next : outcome.next) {
          body["next"].push_back(
              {{"shard", next.shard_id}, {"from", streams::sequence_number_text(next.number)}});
        }
        caller->respond(json_answer(200, body, caller->request));
      });
}

void Admin::replay_invocation(const std::shared_ptr<Caller>& caller,
                              const std::string& request_id) {
  const auto remembered = parts_.why.history.find(request_id);
  if (!remembered) {
    throw AdminRefused(fmt::format("no invocation {} is remembered", request_id), 404);
  }
  const auto function = parts_.replay.functions.find(remembered->function);
  if (!function) {
    throw AdminRefused(fmt::format("there is no function {} any more", remembered->function), 404);
  }
  triggers::Invocation invocation;
  invocation.request_id = triggers::new_request_id();
  invocation.event_json = *remembered->event_json;
  invocation.function_arn = remembered->function_arn;
  invocation.cause = remembered->cause;
  invocation.cause.source = triggers::InvocationCause::Source::Replay;
  invocation.cause.attempt = 1;
  const std::string id = invocation.request_id;
  function->runtime->invoke(std::move(invocation), [this, caller,
                                                    id](const triggers::InvokeResult&) {
    caller->respond(json_answer(200, {{"invocations", invocations_json({id})}}, caller->request));
  });
}

ordered_json Admin::invocations_json(const std::vector<std::string>& request_ids) const {
  ordered_json list = ordered_json::array();
  for (const std::string& id : request_ids) {
    // A ring: a very large event may have pushed out one before it.
    if (const auto invocation = parts_.why.history.find(id)) {
      list.push_back(invocation_json(*invocation));
    }
  }
  return list;
}

}  // namespace tombola::server
