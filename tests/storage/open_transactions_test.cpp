#include "storage/open_transactions.h"

#include <catch2/catch.hpp>

using tombola::storage::OpenTransactions;

TEST_CASE("what one open transaction has, another cannot claim, until it ends") {
  OpenTransactions all;
  OpenTransactions::Member second(all);
  {
    OpenTransactions::Member first(all);
    CHECK(first.claim({"a", "b"}) == std::vector<bool>{false, false});
    CHECK(all.has("a"));
    CHECK_FALSE(all.has("c"));
    CHECK(second.claim({"c", "b"}) == std::vector<bool>{false, true});
    CHECK_FALSE(all.has("c"));  // all or none
    CHECK(first.claim({"b", "d"}) == std::vector<bool>{false, false});
  }
  CHECK_FALSE(all.has("a"));
  CHECK(second.claim({"c", "b"}) == std::vector<bool>{false, false});
  CHECK(all.has("b"));
}
