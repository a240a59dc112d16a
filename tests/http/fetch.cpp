// Requests to another server, which a listener of ours on loopback plays.
#include "http/fetch.h"

#include <future>

#include <catch2/catch.hpp>

#include "tests/http/test_server.h"

namespace tombola::http {

namespace {

FetchOutcome outcome_of(EventLoop& loop, FetchRequest request) {
  std::promise<FetchOutcome> promise;
  fetch(loop, std::move(request),
        [&](FetchOutcome outcome) { promise.set_value(std::move(outcome)); });
  return promise.get_future().get();
}

Url url_of(const TestServer& server, const std::string& target) {
  return *parse_url("http://127.0.0.1:" + std::to_string(server.listener.port()) + target);
}

FetchFailure::Kind failure_of(const FetchOutcome& outcome) {
  return std::get<FetchFailure>(outcome).kind;
}

}  // namespace

TEST_CASE("URLs") {
  const auto url = parse_url("http://[::1]:8080/a/b?c=d#e");
  REQUIRE(url);
  CHECK_FALSE(url->is_tls);
  CHECK(url->host == "::1");
  CHECK(url->port == "8080");
  CHECK(url->authority == "[::1]:8080");
  CHECK(url->target == "/a/b?c=d");
  const auto bare = parse_url("https://example.com?x");
  REQUIRE(bare);
  CHECK(bare->is_tls);
  CHECK(bare->port == "443");
  CHECK(bare->authority == "example.com");
  CHECK(bare->target == "/?x");
  for (const char* wrong : {"", "example.com", "ftp://example.com", "http://", "http://:80/",
                            "http://a:b/", "http://user@host/", "http://a:123456/"}) {
    INFO(wrong);
    CHECK_FALSE(parse_url(wrong));
  }
}

TEST_CASE("a request with its headers and body, and its answer") {
  Request got;
  TestServer server([&](Request request, Responder respond) {
    got = request;
    respond({201, {{"X-From", "there"}}, "hello"});
  });
  FetchRequest request{
      url_of(server, "/a?b=c"), "PUT", {{"X-One", "1"}, {"Host", "wrong"}}, "body"};
  const FetchOutcome outcome = outcome_of(server.loop, std::move(request));
  const Response& response = std::get<Response>(outcome);
  CHECK(response.status == 201);
  CHECK(response.header("x-from") == "there");
  CHECK(response.body == "hello");
  CHECK(got.method == "PUT");
  CHECK(got.target == "/a?b=c");
  CHECK(got.body == "body");
  CHECK(got.header("X-One") == "1");
  CHECK(got.header("Host") == "127.0.0.1:" + std::to_string(server.listener.port()));
}

TEST_CASE("nobody listens, nobody answers, or what answers is not HTTP") {
  std::vector<Responder> held;
  TestServer server([&](Request, Responder respond) { held.push_back(std::move(respond)); });
  FetchRequest slow{url_of(server, "/"), "GET", {}, "", std::chrono::milliseconds(50)};
  CHECK(failure_of(outcome_of(server.loop, slow)) == FetchFailure::Kind::TimedOut);
  FetchRequest tls = slow;
  tls.url.is_tls = true;
  tls.timeout = std::chrono::seconds(10);
  CHECK(failure_of(outcome_of(server.loop, tls)) == FetchFailure::Kind::Unreachable);
  std::uint16_t free_port = 0;
  {
    TestServer gone(describe);
    free_port = gone.listener.port();
  }
  FetchRequest nobody{*parse_url("http://127.0.0.1:" + std::to_string(free_port)), "GET", {}, ""};
  CHECK(failure_of(outcome_of(server.loop, nobody)) == FetchFailure::Kind::Unreachable);
}

}  // namespace tombola::http
