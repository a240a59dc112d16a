#include "triggers/runtimes/identifiers.h"

#include <array>
#include <cassert>
#include <ctime>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace tombola::triggers {

namespace {

std::tm utc(std::int64_t time_ms) {
  const std::time_t seconds = time_ms / 1000;
  std::tm fields{};
  gmtime_r(&seconds, &fields);
  return fields;
}

}  // namespace

std::string random_hex(std::size_t digits) {
  std::array<unsigned char, 16> bytes;
  assert(digits <= 2 * bytes.size());
  if (getentropy(bytes.data(), bytes.size()) != 0) {
    throw std::system_error(errno, std::generic_category(), "getentropy");
  }
  static constexpr std::string_view hex = "0123456789abcdef";
  std::string text(digits, '0');
  for (std::size_t i = 0; i < digits; ++i) {
    text[i] = hex[i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2] & 15];
  }
  return text;
}

std::string new_request_id() {
  std::string id = random_hex(32);
  id[12] = '4';
  id[16] = "89ab"[id[16] % 4];
  for (const std::size_t hyphen : {8, 13, 18, 23}) id.insert(hyphen, 1, '-');
  return id;
}

std::string new_log_stream(std::int64_t now_ms, std::string_view version) {
  const std::tm day = utc(now_ms);
  return fmt::format("{:04}/{:02}/{:02}/[{}]{}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday,
                     version, random_hex(32));
}

std::string new_trace_id(std::int64_t now_ms) {
  return fmt::format("Root=1-{:08x}-{};Parent={};Sampled=0", now_ms / 1000, random_hex(24),
                     random_hex(16));
}

std::string iso_time(std::int64_t time_ms) {
  const std::tm time = utc(time_ms);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", time.tm_year + 1900,
                     time.tm_mon + 1, time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec,
                     time_ms % 1000);
}

}  // namespace tombola::triggers
