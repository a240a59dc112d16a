#include "operations/uuid.h"

#include <random>

#include <fmt/format.h>

namespace tombola::operations {

std::string random_uuid() {
  thread_local std::mt19937_64 generator{std::random_device{}()};
  const std::uint64_t high = (generator() & ~0xf000ULL) | 0x4000ULL;
  const std::uint64_t low = (generator() >> 2) | 0x8000000000000000ULL;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff,
                     high & 0xffff, low >> 48, low & 0xffffffffffffULL);
}

}  // namespace tombola::operations
