// The parts of the runtimes that need no process.

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "tests/triggers/runtimes/runtime_fixture.h"
#include "triggers/function.h"
#include "triggers/runtimes/environment_variables.h"
#include "triggers/runtimes/function_error.h"
#include "triggers/runtimes/identifiers.h"
#include "triggers/runtimes/interpreter.h"
#include "triggers/runtimes/invocation_log.h"
#include "triggers/runtimes/line_cutter.h"
#include "triggers/runtimes/source_files.h"

namespace tombola::triggers::testing {

using Lines = std::vector<std::string>;

namespace {

// 'x' in the form stands for a hexadecimal digit, everything else for itself.
bool has_form(const std::string& text, const std::string& form) {
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char c, char expected) {
    return expected == 'x' ? (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') : c == expected;
  });
}

std::string x(std::size_t count) {
  return std::string(count, 'x');
}

}  // namespace

TEST_CASE("a function's ARN names region, account and function") {
  Function function;
  function.name = "dynamo-stream-handler";
  function.name_space = {"123456789012", "eu-west-2"};
  CHECK(function.arn() == "arn:aws:lambda:eu-west-2:123456789012:function:dynamo-stream-handler");
  CHECK(function.log_group() == "/aws/lambda/dynamo-stream-handler");
}

TEST_CASE("the runtime follows from the handler file's name") {
  CHECK(runtime_kind_of("builtin:log") == RuntimeKind::BuiltinLog);
  for (const char* file : {"a.ts", "a.mts", "a.cts", "a.tsx", "a.js", "a.mjs", "a.cjs"}) {
    CHECK(runtime_kind_of(file) == RuntimeKind::Node);
  }
  CHECK(runtime_kind_of("/x.y/a.py") == RuntimeKind::Python);
  CHECK(!runtime_kind_of("a.rb"));
  CHECK(!runtime_kind_of("/home/me.ts/handler"));
}

TEST_CASE("ids, streams and times have Lambda's forms") {
  const std::string id = new_request_id();
  CHECK(has_form(id, x(8) + "-" + x(4) + "-4" + x(3) + "-" + x(4) + "-" + x(12)));
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
  CHECK(new_request_id() != id);
  constexpr std::int64_t time_ms = 1'767'323'045'678;
  CHECK(iso_time(time_ms) == "2026-01-02T03:04:05.678Z");
  CHECK(has_form(new_log_stream(time_ms), "2026/01/02/[$LATEST]" + x(32)));
  CHECK(has_form(new_trace_id(time_ms),
                 "Root=1-695735a5-" + x(24) + ";Parent=" + x(16) + ";Sampled=0"));
}

TEST_CASE("output is cut into lines however it arrives") {
  Lines lines;
  LineCutter cutter;
  const auto on_line = [&lines](std::string_view line) { lines.emplace_back(line); };

  SECTION("in parts, with empty lines and carriage returns") {
    cutter.append("one\ntw", on_line);
    CHECK(lines == Lines{"one"});
    cutter.append("o\n\nthree\r\nfo", on_line);
    CHECK(lines == Lines{"one", "two", "", "three"});
    cutter.flush(on_line);
    cutter.flush(on_line);
    CHECK(lines == Lines{"one", "two", "", "three", "fo"});
  }
  SECTION("what is not UTF-8 is replaced, a byte at a time") {
    cutter.append("a\xffz \xc3\xa9 \xe2\x82 \xed\xa0\x80 \xf0\x9f\x8e\x9f \xc0\x80 \xe2\n",
                  on_line);
    CHECK(lines ==
          Lines{"a\uFFFDz \u00e9 \uFFFD\uFFFD \uFFFD\uFFFD\uFFFD \U0001F39F \uFFFD\uFFFD \uFFFD"});
  }
  SECTION("a line over the bound in pieces that end between characters") {
    std::string text = "x";
    while (text.size() < 2 * limits::log_line_bytes_max) text += "\u20ac";
    cutter.append(text.substr(0, 1000), on_line);
    cutter.append(text.substr(1000), on_line);
    cutter.append("\n", on_line);
    CHECK(lines.size() == 3);
    std::string joined;
    for (const std::string& line : lines) {
      CHECK(line.size() <= limits::log_line_bytes_max);
      CHECK((line[0] == 'x' || line.substr(0, 3) == "\u20ac"));
      joined += line;
    }
    CHECK(joined == text);
  }
}

TEST_CASE("Lambda's own error objects") {
  CHECK(
      timeout_error("id-1", 1000) ==
      R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: id-1 Error: Task timed out after 1.00 seconds"})");
  CHECK(error_type_of(R"({"errorType":"Runtime.ImportModuleError","errorMessage":"m"})") ==
        "Runtime.ImportModuleError");
  CHECK(error_type_of(R"({"errorType":5})") == "Runtime.Unknown");
  CHECK(error_type_of("not JSON") == "Runtime.Unknown");
  CHECK(exit_message("id-1", "") ==
        "RequestId: id-1 Error: Runtime exited without providing a reason");
  CHECK(exit_message("id-1", "exit status 127") ==
        "RequestId: id-1 Error: Runtime exited with error: exit status 127");
  CHECK(error_object("T", "a \"b\"", {"x", "y"}) ==
        R"({"errorType":"T","errorMessage":"a \"b\"","trace":["x","y"]})");
}

// The lines as users of AWS show them: the test of a function in the console, which asks for the
// tail, begins with what was written while it was loaded; Billed Duration has the cold start's time
// in it ("Duration: 84.77 ms Billed Duration: 635 ms Init Duration: 549.71 ms").
TEST_CASE("START, END and REPORT stand around an invocation") {
  Function function;
  function.name = "f";
  RecordingLog sink;
  InvocationLog log(function, sink);
  log.write("while it was loaded");
  log.start("id-1");
  log.write("inside");
  const std::string tail = log.end(
      {.request_id = "id-1", .duration_ms = 26.731, .memory_mb_max = 75, .init_ms = 166.618});
  const Lines expected = {
      "while it was loaded", "START RequestId: id-1 Version: $LATEST", "inside",
      "END RequestId: id-1",
      "REPORT RequestId: id-1\tDuration: 26.73 ms\tBilled Duration: 194 ms\tMemory Size: 128 MB\t"
      "Max Memory Used: 75 MB\tInit Duration: 166.62 ms\t"};
  CHECK(sink.texts() == expected);
  CHECK(tail == expected[0] + "\n" + expected[1] + "\n" + expected[2] + "\n" + expected[3] + "\n" +
                    expected[4] + "\n");
  for (const auto& entry : sink.entries()) {
    CHECK(entry.function_name == "f");
    CHECK(entry.log_stream == log.stream());
  }

  log.write("between two invocations");
  log.start("id-2");
  log.write("inside");
  CHECK(log.end({.request_id = "id-2", .duration_ms = 1.5}) ==
        "START RequestId: id-2 Version: $LATEST\ninside\nEND RequestId: id-2\n"
        "REPORT RequestId: id-2\tDuration: 1.50 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 0 MB\t\n");

  log.start("id-2");
  for (int i = 0; i < 1000; ++i) log.write("line " + std::to_string(i));
  const std::string long_tail = log.end({.request_id = "id-2", .duration_ms = 1});
  CHECK(long_tail.size() == limits::log_tail_bytes_max);
  CHECK(long_tail.find("Init Duration") == std::string::npos);
  const std::string last = "\tMax Memory Used: 0 MB\t\n";
  CHECK(long_tail.substr(long_tail.size() - last.size()) == last);
}

// As users of AWS show them, of 2025 and 2026.
TEST_CASE("INIT_REPORT and REPORT name a failure that is not the handler's own") {
  Function function;
  function.name = "f";
  RecordingLog sink;
  InvocationLog log(function, sink);
  log.init_failed(150.79, {.error_type = "Runtime.UserCodeSyntaxError"});
  log.start("id-1");
  log.end({.request_id = "id-1",
           .duration_ms = 1338.34,
           .memory_mb_max = 71,
           .failure = InvocationLog::Failure{.error_type = "Runtime.UserCodeSyntaxError"}});
  log.start("id-2");
  log.end({.request_id = "id-2",
           .duration_ms = 3000,
           .memory_mb_max = 73,
           .init_ms = 402.04,
           .failure = InvocationLog::Failure{.is_timeout = true}});
  const Lines expected = {
      "INIT_REPORT Init Duration: 150.79 ms\tPhase: init\tStatus: error\tError Type: "
      "Runtime.UserCodeSyntaxError",
      "START RequestId: id-1 Version: $LATEST",
      "END RequestId: id-1",
      "REPORT RequestId: id-1\tDuration: 1338.34 ms\tBilled Duration: 1339 ms\tMemory Size: 128 "
      "MB\t"
      "Max Memory Used: 71 MB\tStatus: error\tError Type: Runtime.UserCodeSyntaxError",
      "START RequestId: id-2 Version: $LATEST",
      "END RequestId: id-2",
      "REPORT RequestId: id-2\tDuration: 3000.00 ms\tBilled Duration: 3403 ms\tMemory Size: 128 "
      "MB\t"
      "Max Memory Used: 73 MB\tInit Duration: 402.04 ms\tStatus: timeout"};
  CHECK(sink.texts() == expected);
}

// As a log of AWS has them (October 2026), and "Lambda Telemetry API Event schema reference".
TEST_CASE("the log in JSON has events in the place of START, END and REPORT") {
  Function function;
  function.name = "f";
  function.log_format.is_json = true;
  RecordingLog sink;
  InvocationLog log(function, sink);
  const auto event = [&sink](std::size_t i) {
    const auto json = nlohmann::json::parse(sink.texts().at(i));
    CHECK(json["time"].get<std::string>().size() == 24);
    return json["type"].get<std::string>() + " " + json["record"].dump();
  };
  log.start("id-1");
  log.end({.request_id = "id-1", .duration_ms = 26.731, .memory_mb_max = 75, .init_ms = 166.618});
  CHECK(event(0) == R"(platform.start {"functionArn":"arn:aws:lambda:us-east-1:000000000000:)"
                    R"(function:f","requestId":"id-1","version":"$LATEST"})");
  CHECK(event(1) == R"(platform.report {"metrics":{"billedDurationMs":194,"durationMs":26.731,)"
                    R"("initDurationMs":166.618,"maxMemoryUsedMB":75,"memorySizeMB":128},)"
                    R"("requestId":"id-1","status":"success"})");
  function.log_format.system_level = "WARN";
  log.start("id-2");
  log.end({.request_id = "id-2"});
  CHECK(sink.texts().size() == 2);
  log.init_failed(5.5, {.error_type = "Runtime.ExitError"});
  log.end({.request_id = "id-3", .duration_ms = 1000, .failure = InvocationLog::Failure{true}});
  CHECK(event(2) ==
        R"(platform.initReport {"errorType":"Runtime.ExitError","initializationType":"on-demand",)"
        R"("metrics":{"durationMs":5.5},"phase":"init","status":"error"})");
  CHECK(nlohmann::json::parse(sink.texts().at(3))["record"]["status"] == "timeout");
}

TEST_CASE("a user's variables replace Lambda's, but not the reserved ones") {
  Function function;
  function.name = "f";
  function.runtime = RuntimeKind::Node;
  function.file = "/home/me/app/handler.js";
  function.environment = {{"TABLE_NAME", "Raffle"},
                          {"TZ", "Europe/London"},
                          {"AWS_REGION", "mars"},
                          {"_HANDLER", "other"},
                          {"AWS_SECRET_ACCESS_KEY", "real"},
                          {"", "nameless"},
                          {"A=B", "c"}};
  EnvironmentFacts facts;
  facts.secret_access_key = "tombola";
  facts.task_root = "/home/me/app";
  facts.endpoint_url = "http://127.0.0.1:8000";
  const auto variables = environment_variables(function, facts);
  CHECK(variables.at("TABLE_NAME") == "Raffle");
  CHECK(variables.at("TZ") == "Europe/London");
  CHECK(variables.at("AWS_REGION") == "us-east-1");
  CHECK(variables.at("_HANDLER") == "handler.handler");
  CHECK(variables.at("AWS_SECRET_ACCESS_KEY") == "tombola");
  CHECK(variables.at("NODE_PATH") ==
        "/home/me/app/node_modules:/home/me/node_modules:/home/node_modules:/node_modules:/home/me/"
        "app");
  CHECK(variables.count("") == 0);
  CHECK(variables.count("A=B") == 0);
}

TEST_CASE("the files a handler imports are found from their texts") {
  const TemporaryDirectory directory;
  const auto names = [&directory](const SourceFiles& sources) {
    std::vector<std::string> found;
    for (const auto& file : sources.files()) {
      found.push_back(std::filesystem::relative(file.path, directory.path()).string());
    }
    std::sort(found.begin(), found.end());
    return found;
  };

  SECTION("JavaScript") {
    const std::string handler =
        directory.write("app/handler.mjs",
                        "import a from './lib/a.mjs';\nconst b = require('../b')\n"
                        "import fs from 'fs'; import './missing.js'; import(`./lib`)\n");
    directory.write("app/lib/a.mjs",
                    "import '../handler.mjs'; import config from \"./config.json\"");
    directory.write("app/lib/config.json", "{}");
    directory.write("app/lib/index.js", "");
    directory.write("app/unrelated.mjs", "");
    directory.write("b.js", "");
    CHECK(names(find_javascript_sources(handler)) == Lines{"app/handler.mjs", "app/lib/a.mjs",
                                                           "app/lib/config.json",
                                                           "app/lib/index.js", "b.js"});
  }
  SECTION("Python") {
    const std::string handler =
        directory.write("handler.py",
                        "import os, tools.text as t  # why\nfrom tools import words\n"
                        "def handler(event, context):\n    from late import x\n");
    directory.write("tools/__init__.py", "");
    directory.write("tools/text.py", "from .deep.er import *\nfrom .. import top\n");
    directory.write("tools/words.py", "");
    directory.write("tools/deep/er.py", "");
    directory.write("late.py", "");
    directory.write("top.py", "");
    directory.write("unrelated.py", "");
    CHECK(names(find_python_sources(handler)) == Lines{"handler.py", "late.py", "tools/__init__.py",
                                                       "tools/deep/er.py", "tools/text.py",
                                                       "tools/words.py", "top.py"});
  }
  SECTION("a change, a deletion and a return are seen") {
    const std::string handler = directory.write("handler.js", "require('./a.js')");
    const std::string imported = directory.write("a.js", "1");
    const SourceFiles sources = find_javascript_sources(handler);
    CHECK(!sources.changed());
    directory.write("a.js", "12");
    CHECK(sources.changed());
    std::filesystem::remove(imported);
    CHECK(sources.changed());
    CHECK(find_javascript_sources(handler).files().size() == 1);
  }
}

TEST_CASE("tools are found on PATH, and what is missing is said in one line") {
  const TemporaryDirectory directory;
  directory.write("first/node", "not executable");
  const std::string old_node =
      directory.write("second/node", "#!/bin/sh\nprintf '/opt/old/node\\n16.20.2\\n'\n");
  std::filesystem::permissions(old_node, std::filesystem::perms::owner_all);
  const std::string broken = directory.write("third/python3", "#!/bin/sh\nexit 1\n");
  std::filesystem::permissions(broken, std::filesystem::perms::owner_all);
  const std::string root = directory.path().string();

  CHECK(find_program("node", root + "/first:" + root + "/second") == old_node);
  CHECK(!find_program("node", root + "/first"));
  CHECK(find_node(root + "/first").reason ==
        "node was not found on PATH; install Node.js 18 or later");
  CHECK(find_node(root + "/second").reason ==
        "/opt/old/node is version 16; install Node.js 18 or later");
  CHECK(find_node(root + "/second").program.empty());
  CHECK(find_python("").reason == "python3 was not found on PATH; install Python 3.8 or later");
  CHECK(find_python(root + "/third").reason ==
        broken + " does not run; check it with `python3 --version`");
}

}  // namespace tombola::triggers::testing
