#include "triggers/runtimes/runtime_api.h"

#include <condition_variable>
#include <future>
#include <mutex>

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "http/client.h"
#include "tests/http/raw_connection.h"
#include "tests/triggers/runtimes/runtime_fixture.h"

namespace tombola::triggers::testing {

namespace {

const std::string base = "/2018-06-01/runtime";

// Notes what the runtime tells; a test waits for the next note.
class NotingOwner : public RuntimeApi::Owner {
 public:
  void runtime_ready() override { note("ready"); }
  void runtime_responded(std::string payload) override { note("responded " + payload); }
  void runtime_began_response(std::string content_type) override { note("began " + content_type); }
  void runtime_streamed(std::string_view part) override { note(std::string(part)); }
  void runtime_ended_response(std::optional<RuntimeApi::StreamFailure> failure) override {
    note(failure ? "broke off: " + failure->type + " " + failure->body : "ended");
  }
  void runtime_failed(std::string payload) override { note("failed " + payload); }
  void runtime_failed_to_start(std::string payload) override { note("failed to start " + payload); }

  std::string next() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, test_patience, [this] { return !notes_.empty(); })) return "";
    std::string first = notes_.front();
    notes_.erase(notes_.begin());
    return first;
  }

 private:
  void note(std::string text) {
    const std::lock_guard lock(mutex_);
    notes_.push_back(std::move(text));
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> notes_;
};

// A runtime's side and the environment's side of one Runtime API.
class RuntimeApiFixture {
 public:
  RuntimeApiFixture() {
    on_loop([this] { api_ = std::make_unique<RuntimeApi>(loop_, owner); });
  }
  ~RuntimeApiFixture() {
    on_loop([this] { api_.reset(); });
  }

  std::uint16_t port() const {
    const std::string address = api_->address();
    REQUIRE(address.substr(0, 10) == "127.0.0.1:");
    return static_cast<std::uint16_t>(std::stoi(address.substr(10)));
  }
  http::Client client() const { return http::Client("127.0.0.1", port()); }

  std::future<http::Response> next() {
    return std::async(std::launch::async,
                      [this] { return client().get(base + "/invocation/next"); });
  }
  // The end of the connection may be heard of later than the question.
  std::future<http::Response> next_once_allowed() {
    return std::async(std::launch::async, [this] {
      for (;;) {
        http::Response response = client().get(base + "/invocation/next");
        if (response.status != 403) return response;
      }
    });
  }
  void give(const std::string& id) {
    on_loop([&] {
      api_->give({id, R"({"a":1})", 1'767'323'045'678, "arn:f", "Root=1-x", "{\n\"c\": 1}"});
    });
  }
  // The runtime waits, gets `id` and works on it.
  void begin(const std::string& id) {
    auto response = next();
    REQUIRE(owner.next() == "ready");
    give(id);
    REQUIRE(response.get().status == 200);
  }

  NotingOwner owner;

 private:
  void on_loop(const std::function<void()>& work) {
    std::promise<void> done;
    loop_.post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }

  http::EventLoop loop_{"test-api", 1};
  std::unique_ptr<RuntimeApi> api_;
};

}  // namespace

TEST_CASE("next waits for an invocation and tells all about it") {
  RuntimeApiFixture fixture;
  auto pending = fixture.next();
  REQUIRE(fixture.owner.next() == "ready");
  fixture.give("id-1");
  const http::Response response = pending.get();
  CHECK(response.status == 200);
  CHECK(response.body == R"({"a":1})");
  CHECK(response.header("Content-Type") == "application/json");
  CHECK(response.header("Lambda-Runtime-Aws-Request-Id") == "id-1");
  CHECK(response.header("Lambda-Runtime-Deadline-Ms") == "1767323045678");
  CHECK(response.header("Lambda-Runtime-Invoked-Function-Arn") == "arn:f");
  CHECK(response.header("Lambda-Runtime-Trace-Id") == "Root=1-x");
  CHECK(response.header("Lambda-Runtime-Client-Context") == "{ \"c\": 1}");
  CHECK(!http::has_header(response.headers, "Lambda-Runtime-Cognito-Identity"));
}

TEST_CASE("a response is accepted once, for the invocation under way") {
  RuntimeApiFixture fixture;
  fixture.begin("id-1");
  http::Client client = fixture.client();

  const http::Response wrong = client.post(base + "/invocation/id-0/response", {}, "1");
  CHECK(wrong.status == 400);
  CHECK(wrong.body == R"({"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"})");

  const http::Response right = client.post(base + "/invocation/id-1/response", {}, R"({"x":2})");
  CHECK(right.status == 202);
  CHECK(right.body == R"({"status":"OK"})");
  CHECK(fixture.owner.next() == R"(responded {"x":2})");

  const http::Response again = client.post(base + "/invocation/id-1/response", {}, "3");
  CHECK(again.status == 403);
  CHECK(nlohmann::json::parse(again.body)["errorType"] == "InvalidStateTransition");

  fixture.begin("id-2");
  CHECK(client.post(base + "/invocation/id-1/error", {}, "{}").status == 400);
  CHECK(client.post(base + "/invocation/id-2/error", {}, R"({"errorType":"E"})").status == 202);
  CHECK(fixture.owner.next() == R"(failed {"errorType":"E"})");
}

TEST_CASE("an error without a body still has its type") {
  RuntimeApiFixture fixture;
  fixture.begin("id-1");
  fixture.client().post(base + "/invocation/id-1/error",
                        {{"Lambda-Runtime-Function-Error-Type", "My.Error"}}, "");
  CHECK(fixture.owner.next() == R"(failed {"errorType":"My.Error","errorMessage":""})");
}

TEST_CASE("calls out of order are refused") {
  RuntimeApiFixture fixture;
  http::Client client = fixture.client();
  SECTION("an answer before anything was asked") {
    CHECK(client.post(base + "/invocation/id-1/response", {}, "1").status == 400);
  }
  SECTION("next while an invocation is not answered") {
    fixture.begin("id-1");
    const http::Response response = client.get(base + "/invocation/next");
    CHECK(response.status == 403);
    CHECK(response.body ==
          R"({"errorMessage":"Transition is not allowed","errorType":"InvalidStateTransition"})");
  }
  SECTION("init/error after the first next") {
    fixture.begin("id-1");
    CHECK(client.post(base + "/init/error", {}, "{}").status == 403);
  }
  SECTION("a second next takes the place of the first") {
    auto first = fixture.next();
    REQUIRE(fixture.owner.next() == "ready");
    auto second = fixture.next();
    CHECK(first.get().status == 403);
    fixture.give("id-1");
    CHECK(second.get().status == 200);
  }
}

// "Implementing response streaming in a custom runtime".
TEST_CASE("a streamed response is told part by part") {
  RuntimeApiFixture fixture;
  fixture.begin("id-1");
  http::RawConnection runtime(fixture.port());
  const std::string head = "POST " + base + "/invocation/id-1/response HTTP/1.1\r\n";
  const std::string streamed =
      "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n";
  SECTION("to its end, after which comes the next invocation") {
    runtime.send(head + streamed + "Content-Type: text/plain\r\n\r\n");
    CHECK(fixture.owner.next() == "began text/plain");
    runtime.send("3\r\none\r\n");
    CHECK(fixture.owner.next() == "one");
    CHECK(fixture.client().get(base + "/invocation/next").status == 403);
    CHECK(fixture.client().post(base + "/invocation/id-1/error", {}, "{}").status == 403);
    runtime.send("3\r\ntwo\r\n0\r\n\r\n");
    CHECK(runtime.read_response().status_line() == "HTTP/1.1 202 Accepted");
    CHECK(fixture.owner.next() == "two");
    CHECK(fixture.owner.next() == "ended");
    fixture.begin("id-2");
  }
  SECTION("to an error, which is in the trailers") {
    runtime.send(head + streamed + "Trailer: Lambda-Runtime-Function-Error-Type\r\n\r\n0\r\n" +
                 "Lambda-Runtime-Function-Error-Type: My.Error\r\n" +
                 "Lambda-Runtime-Function-Error-Body: eyJhIjoxfQ==\r\n\r\n");
    CHECK(fixture.owner.next() == "began ");
    CHECK(fixture.owner.next() == R"(broke off: My.Error {"a":1})");
    CHECK(runtime.read_response().status_line() == "HTTP/1.1 202 Accepted");
  }
  SECTION("until its connection ends; whoever asks for the next invocation has given it up") {
    runtime.send(head + streamed + "\r\n3\r\none");
    CHECK(fixture.owner.next() == "began ");
    CHECK(fixture.owner.next() == "one");
    runtime.close();
    auto pending = fixture.next_once_allowed();
    CHECK(fixture.owner.next() == "broke off: Runtime.TruncatedResponse ");
    CHECK(fixture.owner.next() == "ready");
    fixture.give("id-2");
    CHECK(pending.get().status == 200);
  }
  SECTION("not in a mode that nobody knows, nor for another invocation") {
    http::Client client = fixture.client();
    const http::Response unknown =
        client.post(base + "/invocation/id-1/response",
                    {{"Lambda-Runtime-Function-Response-Mode", "slow"}}, "1");
    CHECK(unknown.status == 400);
    CHECK(nlohmann::json::parse(unknown.body)["errorType"] == "InvalidFunctionResponseMode");
    CHECK(client
              .post(base + "/invocation/id-0/response",
                    {{"Lambda-Runtime-Function-Response-Mode", "streaming"}}, "1")
              .status == 400);
  }
}

TEST_CASE("a failed start is told with its error object") {
  RuntimeApiFixture fixture;
  const http::Response response = fixture.client().post(
      base + "/init/error", {{"Lambda-Runtime-Function-Error-Type", "Runtime.ImportModuleError"}},
      R"({"errorType":"Runtime.ImportModuleError"})");
  CHECK(response.status == 202);
  CHECK(fixture.owner.next() == R"(failed to start {"errorType":"Runtime.ImportModuleError"})");
}

TEST_CASE("a response may be as large as Lambda takes, and no larger") {
  RuntimeApiFixture fixture;
  http::Client client = fixture.client();
  fixture.begin("id-1");
  const std::string largest(limits::invocation_response_bytes_max, 'x');
  CHECK(client.post(base + "/invocation/id-1/response", {}, largest).status == 202);
  CHECK(fixture.owner.next() == "responded " + largest);

  fixture.begin("id-2");
  const http::Response response =
      client.post(base + "/invocation/id-2/response", {}, largest + "x");
  CHECK(response.status == 413);
  CHECK(
      response.body ==
      R"({"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"})");
  CHECK(
      fixture.owner.next() ==
      R"(failed {"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."})");
}

TEST_CASE("other paths are not there, and web pages are not answered") {
  RuntimeApiFixture fixture;
  http::Client client = fixture.client();
  CHECK(client.get("/2020-01-01/extension/register").status == 404);
  CHECK(client.get(base + "/restore/next").status == 404);
  CHECK(client.get(base + "/invocation/id-1/response").status == 404);
  CHECK(client.post(base + "/invocation/next", {}, "").status == 404);
  CHECK(client.post(base + "/init/error", {{"Origin", "http://evil.example"}}, "{}").status == 403);
}

}  // namespace tombola::triggers::testing
