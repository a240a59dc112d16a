// 64-bit integers as 8 bytes, most significant first, so that byte order is numeric order.
#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>

namespace tombola::storage {

// To 8 bytes that are there; returns their end.
inline char* write_fixed64(char* out, std::uint64_t value) {
  for (int i = 7; i >= 0; --i) {
    out[i] = static_cast<char>(value & 0xFF);
    value >>= 8;
  }
  return out + 8;
}

inline void append_fixed64(std::string& out, std::uint64_t value) {
  char bytes[8];
  write_fixed64(bytes, value);
  out.append(bytes, sizeof bytes);
}

// The first 8 of `bytes`, which are there.
inline std::uint64_t read_fixed64(std::string_view bytes) {
  assert(bytes.size() >= 8);
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
  }
  return value;
}

}  // namespace tombola::storage
