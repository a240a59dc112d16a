// Who debugs takes their time: --inspect, a manner of our own (docs/debugging.md).
#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/triggers/runtimes/runtime_fixture.h"

namespace tombola::triggers::testing {
namespace {

// One that was free a moment ago.
int free_port() {
  const http::FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(socket.get(), generic, size) == 0);
  REQUIRE(::getsockname(socket.get(), generic, &size) == 0);
  return ntohs(address.sin_port);
}

}  // namespace

TEST_CASE("a function that is inspected has no timeout and one environment") {
  RuntimeFixture fixture;
  Function function = fixture.function("slow.mjs", R"js(
let invocations = 0;
export const handler = async (event, context) => {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return [++invocations, context.getRemainingTimeInMillis() > 60_000];
};
)js");
  function.timeout_ms = 1;
  CHECK(RuntimeFixture::invoke(fixture.make(function)).status == InvokeStatus::FunctionError);

  function.inspect_port = free_port();
  LambdaRuntime& runtime = fixture.make(function);
  auto first = RuntimeFixture::start(runtime, {"", "{}", "", ""});
  auto second = RuntimeFixture::start(runtime, {"", "{}", "", ""});
  CHECK(first.get().payload == "[1,true]");
  CHECK(second.get().payload == "[2,true]");
}

}  // namespace tombola::triggers::testing
