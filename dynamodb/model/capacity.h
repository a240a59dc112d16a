// Read and write capacity units as AWS bills them. Half units exist: an eventually consistent read
// of up to 4 KB is one. Pure sums; who is billed for what is the operations' business. Source:
// "DynamoDB read and write operations", capacity unit consumption.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

namespace tombola::dynamodb {

class CapacityUnits {
 public:
  CapacityUnits() = default;  // none
  static CapacityUnits whole(std::int64_t units) { return CapacityUnits(2 * units); }
  static CapacityUnits half(std::int64_t half_units) { return CapacityUnits(half_units); }

  bool is_zero() const { return half_units_ == 0; }
  std::int64_t half_units() const { return half_units_; }
  // A JSON number: 0, 0.5, 1, 1.5.
  std::string to_string() const;

  CapacityUnits& operator+=(CapacityUnits other);
  friend CapacityUnits operator+(CapacityUnits left, CapacityUnits right) { return left += right; }
  // Transactions cost twice as much, after rounding.
  friend CapacityUnits operator*(CapacityUnits units, std::int64_t factor) {
    return CapacityUnits(units.half_units_ * factor);
  }
  auto operator<=>(const CapacityUnits&) const = default;

 private:
  explicit CapacityUnits(std::int64_t half_units) : half_units_(half_units) {}

  std::int64_t half_units_ = 0;
};

// One item written: a unit per started KB of the larger image, and at least one. 0 where there was
// or is no item. A failed condition and the deletion of a missing item cost as well.
CapacityUnits write_units(std::size_t old_size_bytes, std::size_t new_size_bytes);

// One item, or the sum of a page of Query or Scan (rounded once, before filter and projection): a
// unit per started 4 KB, half of that unless strongly consistent, and at least one block. 0 for a
// missing item.
CapacityUnits read_units(std::size_t size_bytes, bool consistent_read);

}  // namespace tombola::dynamodb
