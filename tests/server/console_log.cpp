#include "server/console_log.h"

#include <array>
#include <csignal>
#include <map>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

using tombola::server::console_line;
using tombola::server::ConsoleLog;

namespace {

// Local midnight, whatever the time zone of the machine.
std::int64_t at_midnight() {
  std::time_t now = 1'767'323'045;
  std::tm local{};
  localtime_r(&now, &local);
  local.tm_hour = local.tm_min = local.tm_sec = 0;
  return std::mktime(&local) * 1000LL;
}

class Pipe {
 public:
  Pipe() { REQUIRE(pipe2(ends_.data(), O_CLOEXEC) == 0); }
  ~Pipe() {
    close_reader();
    close_writer();
  }
  int writer() const { return ends_[1]; }
  void close_reader() { close_end(ends_[0]); }
  void close_writer() { close_end(ends_[1]); }

  std::string read_all() {
    close_writer();
    return read_to_end();
  }
  // Until every writing end is closed.
  std::string read_to_end() {
    std::string text;
    std::array<char, 65536> buffer{};
    for (ssize_t size; (size = ::read(ends_[0], buffer.data(), buffer.size())) > 0;) {
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
  }

 private:
  static void close_end(int& end) {
    if (end >= 0) {
      ::close(std::exchange(end, -1));
    }
  }
  std::array<int, 2> ends_{-1, -1};
};

}  // namespace

TEST_CASE("a log line has the time, who speaks and the text") {
  CHECK(console_line(at_midnight() + 45'296'789, "api-handler", "START RequestId: 1", false) ==
        "12:34:56.789 api-handler | START RequestId: 1\n");
}

TEST_CASE("what Lambda folds into one line is unfolded") {
  CHECK(console_line(at_midnight(), "f", "Error: boom\r    at handler\r\n    at run\n", false) ==
        "00:00:00.000 f | Error: boom\n00:00:00.000 f |     at handler\n00:00:00.000 f |     at "
        "run\n");
  CHECK(console_line(at_midnight(), "f", "", false) == "00:00:00.000 f | \n");
}

TEST_CASE("on a terminal a function has a colour of its own") {
  const auto colour = [](const std::string& name) {
    const std::string line = console_line(0, name, "x", true);
    const std::size_t end = line.find("m" + name + "\x1b[0m");
    REQUIRE(end != std::string::npos);
    return line.substr(end - 2, 2);
  };
  CHECK(colour("api-handler") == colour("api-handler"));
  CHECK(colour("api-handler") != colour("dynamo-stream-handler"));
}

TEST_CASE("lines of many threads stay whole") {
  // More than a pipe holds, so that writes are cut short on the way.
  constexpr int threads = 4;
  constexpr int lines = 2000;
  const bool non_blocking = GENERATE(false, true);
  Pipe pipe;
  REQUIRE(fcntl(pipe.writer(), F_SETFL, non_blocking ? O_NONBLOCK : 0) == 0);
  ConsoleLog log({pipe.writer(), pipe.writer(), false});
  std::vector<std::thread> writers;
  for (int i = 0; i < threads; ++i) {
    writers.emplace_back([&log, name = fmt::format("f{}", i)] {
      const std::string text(100, name[1]);
      for (int line = 0; line < lines; ++line) {
        log.write({name, "stream", 0, text});
      }
    });
  }
  std::thread closer([&] {
    for (std::thread& writer : writers) {
      writer.join();
    }
    pipe.close_writer();
  });
  std::istringstream text(pipe.read_to_end());
  closer.join();

  std::map<std::string, int> seen;
  for (std::string line; std::getline(text, line);) {
    REQUIRE(line.size() == std::string("00:00:00.000 f0 | ").size() + 100);
    const char digit = line[14];
    REQUIRE(line.substr(18) == std::string(100, digit));
    ++seen[line.substr(13, 2)];
  }
  CHECK(seen ==
        std::map<std::string, int>{{"f0", lines}, {"f1", lines}, {"f2", lines}, {"f3", lines}});
}

TEST_CASE("a broken pipe is borne") {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  ConsoleLog log({pipe.writer(), pipe.writer(), false});
  pipe.close_reader();
  log.say("nobody reads this");
  log.write({"f", "stream", 0, "nor this"});
  SUCCEED("still here");
}

TEST_CASE("a complaint is one line on standard error") {
  Pipe out;
  Pipe err;
  ConsoleLog log({out.writer(), err.writer(), false});
  log.complain("PutItem failed: first\nsecond");
  log.say("ready");
  log.print("as it is");
  CHECK_THAT(err.read_all(),
             Catch::Matchers::Matches(
                 R"(\d\d:\d\d:\d\d\.\d\d\d tombola \| PutItem failed: first second\n)"));
  CHECK_THAT(out.read_all(),
             Catch::Matchers::Matches(R"(\d\d:\d\d:\d\d\.\d\d\d tombola \| ready\nas it is)"));
}
