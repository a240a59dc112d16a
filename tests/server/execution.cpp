// Where operations run, and what happens when one cannot do its work.
#include <condition_variable>
#include <thread>

#include <catch2/catch.hpp>

#include "http/event_loop.h"
#include "server/json_target_protocol.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/engine/engine.h"
#include "storage/transaction_runner.h"
#include "tests/server/test_server.h"

using namespace tombola;

namespace {

// Keeps the answer, and the thread that gave it.
class KeptAnswer : public http::Responder::Sink {
 public:
  void send(http::Response response) override {
    const std::lock_guard lock(mutex_);
    response_ = std::move(response);
    thread_ = std::this_thread::get_id();
    came_.notify_all();
  }
  http::Response wait() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return response_.has_value(); });
    return *response_;
  }
  std::thread::id thread() const { return thread_; }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::optional<http::Response> response_;
  std::thread::id thread_;
};

// An engine that takes no transaction, as on a full disk.
class FailingEngine : public storage::Engine {
 public:
  std::unique_ptr<storage::Transaction> begin(storage::Mode) override {
    throw storage::EngineError("/data/db: No space left on device");
  }
  void erase_range(const storage::KeyRange&) override {}
  void erase_log(storage::LogId) override {}
  void checkpoint(const std::string&) override {}
  std::unique_ptr<storage::Engine> clone(const std::string&) override { return nullptr; }
  std::uint64_t log_size_bytes(storage::LogId) override { return 0; }
};

struct Protocol {
  explicit Protocol(std::unique_ptr<storage::Engine> made, bool writes_wait)
      : engine(std::move(made)),
        transactions(*engine),
        protocol({{transactions, catalog, clock, {}},
                  identity,
                  workers,
                  writes_wait,
                  [this](const std::string& text) { reports.push_back(text); }}) {}

  struct Answer {
    http::Response response;
    bool on_caller_thread;
  };
  Answer call(const std::string& operation, const std::string& body) {
    http::Request request;
    request.method = "POST";
    request.target = "/";
    request.headers = test::TestServer::api_headers(operation);
    request.body = body;
    const auto kept = std::make_shared<KeptAnswer>();
    protocol.handle(std::move(request), http::Responder(kept));
    http::Response response = kept->wait();
    return {std::move(response), kept->thread() == std::this_thread::get_id()};
  }

  storage::ServiceClock clock;
  std::unique_ptr<storage::Engine> engine;
  storage::TransactionRunner transactions;
  const server::CallerIdentity identity{{}};
  storage::Catalog catalog;
  std::vector<std::string> reports;
  http::EventLoop workers{"workers", 1};
  server::JsonTargetProtocol protocol;
};

std::unique_ptr<storage::Engine> memory_engine() {
  return storage::open_memory_engine({[] { return std::int64_t{0}; }, {}});
}

constexpr const char* put = R"({"TableName":"Table","Item":{"id":{"S":"1"}}})";
constexpr const char* get = R"({"TableName":"Table","Key":{"id":{"S":"1"}}})";

}  // namespace

TEST_CASE("inline operations run where the request was read") {
  Protocol server(memory_engine(), false);
  CHECK(server.call("PutItem", put).on_caller_thread);
  CHECK(server.call("GetItem", get).on_caller_thread);
}

TEST_CASE("writes that wait for the disk run on a worker, reads do not") {
  Protocol server(memory_engine(), true);
  for (const char* operation : {"PutItem", "DeleteItem", "BatchWriteItem", "CreateTable"}) {
    CAPTURE(operation);
    CHECK_FALSE(server.call(operation, "{}").on_caller_thread);
  }
  for (const char* operation :
       {"GetItem", "BatchGetItem", "Query", "Scan", "ListTables", "DescribeTable"}) {
    CAPTURE(operation);
    CHECK(server.call(operation, "{}").on_caller_thread);
  }
}

TEST_CASE("an engine that fails is an InternalServerError, and its reason is told") {
  const bool on_worker = GENERATE(false, true);
  Protocol server(std::make_unique<FailingEngine>(), on_worker);
  const http::Response response = server.call("PutItem", put).response;
  CHECK(response.status == 500);
  CHECK(response.body ==
        R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError",)"
        R"("message":"Internal server error: /data/db: No space left on device"})");
  CHECK(server.reports ==
        std::vector<std::string>{
            "DynamoDB_20120810.PutItem failed: /data/db: No space left on device"});
}
