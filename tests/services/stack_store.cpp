#include "services/cloudformation/stack_store.h"

#include <catch2/catch.hpp>

using namespace tombola;
using services::cloudformation::Stack;
using services::cloudformation::StackStore;

namespace {

Stack stack_named(const std::string& name, const std::string& id, std::int64_t deleted_ms) {
  Stack stack;
  stack.region = "eu-west-1";
  stack.name = name;
  stack.id = id;
  stack.status = deleted_ms == 0 ? "CREATE_COMPLETE" : "DELETE_COMPLETE";
  stack.deleted_ms = deleted_ms;
  return stack;
}

}  // namespace

TEST_CASE("a stack is found by its name while it is there, and by its ARN afterwards") {
  const auto engine = storage::open_memory_engine({[] { return std::int64_t{0}; }});
  storage::TransactionRunner transactions(*engine);
  StackStore store(transactions);
  const Stack gone = stack_named("s", "1", 5);
  const Stack there = stack_named("s", "2", 0);
  Stack other = stack_named("other", "3", 0);
  other.template_text = R"({"name":"s","deleted_ms":0})";  // says what the row of another one says
  store.save(gone);
  store.save(there);
  store.save(other);
  CHECK(store.find({}, "s").value().id == "2");
  CHECK(store.find({}, "other").value().id == "3");
  CHECK(store.find({}, gone.arn()).value().id == "1");
  CHECK_FALSE(store.find({}, "t"));
  // Of another stack's name.
  CHECK_FALSE(store.find({}, "arn:aws:cloudformation:eu-west-1:000000000000:stack/t/2"));
}

// AWS keeps deleted stacks for 90 days: DescribeStacks, API reference.
TEST_CASE("deleted stacks are kept for a while, and not too many") {
  const auto engine = storage::open_memory_engine({[] { return std::int64_t{0}; }});
  storage::TransactionRunner transactions(*engine);
  StackStore store(transactions);
  store.save(stack_named("there", "0", 0));
  for (int i = 1; i <= 5; ++i) {
    const Stack stack = stack_named("s", std::to_string(i), i * 10);
    store.record(stack, {{"e", "s", "", "", "DELETE_COMPLETE", "", "", i * 10}});
  }
  store.prune({}, 25, 2);
  std::vector<std::string> left;
  for (const Stack& stack : store.list({})) {
    left.push_back(stack.id);
  }
  std::sort(left.begin(), left.end());
  CHECK(left == std::vector<std::string>{"0", "4", "5"});
  CHECK(store.events(stack_named("s", "1", 10)).empty());
  store.prune({}, 45, 10);
  CHECK(store.list({}).size() == 2);
}
