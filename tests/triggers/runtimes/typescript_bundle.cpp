#include <catch2/catch.hpp>

#include "tests/triggers/runtimes/runtime_fixture.h"
#include "triggers/runtimes/runtime_factory.h"

namespace tombola::triggers::testing {

using nlohmann::json;

namespace {

// The bundles that lie in the work directory now.
std::vector<std::string> bundles(const RuntimeFixture& fixture) {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(fixture.context.bundle_directory())) {
    if (entry.path().filename().string().find("bundle-") == 0) names.push_back(entry.path());
  }
  return names;
}

}  // namespace

TEST_CASE("a TypeScript handler runs, and its errors name the lines it was written in") {
  RuntimeFixture fixture;
  fixture.directory.write("handlers/ticket.ts", R"ts(export interface Ticket { name: string }
export const greet = (ticket: Ticket): string => {
  if (ticket.name === '') throw new Error('nameless');
  return `Hello ${ticket.name}`;
};
)ts");
  const Function function =
      fixture.function("handler.ts", R"ts(import { greet, Ticket } from './ticket';

export const handler = async (event: Ticket): Promise<string> => greet(event);
)ts");
  CHECK(!reason_not_runnable(function, fixture.context));
  LambdaRuntime& runtime = fixture.make(function);
  CHECK(RuntimeFixture::invoke(runtime, R"({"name":"John"})").payload == R"("Hello John")");
  json error = payload_of(RuntimeFixture::invoke(runtime, R"({"name":""})"));
  CHECK(error["trace"][1].get<std::string>().find("/ticket.ts:3:") != std::string::npos);
  CHECK(error["trace"][2].get<std::string>().find("/handler.ts:3:") != std::string::npos);

  SECTION("a change in an imported file is taken up") {
    fixture.directory.write("handlers/ticket.ts", "export const greet = () => 'changed';");
    CHECK(RuntimeFixture::invoke(runtime, R"({"name":"John"})").payload == R"("changed")");
    CHECK(bundles(fixture).size() == 1);
  }
  SECTION("the bundle of unchanged files is used again, later too") {
    const auto before = bundles(fixture);
    CHECK(before.size() == 1);
    LambdaRuntime& later = fixture.make(function);
    CHECK(RuntimeFixture::invoke(later, R"({"name":"Ann"})").payload == R"("Hello Ann")");
    CHECK(bundles(fixture) == before);
  }
  SECTION("a bundle that somebody has removed is built again") {
    std::filesystem::remove_all(fixture.context.bundle_directory());
    CHECK(RuntimeFixture::invoke(runtime, R"({"name":"Eve"})").payload == R"("Hello Eve")");
    CHECK(bundles(fixture).size() == 1);
  }
}

TEST_CASE("TypeScript modules may be of either kind") {
  RuntimeFixture fixture;
  const auto run = [&fixture](const std::string& file, std::string_view source) {
    return RuntimeFixture::invoke(fixture.make(fixture.function(file, source))).payload;
  };
  constexpr std::string_view with_await =
      "const value: number = await Promise.resolve(5); export const handler = async () => value;";
  constexpr std::string_view with_require =
      "export const handler = async () => typeof __filename + typeof module;";
  CHECK(run("awaits.mts", with_await) == "5");
  CHECK(run("common.cts", with_require) == R"("stringobject")");
  CHECK(run("common.ts", with_require) == R"("stringobject")");
  fixture.directory.write("handlers/package/package.json", R"({"type":"module"})");
  CHECK(run("package/awaits.ts", with_await) == "5");

  // A file system takes names that are no text.
  CHECK(run("caf\xe9/common.ts", with_require) == R"("stringobject")");

  // A CommonJS package inside an ES module.
  fixture.directory.write("handlers/node_modules/old/index.js",
                          "module.exports = require('path').basename('/a/b');");
  CHECK(run("mixed.mts", "import old from 'old'; export const handler = async () => old;") ==
        R"("b")");
}

TEST_CASE("a bundle that fails tells file and line, and is tried again when asked again") {
  RuntimeFixture fixture;
  const Function function =
      fixture.function("handler.ts", "export const handler = async () => {\n  const x: = 1;\n};\n");
  LambdaRuntime& runtime = fixture.make(function);
  const InvokeResult syntax = RuntimeFixture::invoke(runtime);
  CHECK(syntax.status == InvokeStatus::FunctionError);
  CHECK(syntax.function_error == "Unhandled");
  CHECK(payload_of(syntax)["errorType"] == "Runtime.UserCodeSyntaxError");
  CHECK(payload_of(syntax)["errorMessage"].get<std::string>().find("handler.ts:2:11: ") == 0);
  CHECK(syntax.log_tail.find("START RequestId: " + syntax.request_id) == 0);
  CHECK(syntax.log_tail.find("[ERROR] ") != std::string::npos);

  fixture.directory.write("handlers/handler.ts",
                          "import { x } from 'left-pad';\nexport const handler = async () => x;\n");
  json unresolved = payload_of(RuntimeFixture::invoke(runtime));
  CHECK(unresolved["errorType"] == "Runtime.ImportModuleError");
  CHECK(unresolved["errorMessage"] == R"(handler.ts:1:18: Could not resolve "left-pad")");

  fixture.directory.write("handlers/node_modules/left-pad/index.js", "exports.x = 'found';");
  CHECK(RuntimeFixture::invoke(runtime).payload == R"("found")");
}

TEST_CASE("without esbuild a TypeScript handler is unreachable, and JavaScript is not") {
  const TemporaryDirectory elsewhere;
  RuntimeOptions options;
  options.program_directory = elsewhere.path().string();
  std::filesystem::create_symlink(find_program("node", std::getenv("PATH")).value(),
                                  elsewhere.path() / "node");
  options.search_path = elsewhere.path().string();
  RuntimeFixture fixture(options);
  const Function function = fixture.function("handler.ts", "export const handler = 1;");
  const InvokeResult result = RuntimeFixture::invoke(fixture.make(function));
  CHECK(result.status == InvokeStatus::Unreachable);
  CHECK(result.reason == "esbuild was not found, and " + function.file +
                             " needs it; run `npm install --save-dev esbuild` in the handler's "
                             "project");
  CHECK(reason_not_runnable(function, fixture.context) == result.reason);

  const Function plain = fixture.function("plain.js", "exports.handler = async () => 1;");
  CHECK(!reason_not_runnable(plain, fixture.context));
  CHECK(RuntimeFixture::invoke(fixture.make(plain)).payload == "1");
}

}  // namespace tombola::triggers::testing
