// Counters as bytes: rows and bytes, as fixed64.h writes integers.
#pragma once

#include <string>
#include <string_view>

#include "storage/engine/engine.h"
#include "storage/engine/fixed64.h"

namespace tombola::storage {

inline std::string encode_counter(const Counter& counter) {
  std::string out;
  append_fixed64(out, static_cast<std::uint64_t>(counter.rows));
  append_fixed64(out, static_cast<std::uint64_t>(counter.bytes));
  return out;
}

// Of earlier versions, a counter was one number; those that keep their key were bytes.
inline Counter decode_counter(std::string_view encoded) {
  const auto first = static_cast<std::int64_t>(read_fixed64(encoded));
  if (encoded.size() == 8) return {0, first};
  return {first, static_cast<std::int64_t>(read_fixed64(encoded.substr(8)))};
}

}  // namespace tombola::storage
