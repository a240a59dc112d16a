#include "triggers/functions/async_invocations.h"

#include <future>
#include <mutex>
#include <vector>

#include <catch2/catch.hpp>

namespace tombola::triggers::testing {
namespace {

using std::chrono::milliseconds;

// Fails as often as it is told to, then answers.
class FailingRuntime : public LambdaRuntime {
 public:
  explicit FailingRuntime(int failures, InvokeStatus how = InvokeStatus::FunctionError)
      : failures_(failures), how_(how) {}

  void invoke(Invocation invocation, Done done) override {
    InvokeResult result;
    {
      const std::lock_guard lock(mutex_);
      request_ids_.push_back(invocation.request_id);
      result.status = failures_-- > 0 ? how_ : InvokeStatus::Success;
    }
    done(std::move(result));
  }
  void shut_down() override {}

  std::vector<std::string> request_ids() const {
    const std::lock_guard lock(mutex_);
    return request_ids_;
  }

 private:
  mutable std::mutex mutex_;
  int failures_;
  const InvokeStatus how_;
  std::vector<std::string> request_ids_;
};

// A queue on a frozen clock.
class Fixture {
 public:
  explicit Fixture(std::shared_ptr<FailingRuntime> runtime) : runtime_(std::move(runtime)) {
    Function function;
    function.name = "f";
    functions_.put(function, runtime_);
  }

  bool accept(const std::string& name = "f") {
    Invocation invocation;
    invocation.request_id = "id";
    invocation.event_json = "{}";
    return queue_.accept(name, std::move(invocation));
  }
  // When it is idle or waits for the clock.
  IdleReport settled() {
    std::promise<IdleReport> promise;
    queue_.when_idle(milliseconds(60'000),
                     [&](const IdleReport& report) { promise.set_value(report); });
    return promise.get_future().get();
  }
  void advance(std::int64_t delta_ms) { clock_.advance(delta_ms); }
  std::size_t attempts() const { return runtime_->request_ids().size(); }
  const std::vector<std::string>& reports() const { return reports_; }
  FunctionRegistry& functions() { return functions_; }
  AsyncInvocations& queue() { return queue_; }

 private:
  storage::ServiceClock clock_{storage::ServiceClock::State{true, 1'000'000}};
  std::shared_ptr<FailingRuntime> runtime_;
  FunctionRegistry functions_;
  std::vector<std::string> reports_;
  http::EventLoop loop_{"async", 1};
  AsyncInvocations queue_{
      {loop_, clock_, functions_, [this](const std::string& text) { reports_.push_back(text); }}};
};

}  // namespace

TEST_CASE("an asynchronous invocation runs at once") {
  Fixture fixture(std::make_shared<FailingRuntime>(0));
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
  CHECK(report.waiting_for ==
        std::vector<std::string>{"asynchronous invocation of f, attempt 2 is due in 60000 ms"});
  fixture.advance(59'999);
  CHECK_FALSE(fixture.settled().idle);
  CHECK(fixture.attempts() == 1);
  fixture.advance(1);
  CHECK_FALSE(fixture.settled().idle);
  CHECK(fixture.attempts() == 2);
  fixture.advance(120'000);
  CHECK(fixture.settled().idle);
  CHECK(runtime->request_ids() == std::vector<std::string>(3, "id"));
  CHECK(fixture.reports().empty());
}

TEST_CASE("after three failures it is given up, and said") {
  Fixture fixture(std::make_shared<FailingRuntime>(100));
  REQUIRE(fixture.accept());
  fixture.settled();
  fixture.advance(60'000);
  fixture.settled();
  fixture.advance(120'000);
  CHECK(fixture.settled().idle);
  CHECK(fixture.attempts() == 3);
  CHECK(fixture.reports().size() == 1);
}

TEST_CASE("what cannot run is tried for six hours, with a delay that grows to five minutes") {
  Fixture fixture(std::make_shared<FailingRuntime>(10'000, InvokeStatus::Unreachable));
  REQUIRE(fixture.accept());
  CHECK(fixture.settled().waiting_for ==
        std::vector<std::string>{"asynchronous invocation of f, attempt 2 is due in 1000 ms"});
  fixture.advance(1000);
  CHECK(fixture.settled().waiting_for ==
        std::vector<std::string>{"asynchronous invocation of f, attempt 3 is due in 2000 ms"});
  for (int i = 0; i < 100 && !fixture.settled().idle; ++i) {
    fixture.advance(300'000);
  }
  CHECK(fixture.settled().idle);
  CHECK(fixture.reports().size() == 1);
}

TEST_CASE("a function deleted meanwhile is not waited for") {
  Fixture fixture(std::make_shared<FailingRuntime>(1));
  REQUIRE(fixture.accept());
  fixture.settled();
  fixture.functions().erase("f");
  fixture.advance(60'000);
  CHECK(fixture.settled().idle);
  CHECK(fixture.reports().size() == 1);
}

TEST_CASE("a queue that has stopped accepts nothing") {
  Fixture fixture(std::make_shared<FailingRuntime>(0));
  fixture.queue().stop();
  CHECK_FALSE(fixture.accept());
}

}  // namespace tombola::triggers::testing
