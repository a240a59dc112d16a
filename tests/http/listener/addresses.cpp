// Where a listener listens.
#include <algorithm>
#include <charconv>
#include <map>

#include <dirent.h>
#include <fcntl.h>

#include "http/listener.h"
#include "http/listening_sockets.h"
#include "tests/http/raw_connection.h"
#include "tests/http/test_server.h"

namespace tombola::http {

namespace {

const std::string get = "GET / HTTP/1.1\r\n\r\n";

bool has_ipv6() {
  try {
    open_listening_sockets({"::1"}, 0);
    return true;
  } catch (const ListenError&) {
    return false;
  }
}

ListenerOptions on(std::vector<std::string> addresses, std::uint16_t port) {
  ListenerOptions options;
  options.addresses = std::move(addresses);
  options.port = port;
  return options;
}

struct Refusal {
  std::string text;
  bool in_use = false;
};
// Nothing when the listener could be made.
Refusal refusal(const ListenerOptions& options) {
  try {
    TestServer server(describe, options);
    return {};
  } catch (const ListenError& error) {
    return {error.what(), error.in_use};
  }
}

// This process's sockets, and whether each is closed on exec.
std::map<int, bool> sockets_closed_on_exec() {
  std::map<int, bool> sockets;
  DIR* directory = ::opendir("/proc/self/fd");
  REQUIRE(directory != nullptr);
  while (const dirent* entry = ::readdir(directory)) {
    const std::string_view name = entry->d_name;
    int descriptor = -1;
    std::from_chars(name.data(), name.data() + name.size(), descriptor);
    std::string target(64, '\0');
    const std::string link = "/proc/self/fd/" + std::string(name);
    if (::readlink(link.c_str(), target.data(), target.size()) <= 0) continue;
    if (target.rfind("socket:", 0) != 0) continue;
    sockets[descriptor] = (::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0;
  }
  ::closedir(directory);
  return sockets;
}

}  // namespace

TEST_CASE("a free port is the same on every address") {
  TestServer server(describe, ListenerOptions{});
  REQUIRE(server.listener.port() != 0);
  std::vector<std::string> expected = {"127.0.0.1"};
  if (has_ipv6()) expected.push_back("::1");
  CHECK(server.listener.addresses() == expected);
  for (const std::string& address : expected) {
    RawConnection client(server.listener.port(), address);
    CHECK(client.send(get).read_response().body == "GET / HTTP/11 []");
  }
}

TEST_CASE("a name may stand for several addresses") {
  TestServer server(describe, on({"localhost", "127.0.0.1"}, 0));
  const std::vector<std::string> addresses = server.listener.addresses();
  CHECK(std::count(addresses.begin(), addresses.end(), "127.0.0.1") == 1);
}

TEST_CASE("a port in use is refused by address and port") {
  TestServer first(describe);
  const std::string port = std::to_string(first.listener.port());
  const Refusal refused = refusal(on({"127.0.0.1"}, first.listener.port()));
  CHECK(refused.text == "127.0.0.1:" + port + ": Address already in use");
  CHECK(refused.in_use);
}

TEST_CASE("a port in use on the second address is refused, and the first is let go") {
  if (!has_ipv6()) return;
  TestServer first(describe, on({"::1"}, 0));
  const std::uint16_t port = first.listener.port();
  const Refusal refused = refusal(on({"127.0.0.1", "::1"}, port));
  CHECK(refused.text == "[::1]:" + std::to_string(port) + ": Address already in use");
  CHECK(refused.in_use);
  CHECK(refusal(on({"127.0.0.1"}, port)).text.empty());
}

TEST_CASE("a free port that is always taken on the second address is given up") {
  // 0.0.0.0 cannot have the port that 127.0.0.1 has just got.
  const Refusal refused = refusal(on({"127.0.0.1", "0.0.0.0"}, 0));
  CHECK(refused.text.rfind("0.0.0.0:", 0) == 0);
  CHECK(refused.in_use);
}

TEST_CASE("an address that the machine does not have is skipped while another remains") {
  TestServer server(describe, on({"192.0.2.1", "127.0.0.1"}, 0));  // RFC 5737: nobody's
  CHECK(server.listener.addresses() == std::vector<std::string>{"127.0.0.1"});

  const Refusal refused = refusal(on({"192.0.2.1"}, 8000));
  CHECK(refused.text == "192.0.2.1:8000: Cannot assign requested address");
  CHECK_FALSE(refused.in_use);
}

TEST_CASE("what is no address is refused by name") {
  const Refusal refused = refusal(on({"no such host"}, 0));
  CHECK(refused.text.rfind("no such host: ", 0) == 0);
  CHECK_FALSE(refused.in_use);
  CHECK(refusal(on({}, 0)).text == "no address to listen on");
  CHECK(refusal(on({""}, 0)).text == "an address to listen on is empty");
}

TEST_CASE("a port is free again as soon as its listener is gone") {
  std::uint16_t port = 0;
  for (int i = 0; i < 5; ++i) {
    TestServer server(describe, on({"127.0.0.1"}, port));
    port = server.listener.port();
    RawConnection client(port);
    CHECK(client.send(get).read_response().body == "GET / HTTP/11 []");
    // The server closes first, which leaves its end of the connection in TIME_WAIT.
  }
}

TEST_CASE("no socket survives an exec") {
  const std::map<int, bool> before = sockets_closed_on_exec();
  TestServer server(describe, ListenerOptions{});
  RawConnection client(server.listener.port());
  client.send(get).read_response();
  std::size_t opened = 0;
  for (const auto& [descriptor, closed_on_exec] : sockets_closed_on_exec()) {
    if (before.count(descriptor) > 0) continue;
    INFO(descriptor);
    CHECK(closed_on_exec);
    ++opened;
  }
  CHECK(opened == server.listener.addresses().size() + 2);  // both ends of the connection
}

TEST_CASE("nobody is served before start") {
  EventLoop loop("test", 1);
  struct Never : Handler {
    void handle(Request, Responder respond) override { respond({200, {}, ""}); }
  } handler;
  Listener listener(loop, handler, on({"127.0.0.1"}, 0));
  RawConnection client(listener.port());
  client.send(get);
  CHECK_FALSE(client.hears_within(0));
  listener.start();
  CHECK(client.read_response().status_line() == "HTTP/1.1 200 OK");
}

}  // namespace tombola::http
