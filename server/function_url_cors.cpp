#include "server/function_url_cors.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tombola::server {
namespace {

using triggers::FunctionUrlCors;

bool allows(const std::vector<std::string>& allowed, std::string_view asked) {
  return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& one) {
    return one == "*" || http::equals_ignoring_case(one, asked);
  });
}

// Access-Control-Allow-Origin and what belongs to it; nothing for an origin that may not.
std::vector<http::Header> origin_headers(const FunctionUrlCors& cors,
                                         const http::Request& request) {
  const std::string_view origin = request.header("Origin");
  if (origin.empty() || !allows(cors.allow_origins, origin)) {
    return {};
  }
  const bool with_credentials = cors.allow_credentials.value_or(false);
  // Browsers take no "*" together with credentials.
  const bool any =
      !with_credentials && std::find(cors.allow_origins.begin(), cors.allow_origins.end(), "*") !=
                               cors.allow_origins.end();
  std::vector<http::Header> headers = {
      {"Access-Control-Allow-Origin", any ? "*" : std::string(origin)}};
  if (!any) {
    headers.push_back({"Vary", "Origin"});
  }
  if (with_credentials) {
    headers.push_back({"Access-Control-Allow-Credentials", "true"});
  }
  return headers;
}

void add_list(std::vector<http::Header>& headers, std::string_view name,
              const std::vector<std::string>& values) {
  if (!values.empty()) {
    headers.push_back({std::string(name), fmt::format("{}", fmt::join(values, ","))});
  }
}

}  // namespace

std::optional<http::Response> cors_preflight(const FunctionUrlCors& cors,
                                             const http::Request& request) {
  const std::string_view method = request.header("Access-Control-Request-Method");
  if (request.method != "OPTIONS" || method.empty()) {
    return std::nullopt;
  }
  http::Response answer;
  answer.headers = origin_headers(cors, request);
  if (!answer.headers.empty() && allows(cors.allow_methods, method)) {
    add_list(answer.headers, "Access-Control-Allow-Methods", cors.allow_methods);
    add_list(answer.headers, "Access-Control-Allow-Headers", cors.allow_headers);
    if (cors.max_age_seconds) {
      answer.headers.push_back({"Access-Control-Max-Age", std::to_string(*cors.max_age_seconds)});
    }
  }
  return answer;
}

std::vector<http::Header> cors_headers(const FunctionUrlCors& cors, const http::Request& request) {
  std::vector<http::Header> headers = origin_headers(cors, request);
  if (!headers.empty()) {
    add_list(headers, "Access-Control-Expose-Headers", cors.expose_headers);
  }
  return headers;
}

std::optional<http::Response> preflight_of_url(const triggers::FunctionUrlConfig& config,
                                               const http::Request& request) {
  return config.cors ? cors_preflight(*config.cors, request) : std::nullopt;
}

std::vector<http::Header> cors_headers_of_url(const triggers::FunctionUrlConfig& config,
                                              const http::Request& request) {
  return config.cors ? cors_headers(*config.cors, request) : std::vector<http::Header>();
}

}  // namespace tombola::server
