// When a runner of transactions returns, and whom it tells.
#include "storage/transaction_runner.h"

#include <stdexcept>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/storage/held_engine.h"

namespace tombola::storage {

namespace {

struct Refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Use {
  const char* name;
  std::function<void(TransactionRunner&)> run;
};

const auto put = [](WriteTransaction& transaction) { transaction.bytes().put("key", "value"); };
const auto refuse = [](auto&) { throw Refused("no"); };

// Everything that shows something, refusals too: they tell of what was read.
const std::vector<Use> uses = {
    {"write", [](TransactionRunner& runner) { runner.write("key", put); }},
    {"change_catalog", [](TransactionRunner& runner) { runner.change_catalog(put); }},
    {"read", [](TransactionRunner& runner) { runner.read([](Transaction&) {}); }},
    {"refused write",
     [](TransactionRunner& runner) { CHECK_THROWS_AS(runner.write("key", refuse), Refused); }},
    {"refused read",
     [](TransactionRunner& runner) { CHECK_THROWS_AS(runner.read(refuse), Refused); }},
};

}  // namespace

TEST_CASE("a runner returns when what was done and seen is durable") {
  for (const Use& use : uses) {
    CAPTURE(use.name);
    HeldEngine engine;
    TransactionRunner runner(engine);
    engine.hold();
    std::atomic<bool> returned = false;
    std::thread caller([&] {
      use.run(runner);
      returned = true;
    });
    while (engine.asked() == 0) std::this_thread::yield();
    CHECK_FALSE(returned);
    engine.let_go();
    caller.join();
    CHECK(returned);
  }
}

TEST_CASE("who does not want to wait has the same runner") {
  HeldEngine engine;
  TransactionRunner runner(engine);
  TransactionRunner at_once = runner.returning_at_once();
  CHECK(&at_once.hold() == &runner.hold());
  CHECK(&at_once.open_transactions() == &runner.open_transactions());
  engine.hold();
  for (const Use& use : uses) use.run(at_once);
  CHECK(engine.asked() == 0);
}

TEST_CASE("listeners hear of every write of a runner, also of one that does not wait") {
  struct Listener final : ChangeListener {
    std::vector<dynamodb::StreamId> streams;
    int catalog_changes = 0;
    void changes_committed(dynamodb::StreamId stream, const CommitReceipt&) override {
      streams.push_back(stream);
    }
    void catalog_changed() override { ++catalog_changes; }
  } listener;
  HeldEngine engine;
  TransactionRunner runner(engine);
  TransactionRunner at_once = runner.returning_at_once();
  runner.subscribe(&listener);
  const auto touch = [](dynamodb::StreamId stream) {
    return [stream](WriteTransaction& transaction) { transaction.touch_stream(stream, 1); };
  };
  runner.write("key", touch(1));
  engine.hold();
  at_once.write("key", touch(2));
  at_once.change_catalog(put);
  CHECK(listener.streams == std::vector<dynamodb::StreamId>{1, 2});
  CHECK(listener.catalog_changes == 1);
}

TEST_CASE("what cannot become durable is an EngineError") {
  HeldEngine engine;
  TransactionRunner runner(engine);
  engine.hold();
  std::thread caller([&] {
    CHECK_THROWS_WITH(runner.write("key", put), "/data: cannot be synced: Input/output error");
  });
  while (engine.asked() == 0) std::this_thread::yield();
  engine.fail("/data: cannot be synced: Input/output error");
  caller.join();
}

}  // namespace tombola::storage
