#include "server/caller_policy.h"

#include <catch2/catch.hpp>

using namespace tombola;
using server::CallerRules;

namespace {

http::Request request_with(const std::string& host, const std::optional<std::string>& origin) {
  http::Request request;
  request.headers.push_back({"Host", host});
  if (origin) {
    request.headers.push_back({"Origin", *origin});
  }
  return request;
}

}  // namespace

TEST_CASE("a request passes by its Host") {
  struct Case {
    std::string rule_host, host;
    bool allowed;
  };
  const Case cases[] = {
      {"", "localhost", true},
      {"", "localhost:8000", true},
      {"", "LocalHost:8000", true},
      {"", "localhost.:8000", true},
      {"", "raffle.localhost:8000", true},
      {"", "127.0.0.1:8000", true},
      {"", "127.8.9.10", true},
      {"", "[::1]:8000", true},
      {"", "[::1]", true},
      {"", "", false},
      {"", "example.com", false},
      {"", "localhost.example.com:8000", false},
      {"", "notlocalhost", false},
      {"", "127.0.0.1.example.com", false},
      {"", "127.0.0.999", false},
      {"", "192.168.1.7:8000", false},
      {"", "0.0.0.0:8000", false},
      {"", "[::2]:8000", false},
      {"", "[::1:8000", false},
      {"", "[localhost]:8000", false},
      {"", "localhost:8000@example.com", false},
      {"", "localhost:", true},
      // --host is ours by name; a wildcard makes every address ours, but no name.
      {"192.168.1.7", "192.168.1.7:8000", true},
      {"192.168.1.7", "192.168.1.8:8000", false},
      {"192.168.1.7", "localhost:8000", true},
      {"0.0.0.0", "192.168.1.7:8000", true},
      {"0.0.0.0", "[fe80::1]:8000", true},
      {"0.0.0.0", "rebound.example.com:8000", false},
      {"::", "10.0.0.1", true},
  };
  for (const Case& test : cases) {
    CAPTURE(test.rule_host, test.host);
    const CallerRules rules{test.rule_host, {}};
    CHECK(!server::refuse_caller(rules, request_with(test.host, std::nullopt)) == test.allowed);
  }
}

TEST_CASE("a request passes by its Origin") {
  struct Case {
    std::vector<std::string> allowed_origins;
    std::string origin;
    bool allowed;
  };
  const Case cases[] = {
      {{}, "http://localhost:3000", true},
      {{}, "https://localhost", true},
      {{}, "http://app.localhost:5173", true},
      {{}, "http://127.0.0.1:8080", true},
      {{}, "http://[::1]:8080", true},
      {{}, "http://192.168.1.7:8000", true},  // the page that we serve ourselves; see Host below
      {{}, "http://192.168.1.7:9000", false},
      {{}, "https://example.com", false},
      {{}, "https://localhost.example.com", false},
      {{}, "http://localhost@example.com", false},
      {{}, "null", false},
      {{}, "", false},
      {{}, "localhost:3000", false},
      {{}, "file://localhost", false},
      {{}, "chrome-extension://abcdefghijklmnop", false},
      {{"https://app.example.com"}, "https://app.example.com", true},
      {{"https://app.example.com"}, "https://APP.example.com", true},
      {{"https://app.example.com:443/"}, "https://app.example.com", true},
      {{"http://app.example.com"}, "http://app.example.com:80", true},
      {{"https://app.example.com"}, "http://app.example.com", false},
      {{"https://app.example.com"}, "https://app.example.com:8443", false},
      {{"https://app.example.com"}, "https://other.example.com", false},
      {{"https://a.example", "https://b.example"}, "https://b.example", true},
      {{"null"}, "null", true},
      {{"*"}, "https://example.com", true},
  };
  for (const Case& test : cases) {
    CAPTURE(test.allowed_origins, test.origin);
    const CallerRules rules{"192.168.1.7", test.allowed_origins};
    const auto refusal =
        server::refuse_caller(rules, request_with("192.168.1.7:8000", test.origin));
    CHECK(!refusal == test.allowed);
  }
}

TEST_CASE("a refusal names the Host or Origin in one line") {
  CHECK(server::refuse_caller({}, request_with("evil.example", std::nullopt)) ==
        "Host 'evil.example' is not served here: use localhost, a loopback address or the address "
        "given with --host.");
  CHECK(server::refuse_caller({}, request_with("localhost", "https://evil.example")) ==
        "Origin 'https://evil.example' may not call this server: start it with --allow-origin "
        "https://evil.example to let it.");
}

TEST_CASE("an allowed Host does not excuse a foreign Origin, nor the other way round") {
  CHECK(server::refuse_caller({}, request_with("localhost", "https://evil.example")));
  CHECK(server::refuse_caller({}, request_with("evil.example", "http://localhost")));
  CHECK(server::refuse_caller({}, request_with("evil.example", "http://evil.example")));
}

TEST_CASE("CORS headers are for requests with an Origin, and name it") {
  std::vector<http::Header> headers;
  server::add_cors_headers(headers, request_with("localhost", std::nullopt));
  CHECK(headers.empty());
  server::add_cors_headers(headers, request_with("localhost", "http://localhost:3000"));
  CHECK(http::find_header(headers, "Access-Control-Allow-Origin") == "http://localhost:3000");
  CHECK(http::find_header(headers, "Vary") == "Origin");
}

TEST_CASE("a preflight answer echoes what was asked for") {
  http::Request request = request_with("localhost", "http://localhost:3000");
  request.method = "OPTIONS";
  request.headers.push_back({"Access-Control-Request-Method", "POST"});
  request.headers.push_back({"Access-Control-Request-Headers", "x-amz-target,authorization"});
  const http::Response answer = server::preflight_answer(request);
  CHECK(answer.status == 200);
  CHECK(answer.body.empty());
  CHECK(answer.header("Access-Control-Allow-Origin") == "http://localhost:3000");
  CHECK(answer.header("Access-Control-Allow-Methods") == "POST");
  CHECK(answer.header("Access-Control-Allow-Headers") == "x-amz-target,authorization");
  CHECK(answer.header("Access-Control-Max-Age") == "172800");
  CHECK_FALSE(http::has_header(answer.headers, "Access-Control-Allow-Private-Network"));
}

TEST_CASE("an origin is a scheme, a host and perhaps a port") {
  for (const char* good : {"https://app.example.com", "http://10.0.0.1:3000", "*", "null"}) {
    CAPTURE(good);
    CHECK(server::is_origin(good));
  }
  for (const char* bad : {"app.example.com", "https://", "://x", "https://a b", "https://x/path"}) {
    CAPTURE(bad);
    CHECK_FALSE(server::is_origin(bad));
  }
}
