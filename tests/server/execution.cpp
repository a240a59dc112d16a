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
#include "tests/storage/held_engine.h"

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
  bool came() {
    const std::lock_guard lock(mutex_);
    return response_.has_value();
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
  bool is_durable() override { return true; }
  void when_durable(storage::DurableDone done) override { done(nullptr); }
  void erase_range(const storage::KeyRange&) override {}
  void erase_log(storage::LogId) override {}
  void checkpoint(const std::string&) override {}
  std::unique_ptr<storage::Engine> clone(const std::string&) override { return nullptr; }
  std::uint64_t log_size_bytes(storage::LogId) override { return 0; }
};

struct Protocol {
  explicit Protocol(std::unique_ptr<storage::Engine> made)
      : engine(std::move(made)),
        transactions(storage::TransactionRunner(*engine).returning_at_once()),
        protocol({{transactions, catalog, clock, {}},
                  identity,
                  workers,
                  workers,
                  [this](const std::string& text) { reports.push_back(text); }}) {}

  struct Answer {
    http::Response response;
    bool on_caller_thread;
  };
  Answer call(const std::string& operation, const std::string& body) {
    const auto kept = begin(operation, body);
    http::Response response = kept->wait();
    return {std::move(response), kept->thread() == std::this_thread::get_id()};
  }
  std::shared_ptr<KeptAnswer> begin(const std::string& operation, const std::string& body) {
    http::Request request;
    request.method = "POST";
    request.target = "/";
    request.headers = test::TestServer::api_headers(operation);
    request.body = body;
    const auto kept = std::make_shared<KeptAnswer>();
    protocol.handle(std::move(request), http::Responder(kept));
    return kept;
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
  Protocol server(memory_engine());
  CHECK(server.call("PutItem", put).on_caller_thread);
  CHECK(server.call("GetItem", get).on_caller_thread);
}

TEST_CASE("an answer leaves when all that it tells of is durable, and holds no thread") {
  auto made = std::make_unique<storage::HeldEngine>();
  storage::HeldEngine& engine = *made;
  Protocol server(std::move(made));
  constexpr const char* create = R"({"TableName":"Table","BillingMode":"PAY_PER_REQUEST",
    "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
    "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})";
  engine.hold();
  struct Call {
    const char* operation;
    const char* body;
    int status;
  };
  // Reads and refusals tell of what others wrote.
  const Call calls[] = {{"CreateTable", create, 200},
                        {"PutItem", put, 200},
                        {"GetItem", get, 200},
                        {"GetItem", R"({"TableName":"Another","Key":{"id":{"S":"1"}}})", 400},
                        {"Scan", R"({"TableName":"Table"})", 200}};
  std::vector<std::shared_ptr<KeptAnswer>> answers;
  for (const Call& call : calls) {
    CAPTURE(call.operation);
    answers.push_back(server.begin(call.operation, call.body));
    while (engine.asked() < answers.size()) std::this_thread::yield();
    CHECK_FALSE(answers.back()->came());
  }

  SECTION("they are given when it is") {
    engine.let_go();
    for (std::size_t i = 0; i < answers.size(); ++i) {
      CHECK(answers[i]->wait().status == calls[i].status);
      // Nor on the engine's thread, which this one stands for.
      CHECK(answers[i]->thread() != std::this_thread::get_id());
    }
    CHECK(answers[2]->wait().body == R"({"Item":{"id":{"S":"1"}}})");
    CHECK(server.call("GetItem", get).on_caller_thread);
  }
  SECTION("and are errors when it cannot be") {
    engine.fail("/data: cannot be synced: Input/output error");
    for (const auto& answer : answers) {
      CHECK(answer->wait().status == 500);
      CHECK(answer->wait().body ==
            R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError",)"
            R"("message":"Internal server error: /data: cannot be synced: Input/output error"})");
    }
    CHECK(server.reports.front() ==
          "DynamoDB_20120810.CreateTable failed: /data: cannot be synced: Input/output error");
  }
}

TEST_CASE("an engine that fails is an InternalServerError, and its reason is told") {
  const std::string operation = GENERATE("PutItem", "Scan");  // on a worker, this one
  Protocol server(std::make_unique<FailingEngine>());
  const http::Response response =
      server.call(operation, operation == "Scan" ? R"({"TableName":"Table"})" : put).response;
  CHECK(response.status == 500);
  CHECK(response.body ==
        R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError",)"
        R"("message":"Internal server error: /data/db: No space left on device"})");
  CHECK(server.reports == std::vector<std::string>{"DynamoDB_20120810." + operation +
                                                   " failed: /data/db: No space left on device"});
}
