#include "server/watched_door.h"

#include <optional>
#include <string>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "storage/clock.h"
#include "storage/engine/engine.h"

using namespace tombola;

namespace {

// What stands behind the door: keeps each request waiting until the test answers it.
class Kept : public http::Handler {
 public:
  void handle(http::Request, http::Responder respond) override { waiting = std::move(respond); }
  std::optional<http::Responder> waiting;
};

struct Discarded : http::Responder::Sink {
  void send(http::Response) override { ++count; }
  int count = 0;
};

class House {
 public:
  House() {
    REQUIRE(pipe(pipe_) == 0);
    log.emplace(server::ConsoleLog::Options{pipe_[1], pipe_[1]});
    door.emplace(server::WatchedDoor::Parts{
        behind,
        [](const http::Request& request) { return request.path() == "/raffle"; },
        [](const http::Request& request) { return request.path() == "/rafle"; },
        transactions,
        catalog,
        {},
        history,
        timers,
        *log});
  }
  ~House() {
    close(pipe_[0]);
    close(pipe_[1]);
  }
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  // All that was said so far. Once.
  std::string said() {
    log->print("end of what was said\n");
    std::string text;
    while (text.find("end of what was said") == std::string::npos) {
      char letters[512];
      const ssize_t size = read(pipe_[0], letters, sizeof letters);
      REQUIRE(size > 0);
      text.append(letters, static_cast<std::size_t>(size));
    }
    return text;
  }

  storage::ServiceClock clock;
  std::unique_ptr<storage::Engine> engine =
      storage::open_memory_engine({[this] { return clock.now_ms(); }});
  storage::TransactionRunner transactions{*engine};
  storage::Catalog catalog;
  triggers::InvocationHistory history{[] { return 0; }};
  http::EventLoop timers{"timers", 1};
  std::optional<server::ConsoleLog> log;
  Kept behind;
  std::optional<server::WatchedDoor> door;

 private:
  int pipe_[2] = {-1, -1};
};

http::Request request_for(const std::string& target) {
  http::Request request;
  request.method = "GET";
  request.target = target;
  return request;
}

}  // namespace

TEST_CASE("the door tells of answers and of invocations as they end") {
  House house;
  const auto answers = std::make_shared<Discarded>();
  house.door->handle(request_for("/raffle"), http::Responder(answers));
  (*house.behind.waiting)({200, {}, "{}"});
  CHECK(answers->count == 1);
  const auto serial = house.history.began("stream-handler", "", {});
  house.history.ended(serial, {});
  const std::string said = house.said();
  CHECK(said.find("GET /raffle -> 200 in ") != std::string::npos);
  CHECK(said.find("stream-handler") != std::string::npos);
}

TEST_CASE("the door tells of requests that nobody takes, and of no others") {
  House house;
  const auto answers = std::make_shared<Discarded>();
  house.door->handle(request_for("/rafle?name=John"), http::Responder(answers));
  (*house.behind.waiting)({404, {}, ""});
  house.door->handle(request_for("/_tombola/idle"), http::Responder(answers));
  (*house.behind.waiting)({200, {}, ""});
  CHECK(answers->count == 2);
  const std::string said = house.said();
  CHECK(said.find("GET /rafle?name=John -> 404, no API has a route for it") != std::string::npos);
  CHECK(said.find("idle") == std::string::npos);
}

TEST_CASE("what ends when there is no door any more is not told, and answered all the same") {
  House house;
  const auto answers = std::make_shared<Discarded>();
  house.door->handle(request_for("/raffle"), http::Responder(answers));
  const auto serial = house.history.began("stream-handler", "", {});
  house.door.reset();
  (*house.behind.waiting)({200, {}, "{}"});
  house.history.ended(serial, {});
  CHECK(answers->count == 1);
  CHECK(house.said() == "end of what was said\n");
}
