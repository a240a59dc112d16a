#include "bench/histogram.h"

#include <algorithm>
#include <bit>

namespace tombola::bench {

void Histogram::add(std::uint64_t nanoseconds) {
  const std::uint64_t value = std::max<std::uint64_t>(nanoseconds, steps_per_doubling);
  const int doublings = std::bit_width(value) - 1;
  const auto step = (value >> (doublings - 5)) & (steps_per_doubling - 1);
  ++buckets_[static_cast<std::size_t>(doublings) * steps_per_doubling + step];
  ++count_;
}

double Histogram::percentile_us(double share) const {
  const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(count_));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (buckets_[i] > 0 && seen >= wanted) {
      const std::size_t doublings = i / steps_per_doubling;
      const std::uint64_t value = (std::uint64_t{steps_per_doubling} + i % steps_per_doubling)
                                  << (doublings - 5);
      return static_cast<double>(value) / 1000.0;
    }
  }
  return 0;
}

}  // namespace tombola::bench
