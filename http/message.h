// HTTP messages as plain data. Bodies are whole, unless they are streamed: a request longer than the
// listener's limit never gets here.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tombola::http {

class BodyStream;

struct Header {
  std::string name;
  std::string value;
};

// ASCII letters compare without case: header names, codings, connection options.
bool equals_ignoring_case(std::string_view left, std::string_view right);

// Header names compare without case. Empty when there is none; the first when there are several.
std::string_view find_header(const std::vector<Header>& headers, std::string_view name);
bool has_header(const std::vector<Header>& headers, std::string_view name);

struct Request {
  std::string method;  // as sent: "POST"
  std::string target;  // as sent: "/raffle?name=John"
  int version = 11;    // 10 or 11
  std::vector<Header> headers;
  std::string body;            // dechunked; still compressed if Content-Encoding says so
  std::string remote_address;  // "127.0.0.1"
  // What came behind a chunked body, which must not pass for headers (RFC 9110, 6.5.1).
  std::vector<Header> trailers = {};

  std::string_view header(std::string_view name) const { return find_header(headers, name); }
  // The target up to '?', as sent; and what follows it. Of an absolute target, as a proxy would get
  // it ("http://localhost:8000/raffle"), the path alone.
  std::string_view path() const;
  std::string_view query() const;
};

struct Response {
  int status = 200;
  // Content-Length, Connection and Date are the session's: it drops them here, except that
  // "Connection: close" closes the connection after the answer.
  std::vector<Header> headers;
  std::string body;
  // Where the body comes from part by part (streamed_body.h); null: it is `body`.
  std::shared_ptr<BodyStream> stream = nullptr;

  std::string_view header(std::string_view name) const { return find_header(headers, name); }
};

// How long a request's body may be, and what a longer one is answered.
struct BodyLimit {
  std::size_t size_bytes_max = 16'777'216;
  Response too_large{413, {}, ""};
};

// Percent-decodes; '+' becomes a space only when `plus_is_space`. A stray '%' stays as it is.
std::string percent_decode(std::string_view text, bool plus_is_space);

// All but letters, digits and "-._~" as %XX.
std::string percent_encode(std::string_view text);

struct QueryParameter {
  std::string name;
  std::string value;
};
// a=1&b=2, decoded ('+' is a space), in order; a parameter without '=' has an empty value.
std::vector<QueryParameter> parse_query(std::string_view query);

}  // namespace tombola::http
