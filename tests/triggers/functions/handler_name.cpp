#include "triggers/functions/handler_name.h"

#include <catch2/catch.hpp>

#include "tests/triggers/runtimes/runtime_fixture.h"

namespace tombola::triggers::testing {
namespace {

std::string parsed(std::string_view handler, RuntimeKind kind) {
  const HandlerName name = parse_handler_name(handler, kind);
  return name.module + " " + name.export_name;
}

}  // namespace

// As the open source of Lambda's runtimes for Node and Python takes them apart.
TEST_CASE("a handler's name is a module below the task root and an export") {
  CHECK(parsed("index.handler", RuntimeKind::Node) == "index handler");
  CHECK(parsed("src/app.handler", RuntimeKind::Node) == "src/app handler");
  CHECK(parsed("src.v1/app.api.get", RuntimeKind::Node) == "src.v1/app api.get");
  CHECK(parsed("app.handler", RuntimeKind::Python) == "app handler");
  CHECK(parsed("src/app.handler", RuntimeKind::Python) == "src/app handler");
  CHECK(parsed("src.app.handler", RuntimeKind::Python) == "src/app handler");
  CHECK(parsed("anything.at.all", RuntimeKind::Executable) == "bootstrap anything.at.all");
}

TEST_CASE("a handler's name without a dot has no export") {
  CHECK(parsed("index", RuntimeKind::Node) == "index ");
  CHECK(parsed("a.b/index", RuntimeKind::Node) == "a.b/index ");
  CHECK(parsed("index", RuntimeKind::Python) == "index ");
}

// Of our own: on Lambda nothing runs in place.
TEST_CASE("code that runs in place may have dots in its files' names") {
  const TemporaryDirectory directory;
  directory.write("src/get-user.handler.ts", "");
  directory.write("src/app.ts", "");
  const auto found = [&](std::string_view handler) {
    const HandlerName name =
        find_handler_in_place(directory.path().string(), handler, RuntimeKind::Node);
    return name.module + " " + name.export_name;
  };
  CHECK(found("src/get-user.handler.go") == "src/get-user.handler go");
  CHECK(found("src/app.api.get") == "src/app api.get");
  CHECK(found("src/none.api.get") == "src/none api.get");
  CHECK(found("src/app") == "src/app ");
}

TEST_CASE("runtimes are known by their names") {
  CHECK(runtime_kind_of_name("nodejs20.x") == RuntimeKind::Node);
  CHECK(runtime_kind_of_name("python3.12") == RuntimeKind::Python);
  CHECK(runtime_kind_of_name("provided.al2023") == RuntimeKind::Executable);
  CHECK_FALSE(runtime_kind_of_name("java21"));
  CHECK_FALSE(runtime_kind_of_name("python2.7"));
}

}  // namespace tombola::triggers::testing
