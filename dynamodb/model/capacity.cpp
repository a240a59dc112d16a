#include "dynamodb/model/capacity.h"

#include <algorithm>

namespace tombola::dynamodb {
namespace {

constexpr std::size_t write_block_bytes = 1024;
constexpr std::size_t read_block_bytes = 4096;

std::int64_t started_blocks(std::size_t size_bytes, std::size_t block_bytes) {
  const std::size_t blocks = size_bytes / block_bytes + (size_bytes % block_bytes != 0 ? 1 : 0);
  return static_cast<std::int64_t>(std::max<std::size_t>(blocks, 1));
}

}  // namespace

std::string CapacityUnits::to_string() const {
  return std::to_string(half_units_ / 2) + (half_units_ % 2 != 0 ? ".5" : "");
}

CapacityUnits& CapacityUnits::operator+=(CapacityUnits other) {
  half_units_ += other.half_units_;
  return *this;
}

CapacityUnits write_units(std::size_t old_size_bytes, std::size_t new_size_bytes) {
  return CapacityUnits::whole(
      started_blocks(std::max(old_size_bytes, new_size_bytes), write_block_bytes));
}

CapacityUnits read_units(std::size_t size_bytes, bool consistent_read) {
  const std::int64_t blocks = started_blocks(size_bytes, read_block_bytes);
  return consistent_read ? CapacityUnits::whole(blocks) : CapacityUnits::half(blocks);
}

}  // namespace tombola::dynamodb
