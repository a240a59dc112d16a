// What keys of rows are put together from. For layout*.cpp alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/layout.h"

namespace tombola::storage::layout {

// Most keys are no longer: they take their memory once.
inline constexpr std::size_t usual_key_bytes = 64;

inline std::string key_of(char kind) {
  std::string key;
  key.reserve(usual_key_bytes);
  key.push_back(kind);
  return key;
}

inline void append_name(std::string& out, std::string_view name) {
  out.append(name);
  out.push_back('\0');
}

inline std::string in_namespace(char kind, const dynamodb::Namespace& name_space) {
  std::string key = key_of(kind);
  append_name(key, name_space.account);
  append_name(key, name_space.region);
  return key;
}

inline std::string of_table(char kind, std::uint64_t table_or_stream) {
  std::string key = key_of(kind);
  append_big_endian(key, table_or_stream);
  return key;
}

inline std::string of_service(char kind, const dynamodb::Namespace& name_space) {
  return "w" + in_namespace(kind, name_space);
}

inline std::string of_service(char kind, std::uint64_t id) {
  return "w" + of_table(kind, id);
}

inline std::string with_index(std::string key, dynamodb::IndexId index) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>((index >> shift) & 0xff));
  }
  return key;
}

}  // namespace tombola::storage::layout
