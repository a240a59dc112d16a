// How many environments there are, and when: warm ones, several at once, idle ones, ended ones; and
// what they find in their surroundings.
#include <filesystem>
#include <set>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "dynamodb/limits.h"
#include "tests/triggers/runtimes/runtime_fixture.h"
#include "triggers/runtimes/runtime_factory.h"

namespace tombola::triggers::testing {

using nlohmann::json;

namespace {

// Says that it has begun, then waits at its gate, if it has one.
constexpr std::string_view gated_handler = R"js(
const { readFileSync } = require('fs');
exports.handler = async (event) => {
  console.log('entered');
  if (event.gate) readFileSync(event.gate);
  return process.pid;
};
)js";

std::string at(const Gate& gate) {
  return json{{"gate", gate.path()}}.dump();
}

std::future<InvokeResult> start(LambdaRuntime& runtime, std::string event_json) {
  Invocation invocation;
  invocation.event_json = std::move(event_json);
  return RuntimeFixture::start(runtime, std::move(invocation));
}

}  // namespace

TEST_CASE("a work directory that somebody deleted is named, whatever the handler's language") {
  const std::string file = GENERATE("handler.js", "handler.py");
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function(file, ""));
  std::filesystem::remove_all(fixture.context.runtime_directory());
  const InvokeResult result = RuntimeFixture::invoke(runtime);
  CHECK(result.status == InvokeStatus::Unreachable);
  CHECK_THAT(result.reason,
             Catch::Matchers::Contains(fixture.context.runtime_directory()) &&
                 Catch::Matchers::Contains("is gone; was the data directory deleted? Stop the "
                                           "server and start it again"));
}

TEST_CASE("invocations one after the other use one warm environment") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("gated.js", gated_handler));
  std::set<int> pids;
  for (int i = 0; i < 20; ++i) pids.insert(payload_of(RuntimeFixture::invoke(runtime)).get<int>());
  CHECK(pids.size() == 1);

  // Also when the next one comes from within the answer to the last.
  std::promise<int> last;
  runtime.invoke({"", "{}", "", ""}, [&](InvokeResult first) {
    runtime.invoke({"", "{}", "", ""}, [&, first](InvokeResult second) {
      CHECK(first.payload == second.payload);
      last.set_value(std::stoi(second.payload));
    });
  });
  pids.insert(last.get_future().get());
  CHECK(pids.size() == 1);
}

TEST_CASE("as many environments as invocations at once") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("gated.js", gated_handler));
  constexpr std::size_t count = 4;
  std::vector<std::unique_ptr<Gate>> gates;
  std::vector<std::future<InvokeResult>> results;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = "gate-" + std::to_string(i);
    gates.push_back(std::make_unique<Gate>((fixture.directory.path() / name).string()));
    results.push_back(start(runtime, at(*gates.back())));
  }
  fixture.log.wait_for("entered", count);  // all of them at once
  for (const auto& gate : gates) gate->open();
  std::set<int> pids;
  for (auto& result : results) pids.insert(payload_of(await(result)).get<int>());
  CHECK(pids.size() == count);

  std::set<std::string> streams;
  for (const auto& entry : fixture.log.entries()) streams.insert(entry.log_stream);
  CHECK(streams.size() == count);
}

TEST_CASE("no more environments than the function's concurrency; the rest waits its turn") {
  RuntimeFixture fixture;
  Function function = fixture.function("gated.js", gated_handler);
  function.concurrency_max = 2;
  LambdaRuntime& runtime = fixture.make(function);
  Gate first((fixture.directory.path() / "first").string());
  Gate second((fixture.directory.path() / "second").string());
  auto first_result = start(runtime, at(first));
  auto second_result = start(runtime, at(second));
  auto third_result = start(runtime, "{}");
  fixture.log.wait_for("entered", 2);
  CHECK(third_result.wait_for(std::chrono::seconds(0)) == std::future_status::timeout);
  first.open();
  const int third_pid = payload_of(await(third_result));  // while the second still runs
  second.open();
  const int first_pid = payload_of(await(first_result));
  const int second_pid = payload_of(await(second_result));
  CHECK(first_pid != second_pid);
  CHECK((third_pid == first_pid || third_pid == second_pid));
}

TEST_CASE("the queue for environments is bounded, and the end of a function empties it") {
  RuntimeFixture fixture;
  Function function = fixture.function("gated.js", gated_handler);
  function.concurrency_max = 1;
  LambdaRuntime& runtime = fixture.make(function);
  const Gate never((fixture.directory.path() / "never").string());
  auto running = start(runtime, at(never));
  fixture.log.wait_for("entered");
  std::vector<std::future<InvokeResult>> waiting;
  for (std::size_t i = 0; i < limits::waiting_invocations_max; ++i) {
    waiting.push_back(start(runtime, "{}"));
  }
  const InvokeResult refused = RuntimeFixture::invoke(runtime);
  CHECK(refused.status == InvokeStatus::Unreachable);
  CHECK(refused.reason == "1000 invocations of gated are waiting already for its 1 environments");

  runtime.shut_down();
  CHECK(await(running).status == InvokeStatus::Unreachable);
  for (auto& each : waiting) {
    const InvokeResult result = await(each);
    if (result.status != InvokeStatus::Unreachable) FAIL(result.payload);
    if (result.reason != "the function was shut down") FAIL(result.reason);
  }
  CHECK(RuntimeFixture::invoke(runtime).status == InvokeStatus::Unreachable);
}

TEST_CASE("environments that are not needed end, but for one") {
  RuntimeOptions options;
  options.idle_limit = std::chrono::milliseconds(50);
  RuntimeFixture fixture(options);
  LambdaRuntime& runtime = fixture.make(fixture.function("gated.js", gated_handler));
  Gate first((fixture.directory.path() / "first").string());
  Gate second((fixture.directory.path() / "second").string());
  auto first_result = start(runtime, at(first));
  auto second_result = start(runtime, at(second));
  fixture.log.wait_for("entered", 2);
  first.open();
  second.open();
  const WatchedProcess one(payload_of(await(first_result)));
  const WatchedProcess other(payload_of(await(second_result)));
  CHECK(WatchedProcess::wait_for_either(one, other));
  const bool one_ended = one.ended(std::chrono::milliseconds(0));
  // Several times its limit, and still there.
  CHECK(!(one_ended ? other : one).ended(4 * options.idle_limit));
  RuntimeFixture::invoke(runtime);
  CHECK(!(one_ended ? other : one).ended(std::chrono::milliseconds(0)));
}

TEST_CASE("changed code is taken up by the next invocation") {
  RuntimeFixture fixture;
  const Function function =
      fixture.function("handler.js", "exports.handler = async () => require('./lib').value;");
  fixture.directory.write("handlers/lib.js", "exports.value = 1;");
  LambdaRuntime& runtime = fixture.make(function);
  CHECK(RuntimeFixture::invoke(runtime).payload == "1");

  fixture.directory.write("handlers/lib.js", "exports.value = 22;");
  CHECK(RuntimeFixture::invoke(runtime).payload == "22");
  fixture.directory.write("handlers/handler.js", "exports.handler = async () => { three");
  CHECK(payload_of(RuntimeFixture::invoke(runtime))["errorType"] == "Runtime.UserCodeSyntaxError");
  fixture.directory.write("handlers/handler.js", "exports.handler = async () => 'three'");
  CHECK(RuntimeFixture::invoke(runtime).payload == R"("three")");

  std::filesystem::remove(function.file);
  const InvokeResult gone = RuntimeFixture::invoke(runtime);
  CHECK(gone.status == InvokeStatus::Unreachable);
  CHECK(gone.reason == "the handler's file " + function.file + " does not exist");
  CHECK(reason_not_runnable(function, fixture.context) == gone.reason);
}

TEST_CASE("changed Python code is taken up, and leaves no compiled files behind") {
  RuntimeFixture fixture;
  const Function function = fixture.function(
      "handler.py", "import lib\n\ndef handler(event, context):\n    return lib.value\n");
  fixture.directory.write("handlers/lib.py", "value = 1\n");
  LambdaRuntime& runtime = fixture.make(function);
  CHECK(RuntimeFixture::invoke(runtime).payload == "1");
  fixture.directory.write("handlers/lib.py", "value = 2\n");
  CHECK(RuntimeFixture::invoke(runtime).payload == "2");
  CHECK(!std::filesystem::exists(fixture.directory.path() / "handlers/__pycache__"));
}

TEST_CASE("an invocation under way ends with the code it began with") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("gated.js", gated_handler));
  Gate gate((fixture.directory.path() / "gate").string());
  auto old_code = start(runtime, at(gate));
  fixture.log.wait_for("entered");
  fixture.directory.write("handlers/gated.js", "exports.handler = async () => 'new';");
  CHECK(RuntimeFixture::invoke(runtime).payload == R"("new")");
  gate.open();
  const WatchedProcess old_process(payload_of(await(old_code)));
  CHECK(old_process.ended(test_patience));
}

TEST_CASE("what is missing makes a function unreachable, in one line") {
  RuntimeOptions options;
  options.search_path = "/nowhere";
  RuntimeFixture fixture(options);
  const Function node = fixture.function("handler.js", gated_handler);
  const InvokeResult no_node = RuntimeFixture::invoke(fixture.make(node));
  CHECK(no_node.status == InvokeStatus::Unreachable);
  CHECK(no_node.reason == "node was not found on PATH; install Node.js 18 or later");
  CHECK(payload_of(no_node)["errorMessage"] == no_node.reason);
  CHECK(reason_not_runnable(node, fixture.context) == no_node.reason);

  const Function python = fixture.function("handler.py", "");
  CHECK(RuntimeFixture::invoke(fixture.make(python)).reason ==
        "python3 was not found on PATH; install Python 3.8 or later");
  CHECK(fixture.log.texts().empty());

  Function builtin;
  CHECK(!reason_not_runnable(builtin, fixture.context));
}

namespace {

std::set<std::string> names_of(const json& variables) {
  std::set<std::string> names;
  for (const auto& [name, value] : variables.items()) names.insert(name);
  return names;
}

const std::set<std::string> common_names = {"AWS_ACCESS_KEY_ID",
                                            "AWS_CONFIG_FILE",
                                            "AWS_DEFAULT_REGION",
                                            "AWS_EC2_METADATA_DISABLED",
                                            "AWS_ENDPOINT_URL",
                                            "AWS_EXECUTION_ENV",
                                            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                            "AWS_LAMBDA_FUNCTION_NAME",
                                            "AWS_LAMBDA_FUNCTION_VERSION",
                                            "AWS_LAMBDA_INITIALIZATION_TYPE",
                                            "AWS_LAMBDA_LOG_GROUP_NAME",
                                            "AWS_LAMBDA_LOG_STREAM_NAME",
                                            "AWS_LAMBDA_RUNTIME_API",
                                            "AWS_REGION",
                                            "AWS_SECRET_ACCESS_KEY",
                                            "AWS_SESSION_TOKEN",
                                            "AWS_SHARED_CREDENTIALS_FILE",
                                            "AWS_XRAY_CONTEXT_MISSING",
                                            "AWS_XRAY_DAEMON_ADDRESS",
                                            "HOME",
                                            "LAMBDA_RUNTIME_DIR",
                                            "LAMBDA_TASK_ROOT",
                                            "LANG",
                                            "LD_LIBRARY_PATH",
                                            "PATH",
                                            "PWD",
                                            "SHLVL",
                                            "TABLE_NAME",
                                            "TZ",
                                            "_HANDLER",
                                            "_X_AMZN_TRACE_ID"};

}  // namespace

TEST_CASE("a handler's variables are exactly Lambda's and ours, none of the developer's") {
  setenv("TOMBOLA_TEST_SECRET", "of the developer", 1);
  RuntimeFixture fixture;
  const auto variables_of = [&fixture](const std::string& file, std::string_view source) {
    Function function = fixture.function(file, source);
    function.environment = {{"TABLE_NAME", "Raffle"}};
    return payload_of(RuntimeFixture::invoke(fixture.make(function)));
  };
  const std::string task_root = (fixture.directory.path() / "handlers").string();
  const auto check_common = [&](const json& variables) {
    CHECK(variables["TABLE_NAME"] == "Raffle");
    CHECK(variables["AWS_ENDPOINT_URL"] == "http://127.0.0.1:8000");
    CHECK(variables["AWS_ACCESS_KEY_ID"] == "000000000000");
    CHECK(variables["AWS_CONFIG_FILE"] == "/dev/null");
    CHECK(variables["LAMBDA_TASK_ROOT"] == task_root);
    CHECK(variables["PWD"] == task_root);
    const std::string home = variables["HOME"];
    CHECK(std::filesystem::is_empty(home));
    CHECK(std::filesystem::status(home).permissions() == std::filesystem::perms::owner_all);
  };

  json node = variables_of("node.js", "exports.handler = async () => process.env;");
  std::set<std::string> expected = common_names;
  expected.insert("NODE_PATH");
  CHECK(names_of(node) == expected);
  CHECK(node["AWS_EXECUTION_ENV"] ==
        "AWS_Lambda_nodejs" + std::to_string(fixture.context.node().major) + ".x");
  check_common(node);

  json python = variables_of(
      "python.py", "import os\ndef handler(event, context):\n    return dict(os.environ)\n");
  expected = common_names;
  expected.insert("PYTHONPATH");
  CHECK(names_of(python) == expected);
  CHECK(python["AWS_EXECUTION_ENV"].get<std::string>().find("AWS_Lambda_python3.") == 0);
  check_common(python);
}

TEST_CASE("a handler gets none of the server's descriptors") {
  RuntimeFixture fixture;
  // What a careless library leaves open to children.
  const std::string secret = fixture.directory.write("secret", "x");
  const http::FileDescriptor file(open(secret.c_str(), O_RDONLY));
  const http::FileDescriptor listening(socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(bind(listening.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(listen(listening.get(), 1) == 0);
  const std::string socket_name =
      std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(listening.get())).string();

  const auto links_of = [&fixture](const std::string& name, std::string_view source) {
    return payload_of(RuntimeFixture::invoke(fixture.make(fixture.function(name, source))));
  };
  json node = links_of("fds.js", R"js(
const fs = require('fs');
exports.handler = async () => {
  const links = {};
  for (const fd of fs.readdirSync('/proc/self/fd')) {
    try { links[fd] = fs.readlinkSync('/proc/self/fd/' + fd); } catch {}
  }
  return links;
};
)js");
  json python = links_of("fds.py", R"py(
import os
def handler(event, context):
    links = {}
    for fd in os.listdir("/proc/self/fd"):
        try:
            links[fd] = os.readlink("/proc/self/fd/" + fd)
        except OSError:
            pass
    return links
)py");
  for (const json& links : {node, python}) {
    CHECK(links["0"] == "/dev/null");
    CHECK(links["1"] == links["2"]);
    CHECK(links["1"].get<std::string>().substr(0, 5) == "pipe:");
    CHECK(links["3"].get<std::string>().substr(0, 5) == "pipe:");
    for (const auto& [fd, link] : links.items()) {
      CHECK(link != secret);
      CHECK(link != socket_name);
    }
  }
  CHECK(python.size() == 5);  // with the connection to the Runtime API
}

}  // namespace tombola::triggers::testing
