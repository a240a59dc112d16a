#include "server/request_id.h"

#include <set>

#include <catch2/catch.hpp>

TEST_CASE("a request id has 52 capital letters and digits, and no two are alike") {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = tombola::server::make_request_id();
    REQUIRE(id.size() == 52);
    REQUIRE(id.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos);
    ids.insert(id);
  }
  CHECK(ids.size() == 10'000);
}
