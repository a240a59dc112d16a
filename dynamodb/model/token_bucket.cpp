#include "dynamodb/model/token_bucket.h"

#include <algorithm>

#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

constexpr std::int64_t half_units_per_unit = 2;
constexpr std::int64_t tokens_per_half_unit = 1000;
constexpr std::int64_t second_ms = 1000;

std::int64_t tokens_of(CapacityUnits units) {
  return units.half_units() * tokens_per_half_unit;
}

}  // namespace

TokenBucket::TokenBucket(std::int64_t units_per_second, std::int64_t since_ms, std::int64_t now_ms)
    : rate_(units_per_second * half_units_per_unit),
      tokens_(rate_ * std::clamp(now_ms - since_ms, second_ms, limits::burst_capacity_ms)),
      filled_ms_(now_ms) {}

void TokenBucket::set_rate(std::int64_t units_per_second, std::int64_t now_ms) {
  fill(now_ms);
  rate_ = units_per_second * half_units_per_unit;
}

bool TokenBucket::has_more_than(CapacityUnits spoken_for, std::int64_t now_ms) {
  fill(now_ms);
  return tokens_ > tokens_of(spoken_for);
}

void TokenBucket::take(CapacityUnits units, std::int64_t now_ms) {
  fill(now_ms);
  tokens_ -= tokens_of(units);
}

// A clock that was turned back gives nothing and takes nothing.
void TokenBucket::fill(std::int64_t now_ms) {
  const std::int64_t passed_ms = std::max<std::int64_t>(now_ms - filled_ms_, 0);
  tokens_ = std::min(tokens_ + rate_ * passed_ms, rate_ * limits::burst_capacity_ms);
  filled_ms_ = now_ms;
}

}  // namespace tombola::dynamodb
