#include "storage/transaction_hold.h"

#include <future>
#include <thread>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using tombola::storage::TransactionHold;

namespace {

void until_holding(const TransactionHold& hold) {
  while (!hold.status() || !hold.status()->holding) {
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("a transaction is held until it is released") {
  TransactionHold hold;
  CHECK_FALSE(hold.is_armed());
  hold.wait("t");  // nobody asked for it

  REQUIRE(hold.arm("t", 1h));
  CHECK(hold.is_armed());
  CHECK(hold.is_for("t"));
  CHECK_FALSE(hold.is_for("another"));
  CHECK_FALSE(hold.arm("another", 1h));
  CHECK_FALSE(hold.release("another"));

  auto held = std::async(std::launch::async, [&] { hold.wait("t"); });
  until_holding(hold);
  CHECK_FALSE(hold.is_for("t"));
  CHECK(hold.release("t"));
  held.get();
  CHECK_FALSE(hold.is_armed());
  CHECK_FALSE(hold.release("t"));
}

TEST_CASE("a hold ends by itself, and with the server") {
  TransactionHold hold;
  REQUIRE(hold.arm("t", 1ms));
  hold.wait("t");
  CHECK_FALSE(hold.status());

  REQUIRE(hold.arm("t", 1h));
  auto held = std::async(std::launch::async, [&] { hold.wait("t"); });
  until_holding(hold);
  hold.shut_down();
  held.get();
  CHECK_FALSE(hold.arm("t", 1h));
}
