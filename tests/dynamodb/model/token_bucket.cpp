#include "dynamodb/model/token_bucket.h"

#include <catch2/catch.hpp>

using tombola::dynamodb::CapacityUnits;
using tombola::dynamodb::TokenBucket;

namespace {

const CapacityUnits nothing;

}  // namespace

TEST_CASE("a bucket begins with what a second gives") {
  TokenBucket bucket(2, 1000, 1000);
  CHECK(bucket.has_more_than(CapacityUnits::half(3), 1000));
  CHECK_FALSE(bucket.has_more_than(CapacityUnits::whole(2), 1000));
}

// "Burst capacity": unused throughput is kept for 300 seconds.
TEST_CASE("a bucket keeps what is not used for 300 seconds") {
  TokenBucket old(1, 0, 10'000'000);
  CHECK(old.has_more_than(CapacityUnits::whole(299), 10'000'000));
  CHECK_FALSE(old.has_more_than(CapacityUnits::whole(300), 10'000'000));

  TokenBucket bucket(1, 0, 0);
  bucket.take(CapacityUnits::whole(1), 0);
  CHECK_FALSE(bucket.has_more_than(nothing, 0));
  CHECK_FALSE(bucket.has_more_than(CapacityUnits::whole(10), 10'000));
  CHECK(bucket.has_more_than(CapacityUnits::half(19), 10'000));
  CHECK_FALSE(bucket.has_more_than(CapacityUnits::whole(300), 10'000'000));
}

TEST_CASE("a bucket that owes is empty until it has paid") {
  TokenBucket bucket(10, 0, 0);
  bucket.take(CapacityUnits::whole(30), 0);
  CHECK_FALSE(bucket.has_more_than(nothing, 2000));
  CHECK(bucket.has_more_than(nothing, 2001));
}

TEST_CASE("another rate counts from its time on, and a clock that goes back for nothing") {
  TokenBucket bucket(1, 0, 0);
  bucket.take(CapacityUnits::whole(1), 0);
  bucket.set_rate(100, 1000);  // one unit came before
  CHECK_FALSE(bucket.has_more_than(CapacityUnits::whole(1), 1000));
  CHECK(bucket.has_more_than(CapacityUnits::whole(10), 1100));
  CHECK_FALSE(bucket.has_more_than(CapacityUnits::whole(11), 500));
  CHECK(bucket.has_more_than(CapacityUnits::whole(11), 600));
}
