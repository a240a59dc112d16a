// Who may call. The server runs code on a developer's machine, so no web page may reach it: not one
// from elsewhere (its Origin tells) and not one whose name was made to point here (DNS rebinding:
// its Host tells). Pure; checked before any routing.
//
// A request passes when its Host is localhost, *.localhost, a loopback address or --host, and it
// either has no Origin (SDKs, curl) or one that is loopback, allowed by --allow-origin, or our own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace tombola::server {

struct CallerRules {
  // --host as given; empty: loopback only. With a wildcard (0.0.0.0, ::) any address is ours, but
  // no further name is: an address cannot be rebound, a name can.
  std::string host;
  // --allow-origin as given: "https://app.example.com", or "*" for every one.
  std::vector<std::string> allowed_origins;
};

// Why the request is refused, in one line; nothing when it may pass.
std::optional<std::string> refuse_caller(const CallerRules& rules, const http::Request& request);

// localhost, *.localhost, 127.0.0.0/8, ::1; without port, an IPv6 address with or without brackets.
bool is_loopback_host(std::string_view host);

// "https://app.example.com:8443", "null" or "*".
bool is_origin(std::string_view text);

// Lets a page of that origin read the answer. Only for a request that refuse_caller let pass; does
// nothing for one without Origin.
void add_cors_headers(std::vector<http::Header>& headers, const http::Request& request);
// The answer to a page's question before the request proper (OPTIONS with Origin).
http::Response preflight_answer(const http::Request& request);

}  // namespace tombola::server
