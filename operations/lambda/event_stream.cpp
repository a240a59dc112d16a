// A message: length of all:4 length of the headers:4 CRC-32 of these eight bytes:4 headers payload
// CRC-32 of everything before it:4. A header: length of its name:1 name 7 (a string) length of its
// value:2 value. All big-endian.
#include "operations/lambda/event_stream.h"

#include <cstdint>

#include "services/digest.h"

namespace tombola::operations::lambda {
namespace {

constexpr std::size_t prelude_bytes = 12;
constexpr std::size_t checksum_bytes = 4;
constexpr char type_string = 7;

void append_integer(std::string& out, std::size_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift & 0xff));
  }
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  append_integer(out, name.size(), 1);
  out.append(name).push_back(type_string);
  append_integer(out, value.size(), 2);
  out.append(value);
}

}  // namespace

std::string event_stream_message(std::string_view event_type, std::string_view content_type,
                                 std::string_view payload) {
  std::string headers;
  append_header(headers, ":event-type", event_type);
  append_header(headers, ":content-type", content_type);
  append_header(headers, ":message-type", "event");
  std::string message;
  append_integer(message, prelude_bytes + headers.size() + payload.size() + checksum_bytes, 4);
  append_integer(message, headers.size(), 4);
  message += services::checksum("CRC32", message).value();
  message.append(headers).append(payload);
  return message + services::checksum("CRC32", message).value();
}

}  // namespace tombola::operations::lambda
