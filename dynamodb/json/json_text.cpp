#include "dynamodb/json/json_text.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace tombola::dynamodb {
namespace {

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t not_base64 = 0xff;

constexpr std::array<std::uint8_t, 256> base64_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(not_base64);
  for (std::size_t i = 0; i < base64_alphabet.size(); ++i) {
    values[static_cast<unsigned char>(base64_alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

bool needs_escape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// The same of eight bytes at once, whether any of them does (Warren, Hacker's Delight, 6-1: x - low
// borrows into the top bit of a byte that is too small).
bool any_needs_escape(std::uint64_t bytes) {
  constexpr std::uint64_t low = 0x0101010101010101;
  constexpr std::uint64_t top = low << 7;
  const auto below = [](std::uint64_t x, std::uint64_t limit) { return (x - low * limit) & ~x; };
  return ((below(bytes, 0x20) | below(bytes ^ low * '"', 1) | below(bytes ^ low * '\\', 1)) &
          top) != 0;
}

// From `from` on; the end of the text: none.
std::size_t find_escape(std::string_view text, std::size_t from) {
  std::uint64_t bytes = 0;
  while (from + sizeof bytes <= text.size()) {
    std::memcpy(&bytes, text.data() + from, sizeof bytes);
    if (any_needs_escape(bytes)) {
      break;
    }
    from += sizeof bytes;
  }
  while (from < text.size() && !needs_escape(text[from])) {
    ++from;
  }
  return from;
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
    case '"':
      out.append("\\\"");
      return;
    case '\\':
      out.append("\\\\");
      return;
    case '\b':
      out.append("\\b");
      return;
    case '\f':
      out.append("\\f");
      return;
    case '\n':
      out.append("\\n");
      return;
    case '\r':
      out.append("\\r");
      return;
    case '\t':
      out.append("\\t");
      return;
    default:
      out.append("\\u00");
      out.push_back(hex[static_cast<unsigned char>(c) >> 4]);
      out.push_back(hex[static_cast<unsigned char>(c) & 0xf]);
  }
}

std::uint32_t byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

// The first `count` of the four characters that stand for three bytes.
void append_sextets(std::string& out, std::uint32_t three_bytes, std::size_t count) {
  const std::array<char, 4> characters = {
      base64_alphabet[three_bytes >> 18],
      base64_alphabet[(three_bytes >> 12) & 0x3f],
      base64_alphabet[(three_bytes >> 6) & 0x3f],
      base64_alphabet[three_bytes & 0x3f],
  };
  out.append(characters.data(), count);
}

// Six bits, or not_base64 with bits above them.
std::uint32_t sextet_at(std::string_view text, std::size_t i) {
  return base64_values[static_cast<unsigned char>(text[i])];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t done = 0;
  for (std::size_t at = find_escape(text, 0); at < text.size(); at = find_escape(text, done)) {
    out.append(text, done, at - done);
    append_escape(out, text[at]);
    done = at + 1;
  }
  out.append(text, done);
  out.push_back('"');
}

std::string json_string(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_json_string(out, text);
  return out;
}

void append_base64(std::string& out, std::string_view bytes) {
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    append_sextets(out,
                   byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2), 4);
  }
  if (bytes.size() - i == 1) {
    append_sextets(out, byte_at(bytes, i) << 16, 2);
    out.append("==");
  } else if (bytes.size() - i == 2) {
    append_sextets(out, byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8, 3);
    out.push_back('=');
  }
}

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  append_base64(out, bytes);
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  if (text.ends_with("==")) {
    text.remove_suffix(2);
  } else if (text.ends_with('=')) {
    text.remove_suffix(1);
  }

  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::size_t i = 0;
  for (; i + 4 <= text.size(); i += 4) {
    const std::uint32_t a = sextet_at(text, i);
    const std::uint32_t b = sextet_at(text, i + 1);
    const std::uint32_t c = sextet_at(text, i + 2);
    const std::uint32_t d = sextet_at(text, i + 3);
    if ((a | b | c | d) > 0x3f) {
      return std::nullopt;
    }
    bytes.push_back(static_cast<char>(a << 2 | b >> 4));
    bytes.push_back(static_cast<char>((b << 4 | c >> 2) & 0xff));
    bytes.push_back(static_cast<char>((c << 6 | d) & 0xff));
  }
  const std::size_t rest = text.size() - i;  // 0, 2 or 3 characters stood before the padding
  if (rest != 0) {
    const std::uint32_t a = sextet_at(text, i);
    const std::uint32_t b = sextet_at(text, i + 1);
    const std::uint32_t c = rest == 3 ? sextet_at(text, i + 2) : 0;
    const std::uint32_t unused_bits = rest == 3 ? c & 0x3 : b & 0xf;
    if ((a | b | c) > 0x3f || unused_bits != 0) {
      return std::nullopt;
    }
    bytes.push_back(static_cast<char>(a << 2 | b >> 4));
    if (rest == 3) {
      bytes.push_back(static_cast<char>((b << 4 | c >> 2) & 0xff));
    }
  }
  return bytes;
}

}  // namespace tombola::dynamodb
