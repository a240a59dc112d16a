// An event's row: stream:8 ingested:8 length of the stream's name:8, all big-endian, the name, the
// message.
#include "services/logs/log_event.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "services/logs/logs_limits.h"
#include "storage/layout.h"

namespace tombola::services::logs {
namespace {

namespace layout = storage::layout;

constexpr std::size_t id_digits = 56;
constexpr std::size_t id_digits_max = 58;  // 2^192
constexpr std::size_t integer_bytes = 8;

// A number of 192 bits, in pieces of 32, the lowest first: the event's number in the lowest two, its
// time, times 2^144, above the middle of the fifth.
using Wide = std::array<std::uint32_t, 6>;
constexpr unsigned time_shift_in_piece = 16;

// Divides and gives the remainder.
std::uint32_t divide(Wide& number, std::uint32_t by) {
  std::uint64_t rest = 0;
  for (std::size_t i = number.size(); i-- > 0;) {
    rest = rest << 32 | number[i];
    number[i] = static_cast<std::uint32_t>(rest / by);
    rest %= by;
  }
  return static_cast<std::uint32_t>(rest);
}

// False: it grows too large.
bool multiply_and_add(Wide& number, std::uint32_t factor, std::uint32_t added) {
  std::uint64_t carry = added;
  for (std::uint32_t& piece : number) {
    carry += static_cast<std::uint64_t>(piece) * factor;
    piece = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  return carry == 0;
}

}  // namespace

std::string event_id(const EventPlace& place) {
  const auto time = static_cast<std::uint64_t>(place.time_ms) << time_shift_in_piece;
  Wide number = {static_cast<std::uint32_t>(place.number),
                 static_cast<std::uint32_t>(place.number >> 32),
                 0,
                 0,
                 static_cast<std::uint32_t>(time),
                 static_cast<std::uint32_t>(time >> 32)};
  std::string digits(id_digits_max, '0');
  for (std::size_t i = digits.size(); i-- > 0;) {
    digits[i] = static_cast<char>('0' + divide(number, 10));
  }
  // From the year 2112 on they have more.
  return digits.substr(std::min(digits.find_first_not_of('0'), id_digits_max - id_digits));
}

std::optional<EventPlace> parse_event_id(std::string_view id) {
  if (id.size() < id_digits || id.size() > id_digits_max) {
    return std::nullopt;
  }
  Wide number{};
  for (const char digit : id) {
    if (digit < '0' || digit > '9' ||
        !multiply_and_add(number, 10, static_cast<std::uint32_t>(digit - '0'))) {
      return std::nullopt;
    }
  }
  const std::uint64_t time =
      (static_cast<std::uint64_t>(number[5]) << 32 | number[4]) >> time_shift_in_piece;
  return EventPlace{static_cast<std::int64_t>(time),
                    static_cast<std::uint64_t>(number[1]) << 32 | number[0]};
}

std::string event_to_row(std::uint64_t stream_id, const LogEvent& event) {
  std::string row;
  row.reserve(3 * integer_bytes + event.stream.size() + event.message.size());
  layout::append_big_endian(row, stream_id);
  layout::append_big_endian(row, static_cast<std::uint64_t>(event.ingested_ms));
  layout::append_big_endian(row, event.stream.size());
  return row.append(event.stream).append(event.message);
}

StoredEvent event_from_row(std::string_view row) {
  StoredEvent stored;
  stored.stream_id = layout::read_big_endian(row);
  stored.event.ingested_ms =
      static_cast<std::int64_t>(layout::read_big_endian(row.substr(integer_bytes)));
  const std::uint64_t name_size = layout::read_big_endian(row.substr(2 * integer_bytes));
  row.remove_prefix(3 * integer_bytes);
  stored.event.stream = row.substr(0, name_size);
  stored.event.message = row.substr(name_size);
  return stored;
}

std::size_t event_size_bytes(std::string_view message) {
  return message.size() + limits::event_overhead_bytes;
}

}  // namespace tombola::services::logs
