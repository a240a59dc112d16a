#include "server/admin_answer.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "server/caller_policy.h"
#include "server/time_text.h"

namespace tombola::server {

using nlohmann::ordered_json;

http::Response json_answer(int status, const ordered_json& body, const http::Request& request) {
  // What a handler wrote need not be UTF-8.
  http::Response response{status,
                          {{"Content-Type", "application/json"}},
                          body.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n"};
  add_cors_headers(response.headers, request);
  return response;
}

http::Response message_answer(int status, std::string_view message, const http::Request& request) {
  return json_answer(status, {{"message", message}}, request);
}

AdminQuery::AdminQuery(const http::Request& request, const std::vector<std::string_view>& known)
    : parameters_(http::parse_query(request.query())) {
  for (const http::QueryParameter& parameter : parameters_) {
    if (std::find(known.begin(), known.end(), parameter.name) == known.end()) {
      throw AdminRefused(fmt::format("unknown parameter '{}'; there are {}", parameter.name,
                                     fmt::join(known, ", ")));
    }
  }
}

std::string AdminQuery::text(std::string_view name) const {
  for (const http::QueryParameter& parameter : parameters_) {
    if (parameter.name == name) {
      return parameter.value;
    }
  }
  return {};
}

std::int64_t AdminQuery::number(std::string_view name, std::string_view what,
                                std::int64_t otherwise, std::int64_t min, std::int64_t max) const {
  const bool given = std::any_of(parameters_.begin(), parameters_.end(),
                                 [&](const auto& parameter) { return parameter.name == name; });
  if (!given) {
    return otherwise;
  }
  const auto value = parse_whole_number(text(name));
  if (!value || *value < min || *value > max) {
    throw AdminRefused(
        fmt::format("{} must be a whole number of {} from {} to {}", name, what, min, max));
  }
  return *value;
}

}  // namespace tombola::server
