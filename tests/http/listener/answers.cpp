// When and from where a request is answered.
#include <condition_variable>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "http/listener.h"
#include "tests/http/raw_connection.h"
#include "tests/http/test_server.h"

namespace tombola::http {

namespace {

// Requests that wait for their answer.
class Waiting {
 public:
  void add(Request request, Responder respond) {
    const std::lock_guard lock(mutex_);
    entries_.push_back({std::move(request), std::move(respond)});
    changed_.notify_all();
  }

  struct Entry {
    Request request;
    Responder respond;
  };
  // Blocks until so many have come.
  std::vector<Entry> take(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return entries_.size() >= count; });
    return std::exchange(entries_, {});
  }
  Handle handle() {
    return
        [this](Request request, Responder respond) { add(std::move(request), std::move(respond)); };
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Entry> entries_;
};

const std::string get = "GET / HTTP/1.1\r\n\r\n";

}  // namespace

TEST_CASE("an answer may come later and from another thread") {
  Waiting waiting;
  TestServer server(waiting.handle());
  RawConnection client(server.listener.port());
  for (int i = 0; i < 3; ++i) {
    client.send("POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\n" + std::to_string(i));
    auto entry = std::move(waiting.take(1).front());
    entry.respond({201, {}, entry.request.body + "!"});
    const RawResponse response = client.read_response();
    CHECK(response.status_line() == "HTTP/1.1 201 Created");
    CHECK(response.body == std::to_string(i) + "!");
  }
}

TEST_CASE("a later answer still comes before those of the requests behind it") {
  Waiting waiting;
  TestServer server([&](Request request, Responder respond) {
    if (request.target == "/slow") {
      waiting.add(std::move(request), std::move(respond));
    } else {
      respond({200, {}, request.target});
    }
  });
  RawConnection client(server.listener.port());
  client.send(
      "GET /slow HTTP/1.1\r\n\r\nGET /fast HTTP/1.1\r\n\r\nGET /slow HTTP/1.1\r\n\r\nGET /last "
      "HTTP/1.1\r\n\r\n");
  for (const std::string next : {"/fast", "/last"}) {
    auto entry = std::move(waiting.take(1).front());
    CHECK_FALSE(client.hears_within(0));
    entry.respond({200, {}, "slow"});
    CHECK(client.read_response().body == "slow");
    CHECK(client.read_response().body == next);
  }
}

TEST_CASE("requests are handled on socket threads only, whoever answers") {
  std::mutex mutex;
  std::set<std::thread::id> handled_on;
  Waiting waiting;
  TestServer server([&](Request request, Responder respond) {
    {
      const std::lock_guard lock(mutex);
      handled_on.insert(std::this_thread::get_id());
    }
    waiting.add(std::move(request), std::move(respond));
  });
  RawConnection client(server.listener.port());
  client.send(get + get + get);
  for (int i = 0; i < 3; ++i) {
    waiting.take(1).front().respond({200, {}, "x"});
    client.read_response();
  }
  const std::lock_guard lock(mutex);
  CHECK(handled_on.size() == 1);
  CHECK(handled_on.count(std::this_thread::get_id()) == 0);
}

TEST_CASE("an answer from another thread while the handler still runs is the answer") {
  TestServer server([](Request, Responder respond) {
    std::thread([&] { respond({200, {}, "other thread"}); }).join();
  });
  RawConnection client(server.listener.port());
  for (int i = 0; i < 3; ++i) CHECK(client.send(get).read_response().body == "other thread");
}

TEST_CASE("a dropped responder answers 500") {
  TestServer server([](Request, Responder) {});
  RawConnection client(server.listener.port());
  for (int i = 0; i < 2; ++i) {
    CHECK(client.send(get).read_response().status_line() == "HTTP/1.1 500 Internal Server Error");
  }
}

TEST_CASE("a responder replaced by another answers 500") {
  Waiting waiting;
  TestServer server(waiting.handle());
  RawConnection one(server.listener.port());
  RawConnection two(server.listener.port());
  one.send(get);
  Responder respond = std::move(waiting.take(1).front().respond);
  two.send(get);
  respond = std::move(waiting.take(1).front().respond);
  CHECK(one.read_response().status_line() == "HTTP/1.1 500 Internal Server Error");
  respond({200, {}, "two"});
  CHECK(two.read_response().body == "two");
}

TEST_CASE("a second answer is ignored") {
  TestServer server([](Request, Responder respond) {
    respond({200, {}, "first"});
    respond({200, {}, "second"});
  });
  RawConnection client(server.listener.port());
  for (int i = 0; i < 2; ++i) CHECK(client.send(get).read_response().body == "first");
}

TEST_CASE("a handler that throws is answered 500 and the server goes on") {
  TestServer server([](Request request, Responder respond) {
    if (request.target == "/throw") throw std::runtime_error("no");
    respond({200, {}, "fine"});
  });
  RawConnection client(server.listener.port());
  client.send("GET /throw HTTP/1.1\r\n\r\n" + get);
  CHECK(client.read_response().status_line() == "HTTP/1.1 500 Internal Server Error");
  CHECK(client.read_response().body == "fine");
}

TEST_CASE("the answer for a client that has gone is dropped") {
  Waiting waiting;
  TestServer server(waiting.handle());
  for (int i = 0; i < 20; ++i) {
    RawConnection client(server.listener.port());
    client.send(get);
    auto entry = std::move(waiting.take(1).front());
    client.close();
    entry.respond({200, {}, std::string(1'000'000, 'x')});
  }
  RawConnection client(server.listener.port());
  client.send(get);
  waiting.take(1).front().respond({200, {}, "fine"});
  CHECK(client.read_response().body == "fine");
}

TEST_CASE("64 requests wait side by side on one socket thread") {
  constexpr std::size_t count = 64;
  Waiting waiting;
  TestServer server(waiting.handle());
  std::vector<RawConnection> clients;
  for (std::size_t i = 0; i < count; ++i) {
    clients.emplace_back(server.listener.port());
    clients.back().send("GET /" + std::to_string(i) + " HTTP/1.1\r\n\r\n");
  }
  auto entries = waiting.take(count);
  REQUIRE(entries.size() == count);

  // Answered by four threads, the last one first.
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&entries, t] {
      for (std::size_t i = count; i-- > 0;) {
        if (i % 4 == t) entries[i].respond({200, {}, entries[i].request.target});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < count; ++i) {
    CHECK(clients[i].read_response().body == "/" + std::to_string(i));
  }
}

TEST_CASE("many connections on two socket threads, with answers from many threads") {
  constexpr int connections = 32;
  constexpr int rounds = 50;
  EventLoop workers("workers", 3);
  TestServer server(
      [&](Request request, Responder respond) {
        if (request.body.size() % 2 == 0) return respond({200, {}, request.body});
        auto later = std::make_shared<Responder>(std::move(respond));
        workers.post([later, body = std::move(request.body)] { (*later)({200, {}, body}); });
      },
      TestServer::loopback(), 2);
  std::vector<RawConnection> clients;
  for (int i = 0; i < connections; ++i) clients.emplace_back(server.listener.port());
  for (int round = 0; round < rounds; ++round) {
    for (int i = 0; i < connections; ++i) {
      const std::string body(static_cast<std::size_t>(100 + i + round),
                             static_cast<char>('a' + i % 26));
      const std::string request =
          "POST / HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
      clients[static_cast<std::size_t>(i)].send(request + request);
    }
    for (int i = 0; i < connections; ++i) {
      const std::string body(static_cast<std::size_t>(100 + i + round),
                             static_cast<char>('a' + i % 26));
      CHECK((clients[static_cast<std::size_t>(i)].read_response().body == body));
      CHECK((clients[static_cast<std::size_t>(i)].read_response().body == body));
    }
  }
}

}  // namespace tombola::http
