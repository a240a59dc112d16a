#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "tests/triggers/runtimes/runtime_fixture.h"

namespace tombola::triggers::testing {

using Lines = std::vector<std::string>;
using nlohmann::json;

namespace {

constexpr std::string_view many_handlers = R"py(
import decimal
import logging
import os
import sys
import time

logger = logging.getLogger()
logger.setLevel("INFO")

def handler(event, context):
    return globals()[event["do"]](event, context)

def echo(event, context):
    return {"event": event, "pid": os.getpid(), "number": decimal.Decimal("1.50"), "text": "\u20ac"}

def nothing(event, context):
    pass

def fail(event, context):
    raise ValueError("it fails")

def not_json(event, context):
    return {1, 2}

def leave(event, context):
    sys.exit(event["code"])

def hang(event, context):
    time.sleep(60)

def large(event, context):
    return "x" * event["size"]

def show_context(event, context):
    return {
        "id": context.aws_request_id, "name": context.function_name, "version": context.function_version,
        "memory": context.memory_limit_in_mb, "arn": context.invoked_function_arn,
        "group": context.log_group_name, "stream": context.log_stream_name,
        "remaining": context.get_remaining_time_in_millis(), "custom": context.client_context.custom,
        "trace": os.environ["_X_AMZN_TRACE_ID"],
    }

def log(event, context):
    print("printed", 1)
    logger.info("logged %s", "text")
    logging.getLogger("other").warning("warned")
    logger.debug("not shown")
    print("no newline", end="")

class Nested:
    @staticmethod
    def handler(event, context):
        return "nested"
)py";

std::string ask(const std::string& behaviour) {
  return json{{"do", behaviour}}.dump();
}

}  // namespace

TEST_CASE("a Python handler answers with what it returns, from one warm process") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("my-handler.py", many_handlers));
  const InvokeResult first = RuntimeFixture::invoke(runtime, R"({"do":"echo","t":"€"})");
  CHECK(first.status == InvokeStatus::Success);
  CHECK(payload_of(first)["event"]["t"] == "€");
  CHECK(payload_of(first)["number"] == 1.5);
  CHECK(first.payload.find("\"€\"") != std::string::npos);
  CHECK(RuntimeFixture::invoke(runtime, ask("nothing")).payload == "null");
  json second = payload_of(RuntimeFixture::invoke(runtime, ask("echo")));
  CHECK(second["pid"] == payload_of(first)["pid"]);
}

TEST_CASE("a Python handler's failures are told as Lambda tells them") {
  RuntimeFixture fixture;
  Function function = fixture.function("handler.py", many_handlers);
  LambdaRuntime& runtime = fixture.make(function);

  const InvokeResult result = RuntimeFixture::invoke(runtime, ask("fail"));
  CHECK(result.status == InvokeStatus::FunctionError);
  json error = payload_of(result);
  CHECK(error["errorMessage"] == "it fails");
  CHECK(error["errorType"] == "ValueError");
  CHECK(error["requestId"] == result.request_id);
  REQUIRE(error["stackTrace"].size() == 2);
  CHECK(error["stackTrace"][1] ==
        "  File \"" + function.file + "\", line 21, in fail\n    raise ValueError(\"it fails\")\n");
  CHECK(result.log_tail.find("[ERROR] ValueError: it fails\rTraceback (most recent call last):\r"
                             "\u00a0\u00a0File \"" +
                             function.file) != std::string::npos);

  json marshal = payload_of(RuntimeFixture::invoke(runtime, ask("not_json")));
  CHECK(marshal["errorType"] == "Runtime.MarshalError");
  CHECK(marshal["errorMessage"] ==
        "Unable to marshal response: Object of type set is not JSON serializable");

  const std::size_t too_large = limits::invocation_response_bytes_max - 1;
  json large = payload_of(
      RuntimeFixture::invoke(runtime, json{{"do", "large"}, {"size", too_large}}.dump()));
  CHECK(large["errorType"] == "Function.ResponseSizeTooLarge");

  json left = payload_of(RuntimeFixture::invoke(runtime, R"({"do":"leave","code":2})"));
  CHECK(left["errorType"] == "Runtime.ExitError");
  CHECK(left["errorMessage"].get<std::string>().find("exit status 2") != std::string::npos);
  CHECK(RuntimeFixture::invoke(runtime, ask("nothing")).status == InvokeStatus::Success);
}

TEST_CASE("a Python handler that hangs times out") {
  RuntimeFixture fixture;
  Function function = fixture.function("handler.py", many_handlers);
  function.timeout_ms = 300;
  LambdaRuntime& runtime = fixture.make(function);
  const InvokeResult result = RuntimeFixture::invoke(runtime, ask("hang"));
  CHECK(payload_of(result)["errorType"] == "Sandbox.Timedout");
}

TEST_CASE("a Python handler that cannot be loaded tells why") {
  RuntimeFixture fixture;
  const auto error_of = [&fixture](const std::string& file, std::string_view source,
                                   const std::string& export_name = "handler") {
    Function function = fixture.function(file, source);
    function.export_name = export_name;
    const InvokeResult result = RuntimeFixture::invoke(fixture.make(function));
    CHECK(result.status == InvokeStatus::FunctionError);
    return payload_of(result);
  };
  json missing = error_of("missing.py", "import no_such_thing\n");
  CHECK(missing["errorType"] == "Runtime.ImportModuleError");
  CHECK(missing["errorMessage"] ==
        "Unable to import module 'missing': No module named 'no_such_thing'");
  json syntax = error_of("syntax.py", "def handler(event, context):\n    x = = 1\n");
  CHECK(syntax["errorType"] == "Runtime.UserCodeSyntaxError");
  CHECK(syntax["errorMessage"] ==
        "Syntax error in module 'syntax': invalid syntax (syntax.py, line 2)");
  json absent = error_of("absent.py", "x = 1\n");
  CHECK(absent["errorType"] == "Runtime.HandlerNotFound");
  CHECK(absent["errorMessage"] == "Handler 'handler' missing on module 'absent'");
  CHECK(error_of("malformed.py", "x = 1\n", ".")["errorType"] == "Runtime.MalformedHandlerName");
  CHECK(error_of("raises.py", "raise KeyError('k')\n")["errorType"] == "KeyError");
}

TEST_CASE("a Python handler's context is Lambda's, and its export may be nested") {
  RuntimeFixture fixture;
  Function function = fixture.function("handler.py", many_handlers);
  Invocation invocation;
  invocation.event_json = ask("show_context");
  invocation.client_context = R"({"custom":{"k":"v"}})";
  auto future = RuntimeFixture::start(fixture.make(function), invocation);
  const InvokeResult result = await(future);
  json context = payload_of(result);
  CHECK(context["id"] == result.request_id);
  CHECK(context["name"] == "handler");
  CHECK(context["version"] == "$LATEST");
  CHECK(context["memory"] == "128");
  CHECK(context["arn"] == "arn:aws:lambda:us-east-1:000000000000:function:handler");
  CHECK(context["group"] == "/aws/lambda/handler");
  CHECK(context["stream"] == fixture.log.entries()[0].log_stream);
  CHECK(context["remaining"].get<int>() > 10'000);
  CHECK(context["custom"]["k"] == "v");
  CHECK(context["trace"].get<std::string>().find("Root=1-") == 0);

  function.export_name = "Nested.handler";
  CHECK(RuntimeFixture::invoke(fixture.make(function)).payload == R"("nested")");
}

TEST_CASE("print goes out raw, logging in Lambda's form, all before the answer") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("handler.py", many_handlers));
  const InvokeResult result = RuntimeFixture::invoke(runtime, ask("log"));
  const Lines texts = fixture.log.texts();
  const std::string& id = result.request_id;
  REQUIRE(texts.size() == 7);
  CHECK(texts[1] == "printed 1");
  CHECK(texts[2].substr(0, 7) == "[INFO]\t");
  CHECK(texts[2].substr(7 + 24) == "\t" + id + "\tlogged text");
  CHECK(texts[3].substr(0, 10) == "[WARNING]\t");
  CHECK(texts[4] == "no newline");
  CHECK(texts[5] == "END RequestId: " + id);
}

// "Using Lambda advanced logging controls with Python": print stays as it is.
TEST_CASE("a Python handler's logging in JSON, above the level only") {
  RuntimeFixture fixture;
  Function function = fixture.function("handler.py",
                                       "import logging\n"
                                       "logger = logging.getLogger('mine')\n"
                                       "def handler(event, context):\n"
                                       "    print('raw')\n"
                                       "    logger.info('unseen')\n"
                                       "    logger.warning('a %s', 'b', extra={'order': 5})\n"
                                       "    try:\n"
                                       "        1 / 0\n"
                                       "    except ZeroDivisionError:\n"
                                       "        logger.exception('caught')\n"
                                       "    raise ValueError('thrown')\n");
  function.log_format.is_json = true;
  function.log_format.application_level = "WARN";
  const InvokeResult result = RuntimeFixture::invoke(fixture.make(function));
  const std::vector<std::string> texts = fixture.log.texts();
  REQUIRE(texts.size() == 6);
  CHECK(texts[1] == "raw");
  const json warning = json::parse(texts[2]);
  CHECK(warning["timestamp"].get<std::string>().size() == 20);
  CHECK(warning["level"] == "WARNING");
  CHECK(warning["message"] == "a b");
  CHECK(warning["logger"] == "mine");
  CHECK(warning["order"] == 5);
  CHECK(warning["requestId"] == result.request_id);
  const json caught = json::parse(texts[3]);
  CHECK(caught["errorType"] == "ZeroDivisionError");
  CHECK(caught["errorMessage"] == "division by zero");
  CHECK(caught["stackTrace"].size() == 1);
  CHECK(caught["location"] == function.file + ":handler:10");
  const json thrown = json::parse(texts[4]);
  CHECK(thrown["log_level"] == "ERROR");
  CHECK(thrown["errorType"] == "ValueError");
  CHECK(json::parse(texts[5])["type"] == "platform.report");
}

TEST_CASE("botocore that does not know AWS_ENDPOINT_URL gets it as its clients' default") {
  RuntimeFixture fixture;
  // Stands for botocore: what matters is its version and the signature of create_client.
  fixture.directory.write("handlers/botocore/session.py", R"py(
class Session:
    def create_client(self, service_name, region_name=None, api_version=None, use_ssl=True,
                      verify=None, endpoint_url=None):
        return endpoint_url
)py");
  constexpr std::string_view source = R"py(
from botocore.session import Session

def handler(event, context):
    session = Session()
    return [session.create_client("dynamodb"), session.create_client("s3", endpoint_url="mine")]
)py";
  const auto [version, endpoint] = GENERATE(table<std::string, json>(
      {{"1.26.27", "http://127.0.0.1:8000"}, {"1.31.0", nullptr}, {"1.40.2", nullptr}}));
  fixture.directory.write("handlers/botocore/__init__.py", "__version__ = '" + version + "'\n");
  LambdaRuntime& runtime = fixture.make(fixture.function("old.py", source));
  CHECK(payload_of(RuntimeFixture::invoke(runtime)) == json::array({endpoint, "mine"}));
}

}  // namespace tombola::triggers::testing
