// A whole server on the memory engine and a free port, without handlers' processes: functions are
// played by the tests.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "http/client.h"
#include "http/event_loop.h"
#include "http/listener.h"
#include "server/expiry_sweeper.h"
#include "server/router.h"
#include "server/stream_keeper.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/engine/engine.h"
#include "storage/transaction_runner.h"
#include "storage/unchanged_writes.h"
#include "triggers/dispatcher.h"
#include "triggers/function_registry.h"
#include "triggers/lambda_runtime.h"

namespace tombola::test {

// A function that the test answers, or does not.
class PlayedFunction : public triggers::LambdaRuntime {
 public:
  using Play = std::function<void(triggers::Invocation, Done)>;
  explicit PlayedFunction(Play play) : play_(std::move(play)) {}

  void invoke(triggers::Invocation invocation, Done done) override {
    play_(std::move(invocation), std::move(done));
  }
  void shut_down() override {}

 private:
  Play play_;
};

class TestServer {
 public:
  struct Setup {
    server::CallerRules callers;
    std::vector<std::string> routes;  // "GET /raffle", each to the function of the same name
    std::chrono::milliseconds function_timeout = std::chrono::seconds(29);
    std::size_t stream_shards = 1;
    std::optional<std::uint64_t> log_bytes_max = {};
  };

  TestServer() : TestServer(Setup()) {}
  explicit TestServer(const Setup& setup);
  ~TestServer();

  // One connection for all calls of a test.
  http::Client& client() { return client_; }
  http::Response send(const std::string& method, const std::string& target,
                      std::vector<http::Header> headers = {}, std::string body = {});
  // A signed DynamoDB call, as an SDK makes it.
  http::Response call(const std::string& operation, std::string body,
                      const std::vector<http::Header>& more_headers = {});
  static std::vector<http::Header> api_headers(const std::string& operation);

  void play(const std::string& function_name, PlayedFunction::Play play);
  // Delivers the table's changes to the function; the rest is as `mapping` has it.
  void map(const std::string& table, const std::string& function_name,
           triggers::EventSourceMapping mapping = {});

  std::uint16_t port() const { return listener_->port(); }
  storage::ServiceClock& clock() { return clock_; }
  storage::TransactionRunner& transactions() { return transactions_; }
  storage::Catalog& catalog() { return catalog_; }
  // What the server told its people.
  std::vector<std::string> reports() const;

 private:
  server::HttpRoutes routes_of(const Setup& setup);
  void report(const std::string& text);

  const server::CallerIdentity identity_{{}};
  storage::ServiceClock clock_;
  std::unique_ptr<storage::Engine> engine_;
  storage::TransactionRunner transactions_;
  storage::Catalog catalog_;
  storage::UnchangedWrites unchanged_writes_{clock_};
  const std::shared_ptr<triggers::InvocationHistory> history_ =
      std::make_shared<triggers::InvocationHistory>(
          [] { return storage::ProcessClock().now_ms(); });
  triggers::FunctionRegistry functions_{{}, history_};
  std::vector<triggers::EventSourceMapping> mappings_;
  mutable std::mutex reports_mutex_;
  std::vector<std::string> reports_;
  http::EventLoop trigger_loop_{"triggers", 1};
  http::EventLoop workers_{"workers", 2};
  http::EventLoop sockets_{"sockets", 1};
  triggers::Dispatcher dispatcher_;
  server::ExpirySweeper sweeper_;
  server::StreamKeeper keeper_;
  server::Router router_;
  std::optional<http::Listener> listener_;
  http::Client client_;
};

// What the answer says, or fails the test.
nlohmann::json json_of(const http::Response& response);

}  // namespace tombola::test
