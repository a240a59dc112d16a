// Source: "DynamoDB read and write operations", capacity unit consumption.
#include "dynamodb/model/capacity.h"

#include <catch2/catch.hpp>

namespace tombola::dynamodb {
namespace {

TEST_CASE("a write costs a unit per started KB of the larger image, and at least one") {
  struct Case {
    std::size_t old_size, new_size;
    std::string units;
  };
  for (const Case& one : std::vector<Case>{{0, 0, "1"},
                                           {0, 1, "1"},
                                           {0, 1024, "1"},
                                           {0, 1025, "2"},
                                           {1025, 0, "2"},
                                           {2049, 100, "3"},
                                           {100, 2049, "3"},
                                           {0, 409'600, "400"}}) {
    INFO(one.old_size << " -> " << one.new_size);
    CHECK(write_units(one.old_size, one.new_size).to_string() == one.units);
  }
}

TEST_CASE("a read costs a unit per started 4 KB, half of it unless consistent") {
  struct Case {
    std::size_t size;
    std::string consistent, eventual;
  };
  for (const Case& one : std::vector<Case>{{0, "1", "0.5"},  // a missing item
                                           {1, "1", "0.5"},
                                           {4096, "1", "0.5"},
                                           {4097, "2", "1"},
                                           {8193, "3", "1.5"},
                                           {409'600, "100", "50"},
                                           {1'048'576, "256", "128"}}) {
    INFO(one.size);
    CHECK(read_units(one.size, true).to_string() == one.consistent);
    CHECK(read_units(one.size, false).to_string() == one.eventual);
  }
}

TEST_CASE("units add up, halves too") {
  CapacityUnits total;
  CHECK(total.is_zero());
  CHECK(total.to_string() == "0");
  total += read_units(1, false);
  CHECK(total.to_string() == "0.5");
  CHECK_FALSE(total.is_zero());
  total += read_units(1, false);
  CHECK(total.to_string() == "1");
  total += read_units(1, false) + CapacityUnits::whole(2);
  CHECK(total.to_string() == "3.5");
  CHECK(total.half_units() == 7);
  CHECK(total == CapacityUnits::half(7));
  CHECK(CapacityUnits::half(1) < CapacityUnits::whole(1));
}

TEST_CASE("a transaction costs twice as much, after rounding") {
  CHECK((write_units(0, 1500) * 2).to_string() == "4");
  CHECK((read_units(1, true) * 2).to_string() == "2");
  CHECK((CapacityUnits::half(1) * 2).to_string() == "1");
}

}  // namespace
}  // namespace tombola::dynamodb
