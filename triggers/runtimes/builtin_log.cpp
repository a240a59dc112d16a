#include "triggers/runtimes/builtin_log.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/json/json_document.h"
#include "dynamodb/json/json_text.h"
#include "storage/clock.h"
#include "triggers/runtimes/function_error.h"
#include "triggers/runtimes/identifiers.h"
#include "triggers/runtimes/invocation_log.h"

namespace tombola::triggers {

using dynamodb::append_json_string;
using dynamodb::JsonDocument;
using dynamodb::JsonValue;

namespace {

void append_plain(std::string& out, JsonValue attribute_value);

template <typename AppendElement>
void append_array(std::string& out, JsonValue array, AppendElement append_element) {
  out += '[';
  bool first = true;
  for (const JsonValue element : array.elements()) {
    if (!std::exchange(first, false)) out += ',';
    append_element(element);
  }
  out += ']';
}

void append_map(std::string& out, JsonValue map) {
  out += '{';
  bool first = true;
  for (const auto& [name, value] : map.members()) {
    if (!std::exchange(first, false)) out += ',';
    append_json_string(out, name);
    out += ':';
    append_plain(out, value);
  }
  out += '}';
}

// {"S":"John"} -> "John"
void append_plain(std::string& out, JsonValue attribute_value) {
  if (!attribute_value.is_object() || attribute_value.size() != 1) {
    throw std::runtime_error("an attribute value must have exactly one type");
  }
  const auto [type, value] = *attribute_value.members().begin();
  const auto append_text = [&out](JsonValue text) { append_json_string(out, text.as_string()); };
  const auto append_number = [&out](JsonValue text) { out += text.as_string(); };
  if (type == "S" || type == "B") {
    append_text(value);
  } else if (type == "N") {
    append_number(value);
  } else if (type == "BOOL") {
    out += value.as_bool() ? "true" : "false";
  } else if (type == "NULL") {
    out += "null";
  } else if (type == "SS" || type == "BS") {
    append_array(out, value, append_text);
  } else if (type == "NS") {
    append_array(out, value, append_number);
  } else if (type == "L") {
    append_array(out, value, [&out](JsonValue element) { append_plain(out, element); });
  } else if (type == "M") {
    append_map(out, value);
  } else {
    throw std::runtime_error(fmt::format("unsupported type passed: {}", type));
  }
}

}  // namespace

std::vector<std::string> inserted_items(std::string_view event_json) {
  std::vector<std::string> lines;
  const JsonDocument document = JsonDocument::parse(event_json);
  if (!document.root().is_object()) return lines;
  const auto records = document.root().find("Records");
  if (!records || !records->is_array()) return lines;
  for (const JsonValue record : records->elements()) {
    if (!record.is_object()) continue;
    const auto event_name = record.find("eventName");
    const auto change = record.find("dynamodb");
    if (!event_name || !event_name->is_string() || event_name->as_string() != "INSERT") continue;
    if (!change || !change->is_object()) continue;
    const auto image = change->find("NewImage");
    if (!image || !image->is_object()) continue;
    append_map(lines.emplace_back(), *image);
  }
  return lines;
}

struct BuiltinLog::State {
  State(Function what, RuntimeContext& shared)
      : function(std::move(what)), context(shared), log(function, context.log()) {}

  InvokeResult run(const Invocation& invocation);

  const Function function;
  RuntimeContext& context;
  InvocationLog log;
  std::atomic<bool> shut_down = false;
};

BuiltinLog::BuiltinLog(Function function, RuntimeContext& context)
    : state_(std::make_shared<State>(std::move(function), context)) {}

void BuiltinLog::invoke(Invocation invocation, Done done) {
  state_->context.loop().post(
      [state = state_, invocation = std::move(invocation), done = std::move(done)]() mutable {
        if (invocation.request_id.empty()) invocation.request_id = new_request_id();
        done(state->run(invocation));
      });
}

void BuiltinLog::shut_down() {
  state_->shut_down = true;
}

InvokeResult BuiltinLog::State::run(const Invocation& invocation) {
  InvokeResult result;
  result.request_id = invocation.request_id;
  if (shut_down) {
    result.status = InvokeStatus::Unreachable;
    result.reason = "the function was shut down";
    result.payload = error_object("Unreachable", result.reason);
    return result;
  }
  const auto started = std::chrono::steady_clock::now();
  log.start(result.request_id);
  try {
    for (const std::string& line : inserted_items(invocation.event_json)) log.write(line);
    result.payload = "null";
  } catch (const std::exception& error) {
    result.status = InvokeStatus::FunctionError;
    result.function_error = "Unhandled";
    result.payload = error_object("Error", error.what());
    log.write(fmt::format("{}\t{}\tERROR\tInvoke Error \t{}",
                          iso_time(storage::ProcessClock().now_ms()), result.request_id,
                          result.payload));
  }
  result.duration_ms =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
  result.log_tail = log.end({.request_id = result.request_id, .duration_ms = result.duration_ms});
  return result;
}

}  // namespace tombola::triggers
