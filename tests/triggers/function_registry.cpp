#include "triggers/function_registry.h"

#include <catch2/catch.hpp>

using namespace tombola::triggers;

namespace {

class CountingRuntime : public LambdaRuntime {
 public:
  void invoke(Invocation, Done done) override { done({}); }
  void shut_down() override { ++shut_downs; }
  int shut_downs = 0;
};

Function function_named(const std::string& name, std::int64_t timeout_ms = 3000) {
  Function function;
  function.name = name;
  function.timeout_ms = timeout_ms;
  return function;
}

}  // namespace

TEST_CASE("a function is found by its name") {
  FunctionRegistry registry;
  const auto runtime = std::make_shared<CountingRuntime>();
  CHECK(registry.find("a") == nullptr);
  registry.put(function_named("a"), runtime);
  REQUIRE(registry.find("a"));
  CHECK(registry.find("a")->function.name == "a");
  CHECK(registry.find("a")->runtime == runtime);
  CHECK(registry.find("A") == nullptr);
}

TEST_CASE("a function put again replaces the old one, which who holds it keeps") {
  FunctionRegistry registry;
  const auto runtime = std::make_shared<CountingRuntime>();
  registry.put(function_named("a", 1000), runtime);
  const auto old_entry = registry.find("a");
  registry.put(function_named("a", 2000), runtime);
  CHECK(registry.find("a")->function.timeout_ms == 2000);
  CHECK(old_entry->function.timeout_ms == 1000);
  CHECK(registry.all().size() == 1);
}

TEST_CASE("shutting down ends every runtime") {
  FunctionRegistry registry;
  const auto first = std::make_shared<CountingRuntime>();
  const auto second = std::make_shared<CountingRuntime>();
  registry.put(function_named("a"), first);
  registry.put(function_named("b"), second);
  registry.shut_down();
  CHECK(first->shut_downs == 1);
  CHECK(second->shut_downs == 1);
}
