// A request to another server, http or https, without waiting for it: for APIs that stand before one.
// A connection of its own each time; redirects are answers like others. Any thread may call.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "http/event_loop.h"
#include "http/message.h"

namespace tombola::http {

struct Url {
  bool is_tls = false;
  std::string host;  // without the brackets of an IPv6 address
  std::string port;
  std::string target;  // path and query, "/" at least
  // As the Host header has it: the port only where it is not the scheme's own.
  std::string authority;
};
// None: it is no http or https URL.
std::optional<Url> parse_url(std::string_view url);

struct FetchRequest {
  Url url;
  std::string method;
  std::vector<Header> headers;  // Host, Connection and Content-Length are ours
  std::string body;
  // From the call to the last byte of the answer.
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
  // Off for certificates that nobody vouches for.
  bool checks_certificate = true;
};

struct FetchFailure {
  enum class Kind { Unreachable, TimedOut, BadAnswer };
  Kind kind = Kind::Unreachable;
  std::string reason;
};
using FetchOutcome = std::variant<Response, FetchFailure>;

// Calls `done` once, on the loop. It is not called when the loop ends before.
void fetch(EventLoop& loop, FetchRequest request, std::function<void(FetchOutcome)> done);

}  // namespace tombola::http
