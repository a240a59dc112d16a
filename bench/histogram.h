// Latencies, counted in buckets that are 3 % wide: constant memory however many there are.
#pragma once

#include <array>
#include <cstdint>

namespace tombola::bench {

class Histogram {
 public:
  void add(std::uint64_t nanoseconds);
  // The value in microseconds below which a share of all lies; 0 when there are none.
  double percentile_us(double share) const;
  std::uint64_t count() const { return count_; }

 private:
  static constexpr int steps_per_doubling = 32;

  std::array<std::uint64_t, 64 * steps_per_doubling> buckets_{};
  std::uint64_t count_ = 0;
};

}  // namespace tombola::bench
