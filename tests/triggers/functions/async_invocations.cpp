#include "triggers/functions/async_invocations.h"

#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/triggers/scripted_destination.h"

namespace tombola::triggers::testing {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using Lines = std::vector<std::string>;

constexpr std::int64_t minute_ms = 60'000;

// Fails as often as it is told to, then answers.
class FailingRuntime : public LambdaRuntime {
 public:
  explicit FailingRuntime(int failures = 0, InvokeStatus how = InvokeStatus::FunctionError)
      : failures_(failures), how_(how) {}

  void invoke(Invocation invocation, Done done) override {
    InvokeResult result;
    {
      const std::lock_guard lock(mutex_);
      invocations_.push_back(invocation);
      result.request_id = invocation.request_id;
      if (failures_-- > 0) {
        result.status = how_;
        result.payload = R"({"errorMessage":"boom"})";
        result.function_error = how_ == InvokeStatus::FunctionError ? "Unhandled" : "";
      } else {
        result.payload = R"({"answer":42})";
      }
      if (holds_) {
        held_.push_back([done = std::move(done), result] { done(result); });
        return;
      }
    }
    done(std::move(result));
  }
  void shut_down() override {}

  // From now on invocations are not answered.
  void hold() {
    const std::lock_guard lock(mutex_);
    holds_ = true;
  }

  std::vector<Invocation> invocations() const {
    const std::lock_guard lock(mutex_);
    return invocations_;
  }
  std::vector<std::string> request_ids() const {
    std::vector<std::string> ids;
    for (const Invocation& invocation : invocations()) {
      ids.push_back(invocation.request_id);
    }
    return ids;
  }

 private:
  mutable std::mutex mutex_;
  int failures_;
  const InvokeStatus how_;
  bool holds_ = false;
  std::deque<std::function<void()>> held_;
  std::vector<Invocation> invocations_;
};

// A queue on a frozen clock; restart() begins another one over the same rows.
class Fixture {
 public:
  explicit Fixture(std::shared_ptr<FailingRuntime> runtime = std::make_shared<FailingRuntime>())
      : runtime_(std::move(runtime)) {
    add("f", runtime_);
    open();
  }

  void add(const std::string& name, std::shared_ptr<LambdaRuntime> runtime) {
    Function function;
    function.name = name;
    functions_.put(function, std::move(runtime));
  }

  void restart() { open(); }

  bool accept(const std::string& name = "f") {
    Invocation invocation;
    invocation.request_id = "id";
    invocation.event_json = R"({"order":1})";
    return queue_->accept({{}, name, ""}, std::move(invocation));
  }
  // When it is idle or waits for the clock.
  IdleReport settled() {
    std::promise<IdleReport> promise;
    queue_->when_idle(milliseconds(60'000),
                      [&](const IdleReport& report) { promise.set_value(report); });
    return promise.get_future().get();
  }
  void advance(std::int64_t delta_ms) { clock_.advance(delta_ms); }
  std::size_t attempts() const { return runtime_->request_ids().size(); }
  Lines reports() const {
    const std::lock_guard lock(mutex_);
    return reports_;
  }
  FunctionRegistry& functions() { return functions_; }
  AsyncInvocations& queue() { return *queue_; }
  // Before the first accept().
  AsyncSettings settings;
  ScriptedDestination destination;

 private:
  void open() {
    queue_.reset();
    queue_.emplace(AsyncInvocations::Parts{loop_, transactions_, clock_, functions_,
                                           [this](const AsyncTarget&) { return settings; },
                                           &destination,
                                           [this](const std::string& text) {
                                             const std::lock_guard lock(mutex_);
                                             reports_.push_back(text);
                                           }});
    queue_->start();
  }

  storage::ServiceClock clock_{storage::ServiceClock::State{true, 1'767'323'040'000}};
  std::unique_ptr<storage::Engine> engine_ =
      storage::open_memory_engine({[this] { return clock_.now_ms(); }});
  storage::TransactionRunner transactions_{*engine_};
  std::shared_ptr<FailingRuntime> runtime_;
  FunctionRegistry functions_;
  mutable std::mutex mutex_;
  Lines reports_;
  http::EventLoop loop_{"async", 1};
  std::optional<AsyncInvocations> queue_;
};

const std::string after_arn = "arn:aws:lambda:us-east-1:000000000000:function:after";

}  // namespace

TEST_CASE("an asynchronous invocation runs at once") {
  Fixture fixture;
  REQUIRE(fixture.accept());
  CHECK(fixture.settled().idle);
  CHECK(fixture.attempts() == 1);
  CHECK(fixture.queue().accepted() == 1);
}

// "Lambda retries ... with a one-minute wait before the first retry and two before the second".
TEST_CASE("a function that fails is tried again after one minute and after two more") {
  const auto runtime = std::make_shared<FailingRuntime>(2);
  Fixture fixture(runtime);
  REQUIRE(fixture.accept());
  const IdleReport report = fixture.settled();
  CHECK_FALSE(report.idle);
  CHECK(report.waits_for_clock);
  CHECK(report.waiting_for == Lines{"asynchronous invocation of f, attempt 2 is due in 60000 ms"});
  fixture.advance(minute_ms - 1);
  CHECK_FALSE(fixture.settled().idle);
  CHECK(fixture.attempts() == 1);
  fixture.advance(1);
  CHECK_FALSE(fixture.settled().idle);
  CHECK(fixture.attempts() == 2);
  fixture.advance(2 * minute_ms);
  CHECK(fixture.settled().idle);
  CHECK(runtime->request_ids() == Lines(3, "id"));
  CHECK(fixture.reports().empty());
}

TEST_CASE("after three failures it is given up, and said") {
  Fixture fixture(std::make_shared<FailingRuntime>(100));
  REQUIRE(fixture.accept());
  fixture.settled();
  fixture.advance(minute_ms);
  fixture.settled();
  fixture.advance(2 * minute_ms);
  CHECK(fixture.settled().idle);
  CHECK(fixture.attempts() == 3);
  CHECK(fixture.reports().size() == 1);
}

TEST_CASE("what cannot run is tried for six hours, with a delay that grows to five minutes") {
  Fixture fixture(std::make_shared<FailingRuntime>(10'000, InvokeStatus::Unreachable));
  REQUIRE(fixture.accept());
  CHECK(fixture.settled().waiting_for ==
        Lines{"asynchronous invocation of f, attempt 2 is due in 1000 ms"});
  fixture.advance(1000);
  CHECK(fixture.settled().waiting_for ==
        Lines{"asynchronous invocation of f, attempt 3 is due in 2000 ms"});
  for (int i = 0; i < 100 && !fixture.settled().idle; ++i) {
    fixture.advance(5 * minute_ms);
  }
  CHECK(fixture.settled().idle);
  CHECK(fixture.reports().size() == 1);
}

TEST_CASE("a function deleted meanwhile is not waited for") {
  Fixture fixture(std::make_shared<FailingRuntime>(1));
  REQUIRE(fixture.accept());
  fixture.settled();
  fixture.functions().erase("f");
  fixture.advance(minute_ms);
  CHECK(fixture.settled().idle);
  CHECK(fixture.reports().size() == 1);
}

TEST_CASE("a queue that has stopped accepts nothing, and who waits for it is told so") {
  Fixture fixture;
  fixture.queue().stop();
  CHECK_FALSE(fixture.accept());
  CHECK(fixture.settled().waiting_for == Lines{"the server is stopping"});
}

TEST_CASE("a restart goes on with the attempts and the age of before") {
  const auto runtime = std::make_shared<FailingRuntime>(100);
  Fixture fixture(runtime);
  REQUIRE(fixture.accept());
  fixture.settled();
  fixture.advance(minute_ms);
  CHECK_FALSE(fixture.settled().idle);
  REQUIRE(fixture.attempts() == 2);
  fixture.restart();
  CHECK(fixture.settled().waiting_for ==
        Lines{"asynchronous invocation of f, attempt 3 is due in 120000 ms"});
  fixture.advance(2 * minute_ms);
  CHECK(fixture.settled().idle);
  CHECK(runtime->request_ids() == Lines(3, "id"));
  fixture.restart();
  CHECK(fixture.settled().idle);
  CHECK(fixture.attempts() == 3);
}

TEST_CASE("an invocation under way at the stop runs again, one that was done does not") {
  const auto runtime = std::make_shared<FailingRuntime>();
  Fixture fixture(runtime);
  REQUIRE(fixture.accept());
  CHECK(fixture.settled().idle);
  runtime->hold();
  REQUIRE(fixture.accept());
  while (runtime->invocations().size() < 2) {
    std::this_thread::yield();
  }
  const auto again = std::make_shared<FailingRuntime>();
  fixture.add("f", again);
  fixture.restart();
  CHECK(fixture.settled().idle);
  REQUIRE(again->request_ids() == Lines{"id"});
  CHECK(again->invocations()[0].event_json == R"({"order":1})");
}

// "Capturing records of Lambda asynchronous invocations": the example's members.
TEST_CASE("the destination of failures gets the record when the retries are used up") {
  Fixture fixture(std::make_shared<FailingRuntime>(100));
  fixture.settings.retry_attempts_max = 1;
  fixture.settings.on_failure = failures_arn;
  REQUIRE(fixture.accept());
  fixture.settled();
  fixture.advance(minute_ms);
  CHECK(fixture.settled().idle);
  const auto reports = fixture.destination.reports();
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].destination_arn == failures_arn);
  CHECK(json::parse(reports[0].record_json) ==
        json::parse(R"({"version":"1.0","timestamp":"2026-01-02T03:05:00.000Z",
          "requestContext":{"requestId":"id",
            "functionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
            "condition":"RetriesExhausted","approximateInvokeCount":2},
          "requestPayload":{"order":1},
          "responseContext":{"statusCode":200,"executedVersion":"$LATEST",
                             "functionError":"Unhandled"},
          "responsePayload":{"errorMessage":"boom"}})"));
}

TEST_CASE("the destination of successes gets a record of them") {
  Fixture fixture;
  fixture.settings.on_success = failures_arn;
  fixture.settings.on_failure = "arn:aws:sqs:us-east-1:000000000000:other";
  REQUIRE(fixture.accept());
  CHECK(fixture.settled().idle);
  REQUIRE(fixture.destination.reports().size() == 1);
  const json record = json::parse(fixture.destination.reports()[0].record_json);
  CHECK(record["requestContext"]["condition"] == "Success");
  CHECK(record["requestContext"]["approximateInvokeCount"] == 1);
  CHECK(record["responseContext"] ==
        json::parse(R"({"statusCode":200,"executedVersion":"$LATEST"})"));
  CHECK(record["responsePayload"] == json::parse(R"({"answer":42})"));
}

TEST_CASE("an invocation that gets too old is given up") {
  Fixture fixture(std::make_shared<FailingRuntime>(100));
  fixture.settings.age_ms_max = 90'000;
  fixture.settings.on_failure = failures_arn;
  REQUIRE(fixture.accept());
  fixture.settled();
  fixture.advance(minute_ms);
  CHECK(fixture.settled().waiting_for ==
        Lines{"asynchronous invocation of f, attempt 3 is due in 30000 ms"});
  fixture.advance(30'000);
  CHECK(fixture.settled().idle);
  CHECK(fixture.attempts() == 2);
  REQUIRE(fixture.destination.reports().size() == 1);
  const json record = json::parse(fixture.destination.reports()[0].record_json);
  CHECK(record["requestContext"]["condition"] == "EventAgeExceeded");
  CHECK(record["requestContext"]["approximateInvokeCount"] == 2);
}

// Recorded on AWS.
TEST_CASE("with a reserved concurrency of zero an event goes straight to the destination") {
  Fixture fixture;
  fixture.settings.reserves_nothing = true;
  fixture.settings.on_failure = failures_arn;
  REQUIRE(fixture.accept());
  CHECK(fixture.settled().idle);
  CHECK(fixture.attempts() == 0);
  REQUIRE(fixture.destination.reports().size() == 1);
  const json record = json::parse(fixture.destination.reports()[0].record_json);
  CHECK(record["requestContext"]["condition"] == "ZeroReservedConcurrency");
  CHECK(record["requestContext"]["approximateInvokeCount"] == 0);
}

TEST_CASE("another function can be the destination, and gets the record as its event") {
  const auto after = std::make_shared<FailingRuntime>();
  Fixture fixture;
  fixture.add("after", after);
  CHECK(fixture.queue().receives({}, after_arn));
  CHECK_FALSE(fixture.queue().receives({}, after_arn + ":2"));
  CHECK_FALSE(fixture.queue().receives({"123456789012", "us-east-1"}, after_arn));

  const auto failing = std::make_shared<FailingRuntime>(100);
  fixture.add("f", failing);
  fixture.settings.retry_attempts_max = 0;
  fixture.settings.on_failure = after_arn;
  REQUIRE(fixture.accept());
  CHECK(fixture.settled().idle);
  REQUIRE(after->invocations().size() == 1);
  CHECK(after->invocations()[0].function_arn == after_arn);
  CHECK(after->invocations()[0].request_id != "id");
  const json record = json::parse(after->invocations()[0].event_json);
  CHECK(record["requestPayload"] == json::parse(R"({"order":1})"));
}

TEST_CASE("a dead letter queue gets the event itself") {
  Fixture fixture(std::make_shared<FailingRuntime>(100));
  fixture.settings.retry_attempts_max = 0;
  fixture.settings.dead_letter_target = failures_arn;
  REQUIRE(fixture.accept());
  CHECK(fixture.settled().idle);
  REQUIRE(fixture.destination.reports().size() == 1);
  CHECK(fixture.destination.reports()[0].record_json == R"({"order":1})");
}

TEST_CASE("a record that does not arrive is sent again, after a restart as well") {
  Fixture fixture(std::make_shared<FailingRuntime>(100));
  fixture.settings.retry_attempts_max = 0;
  fixture.settings.on_failure = "arn:aws:sqs:us-east-1:000000000000:nobody";
  REQUIRE(fixture.accept());
  CHECK(fixture.settled().waiting_for ==
        Lines{"asynchronous invocation of f, its record for "
              "arn:aws:sqs:us-east-1:000000000000:nobody is due in 1000 ms"});
  fixture.restart();
  fixture.advance(1000);
  CHECK(fixture.settled().waiting_for ==
        Lines{"asynchronous invocation of f, its record for "
              "arn:aws:sqs:us-east-1:000000000000:nobody is due in 2000 ms"});
  CHECK(fixture.attempts() == 1);
  for (int i = 0; i < 100 && !fixture.settled().idle; ++i) {
    fixture.advance(5 * minute_ms);
  }
  CHECK(fixture.settled().idle);
  CHECK(fixture.attempts() == 1);
}

TEST_CASE("a function's ARN is taken apart, and nothing else is one") {
  CHECK(parse_function_arn(after_arn) == AsyncTarget{{}, "after", ""});
  CHECK(parse_function_arn(after_arn + ":live") == AsyncTarget{{}, "after", "live"});
  for (const char* text :
       {"", "after", "arn:aws:sqs:us-east-1:000000000000:q",
        "arn:aws:lambda:us-east-1:000000000000:function:", "arn:aws:lambda:us-east-1:1:layer:l",
        "arn:aws:lambda:us-east-1:000000000000:function:f:1:2"}) {
    CHECK_FALSE(parse_function_arn(text));
  }
}

}  // namespace tombola::triggers::testing
