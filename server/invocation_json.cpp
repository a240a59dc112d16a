#include "server/invocation_json.h"

#include <string_view>

#include "streams/shard.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;
using triggers::InvocationCause;
using triggers::InvokeResult;
using triggers::InvokeStatus;

std::string_view source_name(InvocationCause::Source source) {
  switch (source) {
    case InvocationCause::Source::Invoke:
      return "invoke";
    case InvocationCause::Source::Event:
      return "event";
    case InvocationCause::Source::EventSourceMapping:
      return "event-source-mapping";
    case InvocationCause::Source::HttpRoute:
      return "http-route";
    case InvocationCause::Source::FunctionUrl:
      return "function-url";
    case InvocationCause::Source::Replay:
      return "replay";
  }
  return "";
}

// As JSON where it is JSON: a function may stream whatever it likes.
ordered_json json_or_text(const std::string& text) {
  ordered_json parsed = ordered_json::parse(text, nullptr, false);
  return parsed.is_discarded() ? ordered_json(text) : parsed;
}

void add_result(ordered_json& json, const InvokeResult& result) {
  json["status"] = result.status == InvokeStatus::Success         ? "success"
                   : result.status == InvokeStatus::FunctionError ? "function-error"
                                                                  : "unreachable";
  json["duration_ms"] = result.duration_ms;
  if (!result.function_error.empty()) {
    json["function_error"] = result.function_error;
  }
  if (!result.reason.empty()) {
    json["reason"] = result.reason;
  }
}

}  // namespace

ordered_json invocation_json(const triggers::RecordedInvocation& invocation) {
  const InvocationCause& cause = invocation.cause;
  ordered_json json = {{"request_id", invocation.request_id},
                       {"function", invocation.function},
                       {"function_arn", invocation.function_arn},
                       {"source", source_name(cause.source)},
                       {"attempt", cause.attempt}};
  if (!cause.mapping_uuid.empty()) {
    json["mapping"] = cause.mapping_uuid;
    json["shard"] = cause.shard_id;
    if (!cause.numbers.empty()) {
      json["first_sequence_number"] = streams::sequence_number_text(cause.numbers.front());
      json["last_sequence_number"] = streams::sequence_number_text(cause.numbers.back());
    }
    json["records"] = cause.numbers.size();
  }
  json["began"] = triggers::iso_time(invocation.began_ms);
  if (!invocation.result) {
    json["status"] = "running";
    json["event"] = json_or_text(*invocation.event_json);
    return json;
  }
  add_result(json, *invocation.result);
  json["event"] = json_or_text(*invocation.event_json);
  json["answer"] = json_or_text(invocation.result->payload);
  json["log"] = invocation.result->log_tail;
  return json;
}

}  // namespace tombola::server
