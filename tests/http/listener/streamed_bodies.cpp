// Bodies that come in parts: of answers, and of requests. RFC 9112, 7.1 says what chunks look like.
#include <condition_variable>
#include <mutex>

#include <catch2/catch.hpp>

#include "http/client.h"
#include "http/listener.h"
#include "http/streamed_body.h"
#include "tests/http/raw_connection.h"
#include "tests/http/test_server.h"

namespace tombola::http {

namespace {

const std::string get = "GET / HTTP/1.1\r\n\r\n";

// Answers each request with the stream that the test writes.
class StreamingServer {
 public:
  StreamingServer()
      : server_([this](const Request&, Responder respond) {
          respond({200, {{"Content-Type", "text/plain"}}, {}, stream});
        }) {}

  std::uint16_t port() const { return server_.listener.port(); }

  std::shared_ptr<BodyStream> stream = std::make_shared<BodyStream>();

 private:
  TestServer server_;
};

// Notes what comes of a body; a test waits for it.
class NotingReceiver : public BodyReceiver {
 public:
  void receive(std::string_view bytes) override { note(bytes); }
  void cut_off() override { note("|cut off"); }

  // Until so much has come.
  bool wait_for(const std::string& text) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30), [&] { return text_ == text; });
  }

 private:
  void note(std::string_view text) {
    const std::lock_guard lock(mutex_);
    text_ += text;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string text_;
};

struct ReceivingServer {
  static ListenerOptions options(std::shared_ptr<NotingReceiver> receiver) {
    ListenerOptions options = TestServer::loopback();
    options.body.size_bytes_max = 4;
    options.read_timeout = std::chrono::milliseconds(20);
    options.body_receiver_of = [receiver](const Request& head) {
      return head.target == "/streamed" ? receiver : nullptr;
    };
    return options;
  }
  std::shared_ptr<NotingReceiver> receiver = std::make_shared<NotingReceiver>();
  TestServer server{[](const Request& request, Responder respond) {
                      std::string said = "[" + request.body + "]";
                      for (const Header& trailer : request.trailers) {
                        said += trailer.name + "=" + trailer.value;
                      }
                      respond({200, {}, said});
                    },
                    options(receiver)};
};

}  // namespace

TEST_CASE("a streamed answer is sent chunk by chunk, as it is written") {
  StreamingServer server;
  RawConnection client(server.port());
  for (int answer = 0; answer < 2; ++answer) {
    server.stream = std::make_shared<BodyStream>();
    client.send(get);
    const RawResponse response = client.read_response(true);
    CHECK(response.status_line() == "HTTP/1.1 200 OK");
    CHECK(response.head.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    CHECK(response.head.find("Content-Length") == std::string::npos);
    server.stream->write("one");
    CHECK(client.read_until("one\r\n") == "3\r\none\r\n");
    server.stream->write("");
    server.stream->write("sixteen and more");
    server.stream->end();
    CHECK(client.read_until("0\r\n\r\n") == "10\r\nsixteen and more\r\n0\r\n\r\n");
    server.stream->write("too late");
  }
}

TEST_CASE("a streamed answer that was written before it is sent") {
  StreamingServer server;
  server.stream->write("a");
  server.stream->write("b");
  server.stream->end();
  CHECK(Client("127.0.0.1", server.port()).get("/").body == "ab");
}

TEST_CASE("a client of HTTP/1.0 has a streamed answer until the connection ends") {
  StreamingServer server;
  RawConnection client(server.port());
  client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const RawResponse response = client.read_response(true);
  CHECK(response.head.find("Transfer-Encoding") == std::string::npos);
  CHECK(response.head.find("Connection: close\r\n") != std::string::npos);
  server.stream->write("all ");
  server.stream->write("of it");
  server.stream->end();
  CHECK(client.read_to_end() == "all of it");
}

TEST_CASE("a streamed answer that fails ends the connection without its last chunk") {
  StreamingServer server;
  RawConnection client(server.port());
  client.send(get);
  client.read_response(true);
  server.stream->write("half");
  CHECK(client.read_until("half\r\n") == "4\r\nhalf\r\n");
  server.stream->fail();
  CHECK(client.read_to_end().empty());
}

TEST_CASE("HEAD has the head of a streamed answer, and the connection goes on") {
  StreamingServer server;
  RawConnection client(server.port());
  for (int i = 0; i < 2; ++i) {
    client.send("HEAD / HTTP/1.1\r\n\r\n");
    CHECK(client.read_response(true).head.find("chunked") != std::string::npos);
  }
}

TEST_CASE("a streamed answer may be larger than the client takes at once") {
  StreamingServer server;
  RawConnection client(server.port());
  client.send(get);
  client.read_response(true);
  const std::string part(1'000'000, 'x');
  for (int i = 0; i < 20; ++i) server.stream->write(part);
  server.stream->end();
  const std::string body = client.read_until("0\r\n\r\n");
  CHECK(std::count(body.begin(), body.end(), 'x') == 20'000'000);
}

TEST_CASE("what is streamed to a client that is gone is thrown away") {
  StreamingServer server;
  {
    RawConnection client(server.port());
    client.send(get);
    client.read_response(true);
  }
  // The first part may still be taken by the kernel; the answer to it says that nobody is there.
  for (int i = 0; i < 1000; ++i) server.stream->write(std::string(10'000, 'x'));
  CHECK(server.stream->take().bytes.size() < 10'000'000);
}

TEST_CASE("a request's body is taken as it comes, without a bound, its trailers after it") {
  ReceivingServer house;
  RawConnection client(house.server.listener.port());
  client.send("POST /streamed HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
  REQUIRE(house.receiver->wait_for("one"));
  client.send("4\r\n two\r\n");
  REQUIRE(house.receiver->wait_for("one two"));
  CHECK_FALSE(client.hears_within(60));  // longer than a whole request may take otherwise
  client.send("0\r\nX-End: yes\r\n\r\n");
  CHECK(client.read_response().body == "[]X-End=yes");

  client.send("POST /streamed HTTP/1.1\r\nContent-Length: 6\r\n\r\n three");
  CHECK(client.read_response().body == "[]");
  CHECK(house.receiver->wait_for("one two three"));
  client.send("POST /whole HTTP/1.1\r\nContent-Length: 4\r\n\r\nfour");
  CHECK(client.read_response().body == "[four]");
  client.send("POST /whole HTTP/1.1\r\nContent-Length: 5\r\n\r\nfives");
  CHECK(client.read_response().status_line() == "HTTP/1.1 413 Payload Too Large");
}

TEST_CASE("whoever takes a request's body is told when there will be no more of it") {
  ReceivingServer house;
  const std::string begin = "POST /streamed HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none";
  SECTION("the client closes") {
    RawConnection(house.server.listener.port()).send(begin);
    CHECK(house.receiver->wait_for("one|cut off"));
  }
  SECTION("what comes is no chunk") {
    RawConnection client(house.server.listener.port());
    client.send(begin + "nonsense");
    CHECK(client.read_response().status_line() == "HTTP/1.1 400 Bad Request");
    CHECK(house.receiver->wait_for("one|cut off"));
  }
  SECTION("the listener stops") {
    RawConnection client(house.server.listener.port());
    client.send(begin);
    REQUIRE(house.receiver->wait_for("one"));
    house.server.listener.stop(std::chrono::milliseconds(0));
    CHECK(house.receiver->wait_for("one|cut off"));
  }
}

}  // namespace tombola::http
