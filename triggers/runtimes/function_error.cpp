#include "triggers/runtimes/function_error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"

namespace tombola::triggers {

using dynamodb::append_json_string;

std::string error_object(std::string_view type, std::string_view message,
                         const std::vector<std::string>& trace) {
  std::string json = R"({"errorType":)";
  append_json_string(json, type);
  json += R"(,"errorMessage":)";
  append_json_string(json, message);
  if (!trace.empty()) {
    json += R"(,"trace":[)";
    for (const std::string& line : trace) {
      if (&line != &trace.front()) json += ',';
      append_json_string(json, line);
    }
    json += ']';
  }
  return json + '}';
}

std::string error_type_of(std::string_view error_object) {
  const auto object = nlohmann::json::parse(error_object, nullptr, false);
  const bool has_type = object.is_object() && object.contains("errorType");
  if (!has_type || !object["errorType"].is_string()) return "Runtime.Unknown";
  return object["errorType"].get<std::string>();
}

std::string exit_message(std::string_view request_id, std::string_view exit) {
  if (exit.empty()) {
    return fmt::format("RequestId: {} Error: Runtime exited without providing a reason",
                       request_id);
  }
  return fmt::format("RequestId: {} Error: Runtime exited with error: {}", request_id, exit);
}

std::string timeout_text(std::int64_t timeout_ms) {
  return fmt::format("Task timed out after {:.2f} seconds",
                     static_cast<double>(timeout_ms) / 1000.0);
}

std::string timeout_error(std::string_view request_id, std::int64_t timeout_ms) {
  return error_object("Sandbox.Timedout",
                      fmt::format("RequestId: {} Error: {}", request_id, timeout_text(timeout_ms)));
}

std::string response_too_large_error(std::size_t size_bytes_max) {
  return error_object(
      "Function.ResponseSizeTooLarge",
      fmt::format("Response payload size exceeded maximum allowed payload size ({} bytes).",
                  size_bytes_max));
}

}  // namespace tombola::triggers
