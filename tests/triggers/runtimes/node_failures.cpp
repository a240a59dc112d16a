// Node handlers that cannot be loaded, do not end, or end their process.
#include <catch2/catch.hpp>

#include "tests/triggers/runtimes/runtime_fixture.h"

namespace tombola::triggers::testing {

using nlohmann::json;

TEST_CASE("a Node handler that cannot be loaded tells why to the invocation that waits") {
  RuntimeFixture fixture;
  const auto error_of = [&fixture](const std::string& file, std::string_view source,
                                   const std::string& export_name = "handler") {
    Function function = fixture.function(file, source);
    function.export_name = export_name;
    const InvokeResult result = RuntimeFixture::invoke(fixture.make(function));
    CHECK(result.status == InvokeStatus::FunctionError);
    CHECK(result.function_error == "Unhandled");
    const json payload = payload_of(result);
    const std::string type = payload["errorType"];
    // The caller who asks for the log gets what was written while it was loaded.
    const std::size_t uncaught = result.log_tail.find("\tundefined\tERROR\tUncaught Exception \t");
    const std::size_t init_report = result.log_tail.find("\nINIT_REPORT Init Duration: ");
    const std::size_t start = result.log_tail.find("\nSTART RequestId: " + result.request_id);
    CHECK(uncaught < init_report);
    CHECK(init_report < start);
    CHECK(result.log_tail.find("\tPhase: init\tStatus: error\tError Type: " + type + "\n") < start);
    CHECK(result.log_tail.find("\nREPORT RequestId: " + result.request_id) != std::string::npos);
    CHECK(result.log_tail.ends_with("MB\tStatus: error\tError Type: " + type + "\n"));
    return payload;
  };

  json missing = error_of("missing.js", "require('left-pad');");
  CHECK(missing["errorType"] == "Runtime.ImportModuleError");
  CHECK(missing["errorMessage"].get<std::string>().find(
            "Error: Cannot find module 'left-pad'\nRequire stack:\n- ") == 0);
  CHECK(missing["trace"][0] == "Runtime.ImportModuleError: Error: Cannot find module 'left-pad'");
  json missing_esm = error_of("missing.mjs", "import 'left-pad';");
  CHECK(missing_esm["errorType"] == "Runtime.ImportModuleError");

  json syntax = error_of("syntax.js", "exports.handler = async () => {\n  const x = ;\n};\n");
  CHECK(syntax["errorType"] == "Runtime.UserCodeSyntaxError");
  CHECK(syntax["errorMessage"] == "SyntaxError: Unexpected token ';'");
  CHECK(syntax["trace"][0] == "Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token ';'");
  CHECK(syntax["trace"][1].get<std::string>().find("/syntax.js:2") != std::string::npos);
  json syntax_esm =
      error_of("syntax.mjs", "export const handler = async () => {\n  const x = ;\n};\n");
  CHECK(syntax_esm["errorType"] == "Runtime.UserCodeSyntaxError");
  CHECK(syntax_esm["trace"][0] == "Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token ';'");
  CHECK(syntax_esm["trace"][1].get<std::string>().find("/syntax.mjs:2") != std::string::npos);

  json not_exported = error_of("no-export.js", "exports.other = 1;");
  CHECK(not_exported["errorType"] == "Runtime.HandlerNotFound");
  CHECK(not_exported["errorMessage"] == "no-export.handler is undefined or not exported");
  json no_function = error_of("no-function.js", "exports.handler = 1;");
  CHECK(no_function["errorType"] == "Runtime.HandlerNotFound");
  CHECK(no_function["errorMessage"] == "no-function.handler is not a function");
  CHECK(error_of("malformed.js", "exports.handler = async () => {};", "a..b")["errorType"] ==
        "Runtime.MalformedHandlerName");

  json thrown = error_of("throws.js", "throw new RangeError('while loading');");
  CHECK(thrown["errorType"] == "RangeError");
  CHECK(thrown["errorMessage"] == "while loading");
  // During the load there is no request, and that is how Lambda writes it.
  fixture.log.wait_for(
      "\tundefined\tERROR\tUncaught Exception \t{\"errorType\":\"RangeError\","
      "\"errorMessage\":\"while loading\"");
}

TEST_CASE("a process that exits while it loads is told to the invocation that waits") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("exits.js", "process.exit(3);"));
  for (int i = 0; i < 2; ++i) {
    const InvokeResult result = RuntimeFixture::invoke(runtime);
    const json expected = {
        {"errorType", "Runtime.ExitError"},
        {"errorMessage",
         "RequestId: " + result.request_id + " Error: Runtime exited with error: exit status 3"}};
    CHECK(payload_of(result) == expected);
    CHECK(result.log_tail.find("exit status 3\nRuntime.ExitError\nEND RequestId: ") !=
          std::string::npos);
  }
}

TEST_CASE("a handler that loads for too long is given up") {
  RuntimeOptions options;
  options.init_limit = std::chrono::milliseconds(400);
  RuntimeFixture fixture(options);
  LambdaRuntime& runtime = fixture.make(fixture.function("slow.js", "for (;;);"));
  const InvokeResult result = RuntimeFixture::invoke(runtime);
  CHECK(result.status == InvokeStatus::FunctionError);
  const json expected = {{"errorType", "Sandbox.Timedout"},
                         {"errorMessage", "RequestId: " + result.request_id +
                                              " Error: Task timed out after 0.40 seconds"}};
  CHECK(payload_of(result) == expected);
}

namespace {

constexpr std::string_view deadly_handlers = R"js(
exports.handler = async (event) => {
  console.log('begin');
  if (event.do === 'hang') await new Promise((resolve) => setTimeout(resolve, 60000));
  if (event.do === 'spin') for (;;);
  if (event.do === 'exit') process.exit(event.code);
  if (event.do === 'kill') process.kill(process.pid, event.signal);
  if (event.do === 'reject') { Promise.reject(new Error('nobody looked')); return 'fine'; }
  if (event.do === 'throw') {
    setTimeout(() => { throw new Error('out of reach'); }, 1);
    await new Promise((resolve) => setTimeout(resolve, 60000));
  }
  return process.pid;
};
)js";

}  // namespace

TEST_CASE("a timeout kills the environment, whatever the handler does") {
  RuntimeFixture fixture;
  Function function = fixture.function("deadly.js", deadly_handlers);
  function.timeout_ms = 3000;  // a busy machine answers within
  LambdaRuntime& runtime = fixture.make(function);
  const int first = payload_of(RuntimeFixture::invoke(runtime));
  const WatchedProcess process(first);
  const std::string event = GENERATE(R"({"do":"hang"})", R"({"do":"spin"})");

  const InvokeResult result = RuntimeFixture::invoke(runtime, event);
  CHECK(result.status == InvokeStatus::FunctionError);
  CHECK(result.payload == R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: )" +
                              result.request_id + R"( Error: Task timed out after 3.00 seconds"})");
  CHECK(result.duration_ms >= 3000);
  CHECK(process.ended(test_patience));

  const std::vector<std::string> texts = fixture.log.texts();
  REQUIRE(texts.size() == 9);
  CHECK(console_text(texts[5]) == "begin");
  CHECK(texts[6].substr(24) == " " + result.request_id + " Task timed out after 3.00 seconds");
  CHECK(texts[7] == "END RequestId: " + result.request_id);

  const InvokeResult next = RuntimeFixture::invoke(runtime);
  CHECK(next.status == InvokeStatus::Success);
  CHECK(payload_of(next) != first);
  CHECK(next.log_tail.find("Init Duration") != std::string::npos);  // a cold start
}

TEST_CASE("a process that ends under an invocation fails it, and the next one starts cold") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("deadly.js", deadly_handlers));
  const auto exit_of = [&runtime](const std::string& event) {
    const InvokeResult result = RuntimeFixture::invoke(runtime, event);
    CHECK(result.status == InvokeStatus::FunctionError);
    CHECK(payload_of(result)["errorType"] == "Runtime.ExitError");
    const std::string message = payload_of(result)["errorMessage"];
    const std::string start = "RequestId: " + result.request_id + " Error: Runtime exited ";
    REQUIRE(message.find(start) == 0);
    CHECK(result.log_tail.find("\n" + message + "\nRuntime.ExitError\nEND ") != std::string::npos);
    return message.substr(start.size());
  };
  CHECK(exit_of(R"({"do":"exit","code":1})") == "with error: exit status 1");
  CHECK(exit_of(R"({"do":"exit","code":0})") == "without providing a reason");
  CHECK(exit_of(R"({"do":"kill","signal":"SIGTERM"})") == "with error: signal: terminated");
  CHECK(RuntimeFixture::invoke(runtime).status == InvokeStatus::Success);
}

TEST_CASE("rejections and exceptions that nobody catches fail the invocation") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("deadly.js", deadly_handlers));
  json rejection = payload_of(RuntimeFixture::invoke(runtime, R"({"do":"reject"})"));
  CHECK(rejection["errorType"] == "Runtime.UnhandledPromiseRejection");
  CHECK(rejection["errorMessage"] == "Error: nobody looked");
  json exception = payload_of(RuntimeFixture::invoke(runtime, R"({"do":"throw"})"));
  CHECK(exception["errorType"] == "Error");
  CHECK(exception["errorMessage"] == "out of reach");
  CHECK(RuntimeFixture::invoke(runtime).status == InvokeStatus::Success);
}

}  // namespace tombola::triggers::testing
