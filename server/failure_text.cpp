#include "server/failure_text.h"

#include <cstddef>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/line_text.h"

namespace tombola::server {
namespace {

using nlohmann::json;

// A line is for reading.
constexpr std::size_t text_bytes_max = 400;

std::string one_line(std::string text) {
  return line_text(std::move(text), text_bytes_max);
}

// Empty: it has none.
std::string text_member(const json& error, const char* name) {
  const auto found = error.is_object() ? error.find(name) : error.end();
  return found != error.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string failure_text(const triggers::InvokeResult& result) {
  if (result.status == triggers::InvokeStatus::Unreachable) {
    return one_line(result.reason);
  }
  const json error = json::parse(result.payload, nullptr, false);
  const std::string type = text_member(error, "errorType");
  const std::string message = text_member(error, "errorMessage");
  if (type.empty() && message.empty()) {
    const bool says_nothing = result.payload.empty() || result.payload == "{}";
    return one_line(says_nothing ? result.function_error : result.payload);
  }
  return one_line(type.empty() || message.empty() ? type + message
                                                  : fmt::format("{}: {}", type, message));
}

}  // namespace tombola::server
