// Sizes, times and numbers that the listener bounds.
#include <chrono>
#include <ctime>
#include <optional>

#include <fcntl.h>
#include <sys/resource.h>

#include "http/file_descriptor.h"
#include "http/listener.h"
#include "tests/http/raw_connection.h"
#include "tests/http/test_server.h"

namespace tombola::http {

namespace {

using std::chrono::milliseconds;

ListenerOptions small_limits() {
  ListenerOptions options = TestServer::loopback();
  options.body.size_bytes_max = 1000;
  options.header_size_bytes_max = 2000;
  options.body.too_large = {413, {}, "too large"};
  return options;
}

std::string post(const std::string& headers, const std::string& body) {
  return "POST / HTTP/1.1\r\n" + headers + "\r\n" + body;
}

// One descriptor after the other until the process may have no more.
std::vector<FileDescriptor> use_up_descriptors() {
  std::vector<FileDescriptor> used;
  for (;;) {
    FileDescriptor descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!descriptor.valid()) return used;
    used.push_back(std::move(descriptor));
  }
}

class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t descriptors) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit lowered{descriptors, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &lowered);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("a body of the limit passes, one over it is answered 413") {
  TestServer server(describe, small_limits());
  RawConnection client(server.listener.port());
  const std::string largest(1000, 'x');
  client.send(post("Content-Length: 1000\r\n", largest));
  CHECK(client.read_response().body == "POST / HTTP/11 [" + largest + "]");
  client.send(post(
      "Transfer-Encoding: chunked\r\n",
      "1f4\r\n" + largest.substr(500) + "\r\n1f4\r\n" + largest.substr(500) + "\r\n0\r\n\r\n"));
  CHECK(client.read_response().body == "POST / HTTP/11 [" + largest + "]");

  client.send(post("Content-Length: 1001\r\n", ""));
  const RawResponse refused = client.read_response();
  CHECK(refused.status_line() == "HTTP/1.1 413 Payload Too Large");
  CHECK(refused.body == "too large");
  CHECK(client.read_to_end().empty());
}

TEST_CASE("a request may have another limit than the rest, which its head decides") {
  ListenerOptions options = small_limits();
  options.body_limit_of = [](const Request& head) {
    return head.path() == "/upload" ? BodyLimit{2000, {413, {}, "too large to upload"}}
                                    : BodyLimit{1000, {413, {}, "too large"}};
  };
  TestServer server(describe, options);
  const std::string body(2000, 'x');
  const auto upload = [](const std::string& headers, const std::string& bytes) {
    return "POST /upload HTTP/1.1\r\n" + headers + "\r\n" + bytes;
  };
  const auto answer_to = [&](const std::string& request) {
    RawConnection client(server.listener.port());
    client.send(request);
    return client.read_response().body;
  };
  const std::string chunks = "3e8\r\n" + body.substr(1000) + "\r\n3e8\r\n" + body.substr(1000);
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  const std::string done = "POST /upload HTTP/11 [" + body + "]";
  CHECK(answer_to(upload("Content-Length: 2000\r\n", body)) == done);
  CHECK(answer_to(upload(chunked, chunks + "\r\n0\r\n\r\n")) == done);
  // Refused by the head alone, also when the client asks first.
  CHECK(answer_to(upload("Content-Length: 2001\r\n", "")) == "too large to upload");
  CHECK(answer_to(upload("Content-Length: 2001\r\nExpect: 100-continue\r\n", "")) ==
        "too large to upload");
  CHECK(answer_to(upload(chunked, chunks + "\r\n1\r\n")) == "too large to upload");
  CHECK(answer_to(post("Content-Length: 1001\r\n", "")) == "too large");
  CHECK(answer_to(post(chunked, chunks)) == "too large");
}

TEST_CASE("a chunked body over the limit is answered 413") {
  TestServer server(describe, small_limits());
  const std::vector<std::string> too_long = {
      "3e9\r\n",
      "1f4\r\n" + std::string(500, 'x') + "\r\n1f5\r\n",
      "ffffffffffffffff\r\n",
  };
  for (const std::string& chunks : too_long) {
    RawConnection client(server.listener.port());
    client.send(post("Transfer-Encoding: chunked\r\n", chunks));
    CHECK(client.read_response().body == "too large");
    CHECK(client.read_to_end().empty());
  }
}

TEST_CASE("413 takes the place of 100 Continue") {
  TestServer server(describe, small_limits());
  RawConnection client(server.listener.port());
  client.send(post("Expect: 100-continue\r\nContent-Length: 1001\r\n", ""));
  CHECK(client.read_response().status_line() == "HTTP/1.1 413 Payload Too Large");
}

TEST_CASE("a client that sends its whole body before it reads still finds the 413") {
  TestServer server(describe, small_limits());
  RawConnection client(server.listener.port());
  client.send(post("Content-Length: 20000000\r\n", std::string(20'000'000, 'x')));
  CHECK(client.read_response().body == "too large");
  CHECK(client.read_to_end().empty());
}

TEST_CASE("HEAD over the limit is answered without a body") {
  TestServer server(describe, small_limits());
  RawConnection client(server.listener.port());
  client.send("HEAD / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n");
  CHECK(client.read_response(true).status_line() == "HTTP/1.1 413 Payload Too Large");
  CHECK(client.read_to_end().empty());
}

TEST_CASE("headers over the limit are answered 431, sent at once or line by line") {
  TestServer server(describe, small_limits());
  const std::string line = "X-Header: " + std::string(88, 'x') + "\r\n";
  const auto lines = [&](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += line;
    return text;
  };

  RawConnection fits(server.listener.port());
  fits.send(post(lines(19), ""));
  CHECK(fits.read_response().status_line() == "HTTP/1.1 200 OK");

  for (const std::string& head : {post(lines(21), ""), "POST / HTTP/1.1\r\n" + lines(400),
                                  "GET /" + std::string(3000, 'x'), "G" + std::string(3000, 'x')}) {
    RawConnection client(server.listener.port());
    client.send(head);
    CHECK(client.read_response().status_line() == "HTTP/1.1 431 Request Header Fields Too Large");
    CHECK(client.read_to_end().empty());
  }

  // With an answer in between, so that each line really is a read of its own.
  RawConnection slow(server.listener.port());
  slow.send("GET / HTTP/1.1\r\n");
  for (int i = 0; i < 21; ++i) {
    slow.try_send(line);
    RawConnection(server.listener.port()).send("GET / HTTP/1.1\r\n\r\n").read_response();
  }
  CHECK(slow.read_response().status_line() == "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST_CASE("an endless chunk header or trailer is refused") {
  TestServer server(describe, small_limits());
  for (const std::string& begin : {std::string("1;"), std::string("0\r\nTrailer: ")}) {
    RawConnection client(server.listener.port());
    client.send(post("Transfer-Encoding: chunked\r\n", begin));
    client.try_send(std::string(200'000, 'x'));
    CHECK(client.read_to_end().rfind("HTTP/1.1 4", 0) == 0);
  }
}

TEST_CASE("an idle connection is closed without a word") {
  ListenerOptions options = TestServer::loopback();
  options.idle_timeout = milliseconds(40);
  TestServer server(describe, options);
  RawConnection silent(server.listener.port());
  RawConnection used(server.listener.port());
  CHECK(used.send("GET / HTTP/1.1\r\n\r\n").read_response().body == "GET / HTTP/11 []");
  CHECK(silent.read_to_end().empty());
  CHECK(used.read_to_end().empty());
}

TEST_CASE("a request that does not arrive in time is answered 408") {
  ListenerOptions options = TestServer::loopback();
  options.read_timeout = milliseconds(40);
  TestServer server(describe, options);
  for (const std::string begin :
       {"GET / HT", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhell",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell"}) {
    RawConnection client(server.listener.port());
    client.send(begin);
    CHECK(client.read_to_end().rfind("HTTP/1.1 408 Request Timeout\r\n", 0) == 0);
  }
}

TEST_CASE("a client that trickles does not gain time by it") {
  ListenerOptions options = TestServer::loopback();
  options.read_timeout = milliseconds(100);
  TestServer server(describe, options);
  RawConnection client(server.listener.port());
  client.send("GET / HTTP/1.1\r\nX: ");
  // Each wait is a fraction of the timeout; were it counted from the last byte, this would not end.
  int bytes = 0;
  while (!client.hears_within(10) && ++bytes < 1000) client.try_send("x");
  CHECK(bytes < 1000);
  CHECK(client.read_to_end().rfind("HTTP/1.1 408 ", 0) == 0);
}

TEST_CASE("a client that does not take its answer is closed") {
  ListenerOptions options = TestServer::loopback();
  options.read_timeout = milliseconds(40);
  const std::string large(50'000'000, 'x');
  TestServer server([&](Request, Responder respond) { respond({200, {}, large}); }, options);
  RawConnection client(server.listener.port());
  client.send("GET / HTTP/1.1\r\n\r\n");
  // Nothing is read here until the server has let go of the connection: another one tells the time.
  for (int i = 0; i < 3; ++i) {
    CHECK(
        RawConnection(server.listener.port()).send("GET").read_to_end().rfind("HTTP/1.1 408", 0) ==
        0);
  }
  CHECK(client.read_to_end().size() < large.size());
}

TEST_CASE("a slow handler is not timed out") {
  ListenerOptions options = TestServer::loopback();
  options.read_timeout = milliseconds(20);
  options.idle_timeout = milliseconds(20);
  EventLoop elsewhere("elsewhere", 1);
  std::vector<EventLoop::Timer> timers;
  TestServer server(
      [&](Request, Responder respond) {
        auto later = std::make_shared<Responder>(std::move(respond));
        timers.push_back(elsewhere.schedule(milliseconds(150), [later] {
          (*later)({200, {}, "late"});
        }));
      },
      options);
  CHECK(RawConnection(server.listener.port()).send("GET / HTTP/1.1\r\n\r\n").read_response().body ==
        "late");
}

TEST_CASE("connections over the bound are closed at once, and welcome when others have gone") {
  ListenerOptions options = TestServer::loopback();
  options.connections_max = 3;
  TestServer server(describe, options);
  const std::string request = "GET / HTTP/1.1\r\n\r\n";
  std::vector<RawConnection> open;
  for (int i = 0; i < 3; ++i) {
    open.emplace_back(server.listener.port());
    CHECK(open.back().send(request).read_response().status_line() == "HTTP/1.1 200 OK");
  }
  CHECK(RawConnection(server.listener.port()).read_to_end().empty());
  CHECK(open.front().send(request).read_response().status_line() == "HTTP/1.1 200 OK");

  open.front().send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").read_to_end();
  open.front().close();
  // The server learns of that a moment later, hence more than one attempt.
  std::string answer;
  for (int attempt = 0; attempt < 10'000 && answer.empty(); ++attempt) {
    RawConnection next(server.listener.port());
    next.try_send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    answer = next.read_to_end();
  }
  CHECK(answer.rfind("HTTP/1.1 200 OK", 0) == 0);
}

TEST_CASE("without descriptors the listener waits for some, and does not spin") {
  TestServer server(describe);
  const std::string request = "GET / HTTP/1.1\r\n\r\n";
  RawConnection first(server.listener.port());
  first.send(request).read_response();

  std::optional<DescriptorLimit> limit(200);
  std::vector<FileDescriptor> used = use_up_descriptors();
  used.pop_back();  // for this end of the connection, none for the server's
  RawConnection waiting(server.listener.port());
  waiting.send(request);

  // Time in which nothing must happen: no answer, and hardly any work. What happened is checked
  // once there are descriptors again, since the sanitizers need some of their own.
  const std::clock_t cpu_before = std::clock();
  const bool was_accepted = waiting.hears_within(200);
  const std::clock_t cpu_used = std::clock() - cpu_before;
  const RawResponse other = first.send(request).read_response();
  used.clear();
  limit.reset();

  CHECK_FALSE(was_accepted);
  CHECK(cpu_used < CLOCKS_PER_SEC / 10);
  CHECK(other.status_line() == "HTTP/1.1 200 OK");
  CHECK(waiting.read_response().status_line() == "HTTP/1.1 200 OK");
}

}  // namespace tombola::http
