// The end of a listener, with requests under way.
#include <atomic>
#include <chrono>
#include <future>
#include <optional>
#include <system_error>
#include <thread>

#include "http/client.h"
#include "http/listener.h"
#include "tests/http/raw_connection.h"
#include "tests/http/test_server.h"

namespace tombola::http {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

const std::string get = "GET / HTTP/1.1\r\n\r\n";

// Keeps one request's Responder for later.
struct Held {
  std::promise<Responder> responder;
  Handle handle() {
    return [this](Request, Responder respond) { responder.set_value(std::move(respond)); };
  }
  Responder take() { return responder.get_future().get(); }
};

// Returns once the listener has begun to stop: it refuses connections then.
void wait_until_stopping(std::uint16_t port) {
  try {
    for (;;) RawConnection client(port);
  } catch (const std::system_error&) {
  }
}

}  // namespace

TEST_CASE("stopping closes idle connections at once and refuses new ones") {
  std::optional<TestServer> server(std::in_place, describe);
  const std::uint16_t port = server->listener.port();
  RawConnection client(port);
  client.send(get).read_response();
  server->listener.stop(hours(1));
  CHECK(client.read_to_end().empty());
  CHECK_THROWS(RawConnection(port));
}

TEST_CASE("stopping lets a request under way be answered, its connection closes then") {
  Held held;
  TestServer server(held.handle());
  RawConnection client(server.listener.port());
  client.send(get);
  Responder respond = held.take();
  std::thread stopping([&] { server.listener.stop(hours(1)); });
  wait_until_stopping(server.listener.port());
  CHECK_FALSE(client.hears_within(0));
  respond({200, {}, "at last"});
  const RawResponse response = client.read_response();
  CHECK(response.body == "at last");
  CHECK(response.head.find("Connection: close\r\n") != std::string::npos);
  stopping.join();
  CHECK(client.read_to_end().empty());
}

TEST_CASE("stopping lets a request that is still arriving be answered") {
  TestServer server(describe);
  RawConnection client(server.listener.port());
  client.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  client.read_response();  // the head has arrived
  std::thread stopping([&] { server.listener.stop(hours(1)); });
  wait_until_stopping(server.listener.port());
  CHECK_FALSE(client.hears_within(0));
  client.send("hello");
  CHECK(client.read_response().body == "POST / HTTP/11 [hello]");
  stopping.join();
}

TEST_CASE("after the grace connections are closed, and a late answer does nothing") {
  Held held;
  TestServer server(held.handle());
  RawConnection client(server.listener.port());
  client.send(get);
  Responder respond = held.take();
  server.listener.stop(milliseconds(10));
  CHECK(client.read_to_end().empty());
  respond({200, {}, "too late"});
}

TEST_CASE("a responder may outlive listener and loop") {
  Held held;
  std::optional<Responder> respond;
  std::optional<Responder> dropped;
  {
    TestServer server(held.handle());
    RawConnection client(server.listener.port());
    client.send(get + get);
    respond = held.take();
    held.responder = {};
  }
  {
    Held other;
    TestServer server(other.handle());
    RawConnection client(server.listener.port());
    client.send(get);
    dropped = other.take();
  }
  (*respond)({200, {}, "nobody listens"});
  dropped.reset();
}

TEST_CASE("a listener may be destroyed from its own handler") {
  EventLoop loop("test", 1);
  struct Quitter : Handler {
    std::unique_ptr<Listener> listener;
    std::promise<void> done;
    void handle(Request, Responder respond) override {
      listener->stop(hours(1));
      listener.reset();
      respond({200, {}, "never seen"});
      done.set_value();
    }
  } handler;
  handler.listener = std::make_unique<Listener>(loop, handler, TestServer::loopback());
  handler.listener->start();
  RawConnection client(handler.listener->port());
  client.send(get);
  CHECK(client.read_to_end().empty());
  handler.done.get_future().wait();
}

TEST_CASE("a listener may be destroyed after its loop has stopped") {
  EventLoop loop("test", 2);
  struct Plain : Handler {
    void handle(Request, Responder respond) override { respond({200, {}, "x"}); }
  } handler;
  Listener listener(loop, handler, TestServer::loopback());
  listener.start();
  RawConnection client(listener.port());
  client.send(get).read_response();
  loop.stop();
  listener.stop(hours(1));
  CHECK(client.read_to_end().empty());
}

TEST_CASE("no handler runs once the listener is gone") {
  for (int round = 0; round < 20; ++round) {
    EventLoop loop("test", 2);
    // Touched by the handler without a lock: ASan and TSan tell when it is too late.
    auto alive = std::make_unique<std::atomic<int>>(0);
    struct Counter : Handler {
      std::atomic<int>* count = nullptr;
      void handle(Request, Responder respond) override {
        ++*count;
        respond({200, {}, "x"});
      }
    } handler;
    handler.count = alive.get();
    std::optional<Listener> listener(std::in_place, loop, handler, TestServer::loopback());
    listener->start();
    std::vector<RawConnection> clients;
    for (int i = 0; i < 8; ++i) clients.emplace_back(listener->port());
    for (int i = 0; i < 8; ++i) {
      for (auto& client : clients) client.send(get + get + get);
    }
    listener.reset();
    alive.reset();
    handler.count = nullptr;
    for (auto& client : clients) client.read_to_end();
  }
}

TEST_CASE("stopping under load loses no answer that was begun") {
  for (const milliseconds grace : {milliseconds(0), milliseconds(5000)}) {
    EventLoop workers("workers", 2);
    const std::string body(10'000, 'x');
    std::optional<TestServer> server(
        std::in_place,
        [&](Request request, Responder respond) {
          if (request.target == "/inline") return respond({200, {}, body});
          auto later = std::make_shared<Responder>(std::move(respond));
          workers.post([&body, later] { (*later)({200, {}, body}); });
        },
        TestServer::loopback(), 2);
    const std::uint16_t port = server->listener.port();
    std::atomic<int> answered{0};
    std::atomic<int> wrong{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) {
      clients.emplace_back([&, i] {
        Client client("127.0.0.1", port);
        try {
          for (;;) {
            const Response response = client.get(i % 2 == 0 ? "/inline" : "/later");
            if (response.status != 200 || response.body != body) ++wrong;
            ++answered;
          }
        } catch (const ClientError& error) {
          const bool amid = std::string_view(error.what()).find("amid") != std::string_view::npos;
          if (amid && grace > milliseconds(0)) ++wrong;
        }
      });
    }
    while (answered < 200) std::this_thread::yield();
    server->listener.stop(grace);
    for (std::thread& client : clients) client.join();
    CHECK(wrong == 0);
    server.reset();
  }
}

}  // namespace tombola::http
