// Handlers that stream their response: part by part to whoever takes it, as a whole to others.
// "Response streaming for Lambda functions", and Lambda's own Node.js runtime.
#include <condition_variable>

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "tests/triggers/runtimes/runtime_fixture.h"

namespace tombola::triggers::testing {

using nlohmann::json;

namespace {

constexpr std::string_view streaming_handlers = R"js(
const fs = require('fs');
const behaviours = {
  async parts(event, out) {
    out.setContentType('text/plain');
    await new Promise((done) => out.write('one', done));
    fs.readFileSync(event.gate);  // until the test has seen it
    out.write(Buffer.from([0, 255]));
    out.write({ json: true });
    out.end();
  },
  async prelude(event, out) {
    out = awslambda.HttpResponseStream.from(out, { statusCode: 201 });
    out.write('');
    out.end('body');
  },
  async preludeOfNothing(event, out) {
    awslambda.HttpResponseStream.from(out, { statusCode: 201 }).end();
  },
  async throws(event, out) {
    if (event.after) out.write(event.after);
    throw new RangeError('no');
  },
  async throwsWhenEnded(event, out) {
    out.end('all');
    throw new RangeError('unheard');
  },
  async worksOn(event, out) {
    await new Promise((done) => out.end('all', done));
    fs.readFileSync(event.gate);
    console.log('worked on');
    return 'ignored';
  },
  async exits(event, out) {
    await new Promise((done) => out.write('some', done));
    fs.readFileSync(event.gate);
    process.exit(3);
  },
  async rejects(event, out) {
    await new Promise((done) => out.write('some', done));
    Promise.reject(new Error('left alone'));
    await new Promise(() => {});
  },
  async never(event, out) {
    out.write('some');
  },
  async tooLate(event, out) {
    out.write('some');
    out.setContentType('text/plain');
  },
  async destroys(event, out) {
    const { Readable } = require('stream');
    const { pipeline } = require('stream/promises');
    await pipeline(Readable.from((function* () { yield 'some'; throw new Error('source'); })()), out);
  },
  async large(event, out) {
    const { Readable } = require('stream');
    const { pipeline } = require('stream/promises');
    const part = Buffer.alloc(65536, 'x');
    await pipeline(Readable.from((function* () { for (let i = 0; i < event.parts; ++i) yield part; })()), out);
  },
};
exports.handler = awslambda.streamifyResponse(
  (event, out, context) => behaviours[event.do](event, out, context));
exports.plain = async (event) => ({ from: 'plain' });
exports.notAsync = awslambda.streamifyResponse((event, out) => out.end('x'));
)js";

class RecordingReceiver : public ResponseReceiver {
 public:
  void begin(std::string content_type) override { note("[" + content_type + "]"); }
  void receive(std::string_view part) override { note(part); }
  void end() override { note("[end]"); }

  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }
  bool wait_for(const std::string& text) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, test_patience, [&] { return text_ == text; });
  }

 private:
  void note(std::string_view text) {
    const std::lock_guard lock(mutex_);
    text_ += text;
    changed_.notify_all();
  }

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::string text_;
};

struct Streams {
  RuntimeFixture fixture;
  std::shared_ptr<RecordingReceiver> receiver = std::make_shared<RecordingReceiver>();

  LambdaRuntime& make(const std::string& export_name = "handler") {
    Function function = fixture.function("streams.js", streaming_handlers);
    function.export_name = export_name;
    return fixture.make(function);
  }
  std::future<InvokeResult> start(LambdaRuntime& runtime, const json& event) {
    Invocation invocation;
    invocation.event_json = event.dump();
    invocation.receiver = receiver;
    return RuntimeFixture::start(runtime, std::move(invocation));
  }
  InvokeResult run(LambdaRuntime& runtime, const json& event) {
    receiver = std::make_shared<RecordingReceiver>();
    auto future = start(runtime, event);
    return await(future);
  }
};

const std::string begun = "[application/octet-stream]";

}  // namespace

TEST_CASE("a response is there part by part while the handler writes it") {
  Streams streams;
  Gate gate((streams.fixture.directory.path() / "gate").string());
  auto future = streams.start(streams.make(), {{"do", "parts"}, {"gate", gate.path()}});
  REQUIRE(streams.receiver->wait_for("[text/plain]one"));
  gate.open();
  const InvokeResult result = await(future);
  CHECK(streams.receiver->text() ==
        "[text/plain]one" + std::string("\x00\xff", 2) + R"({"json":true}[end])");
  CHECK(result.status == InvokeStatus::Success);
  CHECK(result.streamed);
  CHECK(result.payload.empty());
}

TEST_CASE("metadata goes before the first write, and only before a write") {
  Streams streams;
  LambdaRuntime& runtime = streams.make();
  const std::string type = "[application/vnd.awslambda.http-integration-response]";
  streams.run(runtime, {{"do", "prelude"}});
  CHECK(streams.receiver->text() ==
        type + R"({"statusCode":201})" + std::string(8, '\0') + "body[end]");
  streams.run(runtime, {{"do", "preludeOfNothing"}});
  CHECK(streams.receiver->text() == type + "[end]");
}

TEST_CASE("an invocation is at work until its handler is, whenever its response ended") {
  Streams streams;
  LambdaRuntime& runtime = streams.make();
  Gate gate((streams.fixture.directory.path() / "gate").string());
  auto future = streams.start(runtime, {{"do", "worksOn"}, {"gate", gate.path()}});
  REQUIRE(streams.receiver->wait_for(begun + "all[end]"));
  CHECK(future.wait_for(std::chrono::seconds(0)) == std::future_status::timeout);
  gate.open();
  const InvokeResult result = await(future);
  CHECK(result.log_tail.find("worked on") != std::string::npos);
  CHECK(result.log_tail.find("WARN\tStreaming handlers ignore return values.") !=
        std::string::npos);
  // Nobody can be told of it any more.
  const InvokeResult late = streams.run(runtime, {{"do", "throwsWhenEnded"}});
  CHECK(late.status == InvokeStatus::Success);
  CHECK(late.log_tail.find("unheard") != std::string::npos);
}

TEST_CASE("what goes wrong amid a response is told by its type") {
  Streams streams;
  LambdaRuntime& runtime = streams.make();
  for (const std::string after : {"", "some"}) {
    const InvokeResult result = streams.run(runtime, {{"do", "throws"}, {"after", after}});
    CHECK(streams.receiver->text() == begun + after);
    CHECK(result.status == InvokeStatus::FunctionError);
    CHECK(result.streamed);
    CHECK(result.function_error == "RangeError");
    CHECK(payload_of(result)["errorMessage"] == "no");
  }
  CHECK(streams.run(runtime, {{"do", "tooLate"}}).function_error ==
        "Runtime.InvalidStreamingOperation");
  const InvokeResult destroyed = streams.run(runtime, {{"do", "destroys"}});
  CHECK(payload_of(destroyed)["errorMessage"] == "source");
  CHECK(streams.receiver->text() == begun + "some");
  const InvokeResult rejected = streams.run(runtime, {{"do", "rejects"}});
  CHECK(rejected.function_error == "Runtime.UnhandledPromiseRejection");
  CHECK(streams.run(streams.make("notAsync"), {{"do", "x"}})
            .log_tail.find("Streaming does not support non-async handlers.") != std::string::npos);
}

// As users of AWS report: Runtime.TruncatedResponse, without details.
TEST_CASE("a process that ends amid its response has truncated it") {
  Streams streams;
  Gate gate((streams.fixture.directory.path() / "gate").string());
  auto future = streams.start(streams.make(), {{"do", "exits"}, {"gate", gate.path()}});
  REQUIRE(streams.receiver->wait_for(begun + "some"));
  gate.open();
  const InvokeResult result = await(future);
  CHECK(result.status == InvokeStatus::FunctionError);
  CHECK(result.function_error == "Runtime.TruncatedResponse");
  CHECK(result.payload.empty());
  CHECK(result.log_tail.find("Error: Runtime exited with error: exit status 3") !=
        std::string::npos);
}

TEST_CASE("a response that is never ended takes the function's time") {
  Streams streams;
  Function function = streams.fixture.function("streams.js", streaming_handlers);
  function.timeout_ms = 1000;
  const InvokeResult result = streams.run(streams.fixture.make(function), {{"do", "never"}});
  CHECK(streams.receiver->text() == begun + "some");
  CHECK(result.function_error == "Sandbox.Timedout");
  CHECK(result.streamed);
  CHECK(payload_of(result)["errorMessage"].get<std::string>().ends_with(
      "Error: Task timed out after 1.00 seconds"));
}

TEST_CASE("nobody takes the response of a handler that does not stream") {
  Streams streams;
  const InvokeResult result = streams.run(streams.make("plain"), json::object());
  CHECK(streams.receiver->text().empty());
  CHECK_FALSE(result.streamed);
  CHECK(result.payload == R"({"from":"plain"})");
}

TEST_CASE("a streamed response that nobody takes is the payload, and no larger than one may be") {
  Streams streams;
  LambdaRuntime& runtime = streams.make();
  const auto large = [](int parts) { return json{{"do", "large"}, {"parts", parts}}.dump(); };
  const InvokeResult whole = RuntimeFixture::invoke(runtime, large(96));
  CHECK(whole.payload.size() == 96 * 65536);
  const InvokeResult refused = RuntimeFixture::invoke(runtime, large(97));
  CHECK(refused.function_error == "Unhandled");
  CHECK(payload_of(refused)["errorType"] == "Function.ResponseSizeTooLarge");
  const InvokeResult failed =
      RuntimeFixture::invoke(runtime, json{{"do", "throws"}, {"after", "some"}}.dump());
  CHECK(failed.function_error == "Unhandled");
  CHECK(payload_of(failed)["errorType"] == "RangeError");
  streams.run(runtime, {{"do", "large"}, {"parts", 200}});
  CHECK(streams.receiver->text().size() == begun.size() + 200 * 65536 + 5);
}

}  // namespace tombola::triggers::testing
