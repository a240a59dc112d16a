// The capacity of a table or index as tokens. So many units flow in each second, and what is not
// used stays for 300 seconds ("burst capacity"). Whoever comes while there is any left is admitted,
// and takes all that his request costs: a bucket may owe, and is empty until it has paid. Pure: the
// time, in milliseconds, is given.
#pragma once

#include <cstdint>

#include "dynamodb/model/capacity.h"

namespace tombola::dynamodb {

class TokenBucket {
 public:
  // `since_ms`: since when nothing was used; a second at least.
  TokenBucket(std::int64_t units_per_second, std::int64_t since_ms, std::int64_t now_ms);

  // From now on.
  void set_rate(std::int64_t units_per_second, std::int64_t now_ms);
  // Whether there is more than `spoken_for`.
  bool has_more_than(CapacityUnits spoken_for, std::int64_t now_ms);
  void take(CapacityUnits units, std::int64_t now_ms);

 private:
  void fill(std::int64_t now_ms);

  std::int64_t rate_;    // thousandths of half units per millisecond: half units per second
  std::int64_t tokens_;  // thousandths of half units
  std::int64_t filled_ms_;
};

}  // namespace tombola::dynamodb
