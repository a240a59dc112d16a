#include "server/caller_policy.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace tombola::server {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](unsigned char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a')
                                          : static_cast<char>(letter);
  });
  return result;
}

bool is_ipv4(const std::string& text) {
  in_addr address;
  return inet_pton(AF_INET, text.c_str(), &address) == 1;
}

bool is_ipv6(const std::string& text) {
  in6_addr address;
  return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

// The host of "host", "host:port" or "[v6]:port", lower-case and without brackets; empty when the
// text is none of them.
std::string host_of_authority(std::string_view authority) {
  std::string_view host = authority;
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) {
      return {};
    }
    host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
    if (!is_ipv6(std::string(host))) {
      return {};
    }
  } else if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
    host = authority.substr(0, colon);
    port = authority.substr(colon);
  }
  if (!port.empty() && (port[0] != ':' ||
                        port.substr(1).find_first_not_of("0123456789") != std::string_view::npos)) {
    return {};
  }
  if (host.ends_with('.')) {
    host.remove_suffix(1);
  }
  return lower(host);
}

// "https://App.example.com:443" -> "https://app.example.com": what two equal origins look like.
std::string normalised_origin(std::string_view origin) {
  std::string text = lower(origin);
  if (text.ends_with('/')) {
    text.pop_back();
  }
  const auto drop_port = [&](std::string_view scheme, std::string_view port) {
    if (text.starts_with(scheme) && text.ends_with(port)) {
      text.resize(text.size() - port.size());
    }
  };
  drop_port("http://", ":80");
  drop_port("https://", ":443");
  return text;
}

// The authority of an http(s) origin; empty for any other.
std::string_view authority_of(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) {
      return origin.substr(scheme.size());
    }
  }
  return {};
}

bool is_wildcard(std::string_view host) {
  return host == "0.0.0.0" || host == "::";
}

bool host_allowed(const CallerRules& rules, std::string_view host_header) {
  const std::string host = host_of_authority(host_header);
  if (host.empty()) {
    return false;
  }
  if (is_loopback_host(host)) {
    return true;
  }
  if (is_wildcard(rules.host)) {
    return is_ipv4(host) || is_ipv6(host);
  }
  return host == lower(rules.host);
}

bool origin_allowed(const CallerRules& rules, std::string_view origin,
                    std::string_view host_header) {
  const std::string asked = normalised_origin(origin);
  for (const std::string& allowed : rules.allowed_origins) {
    if (allowed == "*" || normalised_origin(allowed) == asked) {
      return true;
    }
  }
  const std::string_view authority = authority_of(asked);
  if (authority.empty()) {
    return false;
  }
  // A page that we served ourselves: the Host was found good already.
  return is_loopback_host(host_of_authority(authority)) || authority == lower(host_header);
}

}  // namespace

bool is_loopback_host(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  const std::string name = lower(host);
  return name == "localhost" || name.ends_with(".localhost") || name == "::1" ||
         (name.starts_with("127.") && is_ipv4(name));
}

bool is_origin(std::string_view text) {
  if (text == "*" || text == "null") {
    return true;
  }
  const std::size_t scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos || scheme_end == 0) {
    return false;
  }
  const std::string_view authority = text.substr(scheme_end + 3);
  return !host_of_authority(authority).empty() &&
         authority.find_first_of("/?#@ \t") == std::string_view::npos;
}

std::optional<std::string> refuse_caller(const CallerRules& rules, const http::Request& request) {
  const std::string_view host = request.header("Host");
  if (!host_allowed(rules, host)) {
    return fmt::format(
        "Host '{}' is not served here: use localhost, a loopback address or the address given "
        "with --host.",
        host);
  }
  if (!http::has_header(request.headers, "Origin")) {
    return std::nullopt;
  }
  const std::string_view origin = request.header("Origin");
  if (!origin_allowed(rules, origin, host)) {
    return fmt::format(
        "Origin '{}' may not call this server: start it with --allow-origin {} to let it.", origin,
        origin);
  }
  return std::nullopt;
}

void add_cors_headers(std::vector<http::Header>& headers, const http::Request& request) {
  const std::string_view origin = request.header("Origin");
  if (origin.empty()) {
    return;
  }
  headers.push_back({"Access-Control-Allow-Origin", std::string(origin)});
  headers.push_back(
      {"Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amz-crc32,Date"});
  headers.push_back({"Vary", "Origin"});
}

http::Response preflight_answer(const http::Request& request) {
  http::Response answer;
  answer.headers = {{"Access-Control-Allow-Origin", std::string(request.header("Origin"))},
                    {"Access-Control-Max-Age", "172800"},
                    {"Vary", "Origin"}};
  static constexpr std::array<std::array<std::string_view, 2>, 2> echoed = {{
      {"Access-Control-Request-Headers", "Access-Control-Allow-Headers"},
      {"Access-Control-Request-Method", "Access-Control-Allow-Methods"},
  }};
  for (const auto& [asked, allowed] : echoed) {
    if (const std::string_view value = request.header(asked); !value.empty()) {
      answer.headers.push_back({std::string(allowed), std::string(value)});
    }
  }
  // A page from the internet asks this before it calls into a private network.
  if (request.header("Access-Control-Request-Private-Network") == "true") {
    answer.headers.push_back({"Access-Control-Allow-Private-Network", "true"});
  }
  return answer;
}

}  // namespace tombola::server
