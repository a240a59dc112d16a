#include "http/client.h"

#include <atomic>
#include <thread>

#include <sys/socket.h>

#include "http/listening_sockets.h"
#include "tests/http/raw_connection.h"
#include "tests/http/test_server.h"

namespace tombola::http {

namespace {

using std::chrono::milliseconds;

// A server that serves one connection after the other with fixed text: per connection the answers
// to send, one for each request (which must end with "\r\n\r\n"); then it closes.
class ScriptedServer {
 public:
  using Connection = std::vector<std::string>;
  explicit ScriptedServer(std::vector<Connection> script)
      : socket_(std::move(open_listening_sockets({"127.0.0.1"}, 0).front())),
        thread_([this, script = std::move(script)] {
          for (const Connection& answers : script) serve(answers);
        }) {}
  ~ScriptedServer() { thread_.join(); }

  std::uint16_t port() const { return socket_.endpoint.port(); }

 private:
  void serve(const Connection& answers) {
    const FileDescriptor connection = accept_one();
    for (const std::string& answer : answers) {
      if (!read_request(connection)) return;
      ::send(connection.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
    }
  }
  FileDescriptor accept_one() {
    for (;;) {  // the listening socket does not block
      FileDescriptor connection(
          ::accept4(socket_.descriptor.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (connection.valid()) return connection;
      std::this_thread::yield();
    }
  }
  static bool read_request(const FileDescriptor& connection) {
    std::string request;
    char byte;
    while (request.size() < 4 || request.compare(request.size() - 4, 4, "\r\n\r\n") != 0) {
      if (::recv(connection.get(), &byte, 1, 0) != 1) return false;
      request += byte;
    }
    return true;
  }

  ListeningSocket socket_;
  std::thread thread_;
};

std::string answer(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

TEST_CASE("the client adds Host and Content-Length and keeps its connection") {
  TestServer server([](Request request, Responder respond) {
    respond({200,
             {},
             request.method + " " + request.target + " " + std::string(request.header("Host")) +
                 " " + std::string(request.header("Content-Length")) + " " +
                 std::string(request.header("X-A")) + " [" + request.body + "]"});
  });
  const std::string host = "127.0.0.1:" + std::to_string(server.listener.port());
  Client client("127.0.0.1", server.listener.port());
  CHECK(client.post("/p", {{"X-A", "1"}}, "{}").body == "POST /p " + host + " 2 1 [{}]");
  CHECK(client.get("/g?x").body == "GET /g?x " + host + "   []");
  CHECK(client.post("", {{"host", "elsewhere"}}, "").body == "POST / elsewhere 0  []");
}

TEST_CASE("the client reaches names and IPv6 addresses") {
  TestServer server(describe, ListenerOptions{});
  for (const std::string& host : server.listener.addresses()) {
    CHECK(Client(host, server.listener.port()).get("/").status == 200);
  }
  CHECK(Client("localhost", server.listener.port()).get("/").status == 200);
}

TEST_CASE("the client reads lengths, chunks, bodiless answers and bodies up to the end") {
  ScriptedServer server(
      {{
           answer("one"),
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nt\r\n2\r\nwo\r\n0\r\n\r\n",
           "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n",
           answer("five"),
           "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end",
       },
       {"HTTP/1.0 404 Not Found\r\nX-A: 1\r\nContent-Length: 4\r\n\r\ngone"},
       {answer("new connection")}});
  Client client("127.0.0.1", server.port());
  CHECK(client.get("/1").body == "one");
  CHECK(client.get("/2").body == "two");
  CHECK(client.get("/3").status == 204);
  CHECK(client.send({"HEAD", "/4", 11, {}, "", ""}).header("content-length") == "99");
  CHECK(client.get("/5").body == "five");
  CHECK(client.get("/6").body == "until the end");
  const Response old = client.get("/7");
  CHECK(old.status == 404);
  CHECK(old.header("x-a") == "1");
  CHECK(old.body == "gone");
  CHECK(client.get("/8").body == "new connection");
}

TEST_CASE("the client connects again, once, when a kept connection was closed") {
  ScriptedServer server({{answer("one")}, {answer("two")}, {}, {answer("three")}});
  Client client("127.0.0.1", server.port());
  CHECK(client.get("/").body == "one");
  CHECK(client.get("/").body == "two");
  // The kept connection is closed and the next one too.
  CHECK_THROWS_AS(client.get("/"), ClientError);
  CHECK(client.get("/").body == "three");
}

TEST_CASE("the client does not repeat a request whose answer had begun") {
  ScriptedServer server({{answer("one"), "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"}});
  Client client("127.0.0.1", server.port());
  CHECK(client.get("/").body == "one");
  CHECK_THROWS_WITH(client.get("/"), Catch::Contains("closed amid the answer"));
}

TEST_CASE("the client reports what went wrong, with host and port") {
  std::uint16_t closed_port = 0;
  {
    TestServer server(describe);
    closed_port = server.listener.port();
  }
  const std::string host = "127.0.0.1:" + std::to_string(closed_port);
  CHECK_THROWS_WITH(Client("127.0.0.1", closed_port).get("/"), host + ": Connection refused");

  ScriptedServer garbage({{"SSH-2.0-OpenSSH\r\n\r\n"}, {}});
  CHECK_THROWS_AS(Client("127.0.0.1", garbage.port()).get("/"), ClientError);
  CHECK_THROWS_WITH(Client("127.0.0.1", garbage.port()).get("/"),
                    Catch::Contains("without an answer"));
}

TEST_CASE("the client gives up after its timeout and connects anew") {
  std::atomic<bool> silent{true};
  std::vector<Responder> kept;
  TestServer server([&](Request, Responder respond) {
    if (silent) return kept.push_back(std::move(respond));
    respond({200, {}, "fine"});
  });
  Client client("127.0.0.1", server.listener.port(), milliseconds(50));
  CHECK_THROWS_WITH(client.get("/"), Catch::Contains("timed out"));
  silent = false;
  CHECK(client.get("/").body == "fine");
}

TEST_CASE("the client finds the answer that came before its body was taken") {
  ListenerOptions options = TestServer::loopback();
  options.body.size_bytes_max = 10;
  TestServer server(describe, options);
  Client client("127.0.0.1", server.listener.port());
  CHECK(client.post("/", {}, std::string(5'000'000, 'x')).status == 413);
  CHECK(client.post("/", {}, "0123456789").status == 200);
}

}  // namespace tombola::http
