// The server as the command line starts it, in this process, on real directories.
#include "server/service.h"

#include <array>
#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "http/client.h"
#include "server/flag_values.h"
#include "server/temporary_directory.h"
#include "tests/server/test_server.h"

using namespace tombola;
using server::ConsoleLog;
using server::Options;
using server::Service;
using server::TemporaryDirectory;

namespace {

// Collects what the server prints.
class Printed {
 public:
  Printed() {
    std::string name = (directory_.path() / "out").string();
    descriptor_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    REQUIRE(descriptor_ >= 0);
  }
  ~Printed() { ::close(descriptor_); }

  ConsoleLog::Options options() const { return {descriptor_, descriptor_, false}; }
  std::string text() const {
    std::string text;
    std::array<char, 4096> buffer{};
    off_t at = 0;
    for (ssize_t size; (size = ::pread(descriptor_, buffer.data(), buffer.size(), at)) > 0;
         at += size) {
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
  }

 private:
  TemporaryDirectory directory_;
  int descriptor_ = -1;
};

Options options_on(const std::optional<std::filesystem::path>& directory) {
  Options options;
  options.port = 0;
  options.data_directory = directory;
  options.host = "127.0.0.1";
  return options;
}

// A running server and a connection to it.
struct Running {
  explicit Running(const Options& options)
      : log(printed.options()), service(options, log), client("127.0.0.1", service.port()) {
    service.start();
  }

  http::Response call(const std::string& operation, const std::string& body) {
    return client.post("/", test::TestServer::api_headers(operation), body);
  }

  Printed printed;
  ConsoleLog log;
  Service service;
  http::Client client;
};

constexpr const char* create_table =
    R"({"TableName":"RaffleTable","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
    R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
    R"("BillingMode":"PAY_PER_REQUEST",)"
    R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}})";
constexpr const char* put_john =
    R"({"TableName":"RaffleTable","Item":{"id":{"S":"1"},"name":{"S":"John"}}})";
constexpr const char* get_john = R"({"TableName":"RaffleTable","Key":{"id":{"S":"1"}}})";

}  // namespace

TEST_CASE("data and clock survive a restart") {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "data";
  {
    Running server(options_on(path));
    REQUIRE(server.call("CreateTable", create_table).status == 200);
    REQUIRE(server.call("PutItem", put_john).status == 200);
    REQUIRE(
        server.client.post("/_tombola/clock", {}, R"({"freeze":true,"set":1767323045})").status ==
        200);
    server.service.stop(std::chrono::milliseconds(100));
  }
  Running server(options_on(path));
  CHECK(server.call("GetItem", get_john).body ==
        R"({"Item":{"id":{"S":"1"},"name":{"S":"John"}}})");
  const auto clock = test::json_of(server.client.get("/_tombola/clock"));
  CHECK(clock["frozen"] == true);
  CHECK(clock["now_ms"] == 1767323045000);
}

TEST_CASE("an advanced clock is still ahead after a restart") {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "data";
  {
    Running server(options_on(path));
    REQUIRE(server.client.post("/_tombola/clock", {}, R"({"advance":"10d"})").status == 200);
  }
  Running server(options_on(path));
  const auto clock = test::json_of(server.client.get("/_tombola/clock"));
  const std::int64_t ahead_ms =
      clock["now_ms"].get<std::int64_t>() - storage::ProcessClock().now_ms();
  CHECK(ahead_ms > 10LL * 86'400'000 - 60'000);
  CHECK(ahead_ms <= 10LL * 86'400'000);
}

TEST_CASE("the built-in log prints what is inserted, without any process") {
  Options options = options_on(std::nullopt);
  options.triggers.push_back(server::parse_trigger_flag("RaffleTable=builtin:log"));
  Running server(options);
  REQUIRE(server.call("CreateTable", create_table).status == 200);
  REQUIRE(server.call("PutItem", put_john).status == 200);
  REQUIRE(server.client.get("/_tombola/idle").status == 200);
  const std::string printed = server.printed.text();
  CHECK_THAT(printed, Catch::Matchers::Contains(R"({"id":"1","name":"John"})"));
  CHECK_THAT(printed, Catch::Matchers::Contains(" builtin-log | START RequestId: "));
}

TEST_CASE("writes, refusals, requests and invocations are told of, if that is wanted") {
  Options options = options_on(std::nullopt);
  options.triggers.push_back(server::parse_trigger_flag("RaffleTable=builtin:log"));
  options.routes.push_back(server::parse_route_flag("GET /raffle=builtin:log"));
  const std::string conditional = R"j({"TableName":"RaffleTable","Item":{"id":{"S":"1"}},
      "ConditionExpression":"attribute_not_exists(id)"})j";
  const auto printed_by = [&](bool tells) {
    options.tells_of_work = tells;
    Running server(options);
    server.call("CreateTable", create_table);
    server.call("PutItem", put_john);
    CHECK(server.call("PutItem", conditional).status == 400);
    server.call("GetItem", get_john);
    server.client.get("/raffle?name=John");
    REQUIRE(server.client.get("/_tombola/idle").status == 200);
    server.service.stop(std::chrono::milliseconds(100));
    return server.printed.text();
  };
  const std::string told = printed_by(true);
  using Catch::Matchers::Contains;
  CHECK_THAT(told, Contains(" RaffleTable | PutItem id=1\n"));
  CHECK_THAT(told,
             Contains(" RaffleTable | PutItem id=1 refused: ConditionalCheckFailedException\n"));
  CHECK_THAT(told, Contains(" builtin-log | 1 record of RaffleTable in "));
  CHECK_THAT(told, Contains(" http | GET /raffle?name=John -> ") && Contains("(builtin-log)\n"));
  CHECK_THAT(told, !Contains("GetItem"));
  const std::string quiet = printed_by(false);
  CHECK_THAT(quiet, !Contains("PutItem") && !Contains(" http |") && !Contains("record of"));
}

TEST_CASE("a second server on the same directory is refused by name") {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "data";
  Running first(options_on(path));
  ConsoleLog log(first.printed.options());
  CHECK_THROWS_WITH(Service(options_on(path), log),
                    Catch::Matchers::Contains(path.string()) &&
                        Catch::Matchers::Contains("in use by process") &&
                        Catch::Matchers::Contains("choose another directory with --data"));
  CHECK(first.call("ListTables", "{}").status == 200);
}

TEST_CASE("a port that is taken is named") {
  Running first(options_on(std::nullopt));
  Options options = options_on(std::nullopt);
  options.port = first.service.port();
  ConsoleLog log(first.printed.options());
  CHECK_THROWS_WITH(Service(options, log),
                    Catch::Matchers::Contains(std::to_string(options.port)) &&
                        Catch::Matchers::Contains("--port"));
}

TEST_CASE("a handler that is not there is named") {
  Options options = options_on(std::nullopt);
  options.triggers.push_back(server::parse_trigger_flag("RaffleTable=/nowhere/handler.js"));
  const Printed printed;
  ConsoleLog log(printed.options());
  CHECK_THROWS_WITH(Service(options, log), "the handler's file /nowhere/handler.js does not exist");
}

TEST_CASE("a directory that is not ours is refused") {
  const Printed printed;
  ConsoleLog log(printed.options());
  CHECK_THROWS_WITH(Service(options_on("/proc"), log), Catch::Matchers::StartsWith("/proc: "));
}

TEST_CASE("an IPv6 server has a URL with brackets") {
  Options options = options_on(std::nullopt);
  options.host = "::1";
  const Printed printed;
  ConsoleLog log(printed.options());
  try {
    const Service service(options, log);
    CHECK(service.url() == "http://[::1]:" + std::to_string(service.port()));
  } catch (const http::ListenError& error) {
    WARN("no IPv6 on this machine: " << error.what());
  }
}
