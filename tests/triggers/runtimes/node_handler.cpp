// What a Node handler gets and may give, as on Lambda.
#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "http/listener.h"
#include "tests/triggers/runtimes/runtime_fixture.h"

namespace tombola::triggers::testing {

using Lines = std::vector<std::string>;
using nlohmann::json;

namespace {

// One handler, many behaviours: each event names its own, so that one environment serves them all.
constexpr std::string_view many_handlers = R"js(
const behaviours = {
  echo: async (event, context) => ({ event, id: context.awsRequestId, pid: process.pid }),
  nothing: async () => {},
  notJson: async () => 1n,
  throwNow: () => { throw new TypeError('at once'); },
  throwLater: async () => { await null; throw Object.assign(new Error('later'), { code: 'E1' }); },
  throwText: async () => { throw 'text'; },
  callback: (event, context, callback) => { setTimeout(() => callback(null, 'called back'), 1); },
  callbackError: (event, context, callback) => { callback(new RangeError('out')); },
  callbackNow: (event, context, callback) => {
    context.callbackWaitsForEmptyEventLoop = false;
    const timer = setInterval(() => {}, 1000);
    callback(null, 'did not wait');
    setTimeout(() => clearInterval(timer), 5000).unref();
  },
  neverCalled: (event, context, callback) => {},
  succeed: (event, context) => { context.succeed({ by: 'context' }); },
  fail: (event, context) => { context.fail(new Error('by context')); },
  never: async () => { await new Promise(() => {}); },
  large: async (event) => 'x'.repeat(event.size),
  length: async (event) => event.text.length,
  context: async (event, context) => ({
    ...context,
    remaining: context.getRemainingTimeInMillis(),
    trace: process.env._X_AMZN_TRACE_ID,
    argv: process.argv.length,
  }),
  log: async () => {
    console.log('one %d', 1, { a: { b: 'c' } });
    console.debug('two\nlines');
    console.info('three');
    console.warn('four');
    console.error('five');
    console.trace('six');
    process.stdout.write('raw ');
    process.stdout.write('text');
  },
  logMuch: async (event) => {
    for (let i = 0; i < event.count; ++i) console.log(`line ${i} ${'.'.repeat(event.width)}`);
    process.stdout.write('-'.repeat(event.tail) + '\n');
  },
};
// An async function each, or a plain one: Lambda tells them apart.
exports.handler = (event, context, callback) => behaviours[event.do](event, context, callback);
exports.asyncHandler = async (event, context) => behaviours[event.do](event, context);
exports.nested = { deep: { handler: async () => 'nested' } };
exports.stream = awslambda.streamifyResponse(async (event, stream) => {
  if (event.fail) throw new Error('in the stream');
  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
  http.write('first ');
  await null;
  http.end('second');
});
)js";

// An event that asks for one of them.
std::string ask(const std::string& behaviour) {
  return json{{"do", behaviour}}.dump();
}

}  // namespace

TEST_CASE("a Node handler answers with what it returns") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("handler.js", many_handlers));

  Invocation invocation;
  invocation.request_id = "11111111-2222-4333-8444-555555555555";
  invocation.event_json = R"({"do":"echo","text":"\u20ac€"})";
  auto future = RuntimeFixture::start(runtime, invocation);
  const InvokeResult result = await(future);
  CHECK(result.status == InvokeStatus::Success);
  CHECK(result.function_error.empty());
  CHECK(result.request_id == invocation.request_id);
  CHECK(result.duration_ms > 0);
  CHECK(payload_of(result)["event"]["text"] == "€€");
  CHECK(payload_of(result)["id"] == invocation.request_id);

  CHECK(RuntimeFixture::invoke(runtime, ask("nothing")).payload == "null");
  CHECK(RuntimeFixture::invoke(runtime, ask("callback")).payload == R"("called back")");
  CHECK(RuntimeFixture::invoke(runtime, ask("neverCalled")).payload == "null");
  CHECK(RuntimeFixture::invoke(runtime, ask("succeed")).payload == R"({"by":"context"})");
  CHECK(RuntimeFixture::invoke(runtime, ask("callbackNow")).payload == R"("did not wait")");

  // One environment served all of them.
  json last = payload_of(RuntimeFixture::invoke(runtime, ask("echo")));
  CHECK(last["pid"] == payload_of(result)["pid"]);
}

TEST_CASE("a Node handler's errors are told as Lambda tells them") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("handler.js", many_handlers));

  const auto error_of = [&runtime](const std::string& behaviour) {
    const InvokeResult result = RuntimeFixture::invoke(runtime, ask(behaviour));
    CHECK(result.status == InvokeStatus::FunctionError);
    CHECK(result.function_error == "Unhandled");
    return payload_of(result);
  };
  json at_once = error_of("throwNow");
  CHECK(at_once["errorType"] == "TypeError");
  CHECK(at_once["errorMessage"] == "at once");
  CHECK(at_once["trace"][0] == "TypeError: at once");
  CHECK(at_once["trace"][1].get<std::string>().find("handler.js:6:") != std::string::npos);
  CHECK(error_of("throwLater")["errorMessage"] == "later");
  const json text = {{"errorType", "string"}, {"errorMessage", "text"}, {"trace", json::array()}};
  CHECK(error_of("throwText") == text);
  CHECK(error_of("callbackError")["errorType"] == "RangeError");
  CHECK(error_of("fail")["errorMessage"] == "by context");
  CHECK(error_of("notJson")["errorMessage"] == "Unable to stringify response body");

  // The log has the error with all its fields.
  fixture.log.wait_for(
      R"(ERROR	Invoke Error 	{"errorType":"Error","errorMessage":"later","code":"E1","stack":["Error: later",)");
}

TEST_CASE("an async Node handler that can never end fails instead of timing out") {
  RuntimeFixture fixture;
  Function function = fixture.function("handler.js", many_handlers);
  function.export_name = "asyncHandler";
  LambdaRuntime& runtime = fixture.make(function);
  const InvokeResult result = RuntimeFixture::invoke(runtime, ask("never"));
  CHECK(payload_of(result)["errorType"] == "Runtime.NodeJsExit");
  CHECK(RuntimeFixture::invoke(runtime, ask("nothing")).payload == "null");
}

TEST_CASE("a Node handler's payloads may be as large as Lambda's") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("handler.js", many_handlers));
  const std::size_t quotes = 2;
  const std::size_t largest = limits::invocation_response_bytes_max - quotes;
  const auto large = [](std::size_t size) { return json{{"do", "large"}, {"size", size}}.dump(); };
  CHECK(RuntimeFixture::invoke(runtime, large(largest)).payload.size() ==
        limits::invocation_response_bytes_max);
  const InvokeResult refused = RuntimeFixture::invoke(runtime, large(largest + 1));
  CHECK(refused.status == InvokeStatus::FunctionError);
  const json expected = {
      {"errorType", "Function.ResponseSizeTooLarge"},
      {"errorMessage",
       "Response payload size exceeded maximum allowed payload size (6291556 bytes)."}};
  CHECK(payload_of(refused) == expected);

  const std::string event = json{{"do", "length"}, {"text", std::string(6'000'000, 'y')}}.dump();
  CHECK(RuntimeFixture::invoke(runtime, event).payload == "6000000");
}

TEST_CASE("a Node handler's context is Lambda's") {
  RuntimeFixture fixture;
  Function function = fixture.function("handler.js", many_handlers);
  function.name = "my-function";
  function.name_space = {"123456789012", "eu-west-2"};
  function.memory_mb = 256;
  LambdaRuntime& runtime = fixture.make(function);
  Invocation invocation;
  invocation.event_json = ask("context");
  invocation.client_context = R"({"custom":{"k":"v"}})";
  invocation.trace_id = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0";
  auto future = RuntimeFixture::start(runtime, invocation);
  const InvokeResult result = await(future);
  json context = payload_of(result);
  CHECK(context["functionName"] == "my-function");
  CHECK(context["functionVersion"] == "$LATEST");
  CHECK(context["memoryLimitInMB"] == "256");
  CHECK(context["logGroupName"] == "/aws/lambda/my-function");
  CHECK(context["logStreamName"] == fixture.log.entries()[0].log_stream);
  CHECK(context["invokedFunctionArn"] ==
        "arn:aws:lambda:eu-west-2:123456789012:function:my-function");
  CHECK(context["awsRequestId"] == result.request_id);
  CHECK(context["clientContext"]["custom"]["k"] == "v");
  CHECK(context["callbackWaitsForEmptyEventLoop"] == true);
  CHECK(context["remaining"].get<int>() <= 20'000);
  CHECK(context["remaining"].get<int>() > 10'000);
  CHECK(context["trace"] == invocation.trace_id);
  CHECK(context["argv"] == 2);
}

TEST_CASE("a Node handler's lines reach the log in order, before the answer") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("handler.js", many_handlers));
  const InvokeResult result = RuntimeFixture::invoke(runtime, ask("log"));
  const Lines texts = fixture.log.texts();  // taken as soon as the answer is there
  const std::string& id = result.request_id;
  REQUIRE(texts.size() == 10);
  CHECK(texts[0] == "START RequestId: " + id + " Version: $LATEST");
  const Lines expected = {"\tINFO\tone 1 { a: { b: 'c' } }",
                          "\tDEBUG\ttwo\rlines",
                          "\tINFO\tthree",
                          "\tWARN\tfour",
                          "\tERROR\tfive",
                          "\tTRACE\tsix"};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::string& line = texts[i + 1];
    CHECK(line.size() == 24 + 1 + id.size() + expected[i].size());
    CHECK(line.substr(24) == "\t" + id + expected[i]);
    CHECK(line[10] == 'T');
    CHECK(line[23] == 'Z');
  }
  CHECK(texts[7] == "raw text");
  CHECK(texts[8] == "END RequestId: " + id);
  CHECK(texts[9].find("REPORT RequestId: " + id + "\tDuration: ") == 0);
  CHECK(texts[9].find("\tInit Duration: ") != std::string::npos);
  CHECK(texts[9].find("Max Memory Used: 0 MB") == std::string::npos);

  RuntimeFixture::invoke(runtime, ask("nothing"));
  CHECK(fixture.log.texts().back().find("Init Duration") == std::string::npos);
  CHECK(fixture.log.entries().back().log_stream == fixture.log.entries()[0].log_stream);
}

// "Using Lambda advanced logging controls with Node.js": a single value is the message as it is; an
// error's parts stand beside it.
TEST_CASE("a Node handler's lines in JSON, above the level only") {
  RuntimeFixture fixture;
  Function function = fixture.function("handler.js",
                                       "exports.handler = async () => {\n"
                                       "  console.debug('unseen');\n"
                                       "  console.log('a\\nb');\n"
                                       "  console.warn({ x: [1] });\n"
                                       "  console.error('it is %s', 5, new TypeError('bad'));\n"
                                       "  throw new RangeError('thrown');\n"
                                       "};\n");
  function.log_format.is_json = true;
  const InvokeResult result = RuntimeFixture::invoke(fixture.make(function));
  std::vector<json> lines;
  for (const std::string& text : fixture.log.texts()) lines.push_back(json::parse(text));
  REQUIRE(lines.size() == 6);
  for (std::size_t i = 1; i < 5; ++i) {
    CHECK(lines[i]["requestId"] == result.request_id);
    CHECK(lines[i]["timestamp"].get<std::string>().size() == 24);
  }
  CHECK(lines[1]["level"] == "INFO");
  CHECK(lines[1]["message"] == "a\nb");
  CHECK(lines[2]["level"] == "WARN");
  CHECK(lines[2]["message"] == json::parse(R"({"x":[1]})"));
  CHECK(lines[3]["message"].get<std::string>().find("it is 5 TypeError: bad") == 0);
  CHECK(lines[3]["errorType"] == "TypeError");
  CHECK(lines[3]["errorMessage"] == "bad");
  CHECK(lines[3]["stackTrace"][0] == "TypeError: bad");
  CHECK(lines[4]["level"] == "ERROR");
  CHECK(lines[4]["errorType"] == "RangeError");
  CHECK(lines[5]["type"] == "platform.report");
}

TEST_CASE("a flood of lines, more than a pipe holds, is there before the answer") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("handler.js", many_handlers));
  const InvokeResult result =
      RuntimeFixture::invoke(runtime, R"({"do":"logMuch","count":3000,"width":200,"tail":200000})");
  const Lines texts = fixture.log.texts();
  REQUIRE(texts.size() == 3000 + 4);
  for (std::size_t i = 0; i < 3000; ++i) {
    const std::string start = "line " + std::to_string(i) + " ";
    if (console_text(texts[i + 1]).substr(0, start.size()) != start) FAIL(texts[i + 1]);
  }
  CHECK(texts[3001] == std::string(200'000, '-'));
  CHECK(texts[3002].substr(0, 4) == "END ");
  CHECK(result.log_tail.size() == limits::log_tail_bytes_max);
  CHECK(result.log_tail.find("\tBilled Duration: ") != std::string::npos);
}

TEST_CASE("handlers of other forms: nested, default, ES module, streaming") {
  RuntimeFixture fixture;
  const auto run = [&fixture](const std::string& file, std::string_view source,
                              const std::string& export_name, const std::string& event = "{}") {
    Function function = fixture.function(file, source);
    function.export_name = export_name;
    return RuntimeFixture::invoke(fixture.make(function), event);
  };
  CHECK(run("nested.js", many_handlers, "nested.deep.handler").payload == R"("nested")");
  CHECK(run("esm.mjs", "export default { handler: async () => import.meta.url.slice(-7) };",
            "handler")
            .payload == R"("esm.mjs")");
  CHECK(run("compiled.cjs",
            "Object.defineProperty(exports, '__esModule', { value: true });"
            "exports.default = async () => 'default';",
            "default")
            .payload == R"("default")");
  fixture.directory.write("handlers/package/package.json", R"({"type":"module"})");
  CHECK(run("package/typed.js", "export const handler = async () => typeof require;", "handler")
            .payload == R"("undefined")");

  const InvokeResult streamed = run("stream.js", many_handlers, "stream");
  CHECK(streamed.payload ==
        std::string("{\"statusCode\":201}") + std::string(8, '\0') + "first second");
  const InvokeResult failed = run("stream2.js", many_handlers, "stream", R"({"fail":true})");
  CHECK(payload_of(failed)["errorMessage"] == "in the stream");
}

namespace {

// Stands for the server's own endpoint: tells what it was asked.
class Endpoint : public http::Handler {
 public:
  void handle(http::Request request, http::Responder respond) override {
    respond({200,
             {},
             json{{"host", request.header("Host")},
                  {"target", request.target},
                  {"authorization", request.header("Authorization")},
                  {"body", request.body}}
                 .dump()});
  }
};

}  // namespace

TEST_CASE("signed calls of an SDK that does not know AWS_ENDPOINT_URL go to it") {
  RuntimeFixture fixture;
  Endpoint endpoint;
  http::ListenerOptions options;
  options.addresses = {"127.0.0.1"};
  http::EventLoop endpoint_loop("test-endpoint", 1);
  http::Listener listener(endpoint_loop, endpoint, options);
  listener.start();
  const std::string host = "127.0.0.1:" + std::to_string(listener.port());
  fixture.context.set_endpoint_url("http://" + host);

  constexpr std::string_view call = R"js(
const call = (https, options, body) => new Promise((resolve, reject) => {
  const request = https.request(options, (response) => {
    let text = '';
    response.on('data', (chunk) => { text += chunk; });
    response.on('end', () => resolve(JSON.parse(text)));
  });
  request.on('error', (error) => resolve({ error: error.code }));
  request.end(body);
});
const signed = (https) => call(https, {
  host: 'dynamodb.us-east-1.amazonaws.com', method: 'POST', path: '/a?b=1', port: 443,
  agent: new https.Agent({ keepAlive: true }),
  headers: { host: 'dynamodb.us-east-1.amazonaws.com', Authorization: 'AWS4-HMAC-SHA256 x' },
}, 'the body');
)js";
  const json expected = {{"host", host},
                         {"target", "/a?b=1"},
                         {"authorization", "AWS4-HMAC-SHA256 x"},
                         {"body", "the body"}};

  SECTION("from CommonJS") {
    const std::string source =
        std::string(call) + "exports.handler = async () => signed(require('https'));";
    LambdaRuntime& runtime = fixture.make(fixture.function("old.js", source));
    CHECK(payload_of(RuntimeFixture::invoke(runtime)) == expected);
  }
  SECTION("from an ES module that imports the function itself") {
    const std::string source = "import { request, Agent } from 'node:https';" + std::string(call) +
                               "export const handler = async () => signed({ request, Agent });";
    LambdaRuntime& runtime = fixture.make(fixture.function("old.mjs", source));
    CHECK(payload_of(RuntimeFixture::invoke(runtime)) == expected);
  }
  SECTION("unsigned calls and other hosts are left alone") {
    const std::string source = std::string(call) + R"js(
exports.handler = async () => {
  const https = require('https');
  const to = (hostname, headers) => call(https, { hostname: hostname, port: 1, headers });
  return Promise.all([
    to('localhost', { authorization: 'AWS4-HMAC-SHA256 x' }),
    call(https, { host: '127.0.0.1', port: 1, servername: 's3.amazonaws.com' }),
  ]);
};)js";
    LambdaRuntime& runtime = fixture.make(fixture.function("other.js", source));
    const json refused = json::array({{{"error", "ECONNREFUSED"}}, {{"error", "ECONNREFUSED"}}});
    CHECK(payload_of(RuntimeFixture::invoke(runtime)) == refused);
  }
}

}  // namespace tombola::triggers::testing
