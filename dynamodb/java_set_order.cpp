#include "dynamodb/java_set_order.h"

#include <algorithm>
#include <cstdint>

namespace tombola::dynamodb {
namespace {

// String.hashCode, spread as a hash set does.
std::uint32_t java_hash(std::string_view text) {
  std::uint32_t hash = 0;
  for (char c : text) hash = 31 * hash + static_cast<unsigned char>(c);
  return hash ^ (hash >> 16);
}

}  // namespace

void sort_as_java_set(std::vector<std::string_view>& names, std::size_t set_size) {
  // The smallest power of two that holds them all.
  std::uint32_t table_size = 16;
  while (table_size < set_size * 4 / 3 + 1) table_size *= 2;
  std::stable_sort(names.begin(), names.end(),
                   [mask = table_size - 1](std::string_view left, std::string_view right) {
                     return (java_hash(left) & mask) < (java_hash(right) & mask);
                   });
}

}  // namespace tombola::dynamodb
