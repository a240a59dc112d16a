// S and B are described in the header. N:
//
//   zero      02
//   positive  03 exponent digits
//   negative  01 and the same bytes inverted
//
//   exponent  of the first significant digit, -130 to 125, plus 130: one byte
//   digits    two a byte, from the first significant one on, an odd last one followed by a 0. Each
//             byte is twice the pair (0 to 99), plus 1 if more follow.
//
// So 12345 is 03 86 19 45 64: 1.2345E4; pairs 12, 34, 50.
//
// Order: by sign; by exponent; then by digits, where a number that ends is below one that goes on
// with the same pair, since the last byte is even. (It cannot go on with zeros only: numbers are
// canonical.) Inverting turns the order round for negative numbers. The even byte also says where
// the number ends. At most 21 bytes.
#include "storage/key_encoding.h"

#include <cassert>
#include <stdexcept>

namespace tombola::storage {

namespace {

using dynamodb::AttributeType;
using dynamodb::AttributeValue;
using dynamodb::Number;

constexpr char escaped = '\0';
constexpr char zero_byte = '\xFF';   // after 00: a 00 of the value
constexpr char terminator = '\x01';  // after 00: the end

constexpr char negative_sign = '\x01';
constexpr char zero_sign = '\x02';
constexpr char positive_sign = '\x03';
constexpr int exponent_bias = 130;
constexpr std::size_t digit_pairs_max = 19;

[[noreturn]] void refuse() {
  throw std::runtime_error("a stored key has bytes that are no key");
}

void append_escaped(std::string& out, std::string_view bytes) {
  for (;;) {
    const std::size_t zero = bytes.find('\0');
    out.append(bytes.substr(0, zero));
    if (zero == std::string_view::npos) return;
    out.push_back(escaped);
    out.push_back(zero_byte);
    bytes.remove_prefix(zero + 1);
  }
}

std::string take_escaped(std::string_view& bytes) {
  std::string value;
  for (;;) {
    const std::size_t zero = bytes.find(escaped);
    if (zero == std::string_view::npos || zero + 1 == bytes.size()) refuse();
    value.append(bytes.substr(0, zero));
    const char what = bytes[zero + 1];
    bytes.remove_prefix(zero + 2);
    if (what == terminator) return value;
    if (what != zero_byte) refuse();
    value.push_back('\0');
  }
}

std::string decimal_digits(dynamodb::Uint128 coefficient) {
  std::string digits;
  for (; coefficient != 0; coefficient /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(coefficient % 10)));
  }
  return digits;
}

void append_number(std::string& out, const Number& number) {
  if (number.is_zero()) {
    out.push_back(zero_sign);
    return;
  }
  std::string digits = decimal_digits(number.coefficient());
  const int exponent = number.exponent() + static_cast<int>(digits.size()) - 1;
  if (digits.size() % 2 != 0) digits.push_back('0');

  out.push_back(number.is_negative() ? negative_sign : positive_sign);
  const unsigned inversion = number.is_negative() ? 0xFF : 0;
  const auto append = [&](unsigned byte) { out.push_back(static_cast<char>(byte ^ inversion)); };
  append(static_cast<unsigned>(exponent + exponent_bias));
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const auto pair = static_cast<unsigned>((digits[i] - '0') * 10 + (digits[i + 1] - '0'));
    append(2 * pair + (i + 2 < digits.size() ? 1 : 0));
  }
}

Number take_number(std::string_view& bytes) {
  const auto take = [&bytes] {
    if (bytes.empty()) refuse();
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    return static_cast<unsigned>(byte);
  };
  const auto sign = static_cast<char>(take());
  if (sign == zero_sign) return Number();
  if (sign != negative_sign && sign != positive_sign) refuse();
  const unsigned inversion = sign == negative_sign ? 0xFF : 0;
  const int exponent = static_cast<int>(take() ^ inversion) - exponent_bias;

  std::string text = sign == negative_sign ? "-" : "";
  bool more = true;
  for (std::size_t count = 0; more; ++count) {
    const unsigned byte = take() ^ inversion;
    const unsigned pair = byte / 2;
    more = byte % 2 != 0;
    const bool canonical = pair <= 99 && (count > 0 || pair >= 10) && (more || pair > 0);
    if (!canonical || count == digit_pairs_max) refuse();
    text.push_back(static_cast<char>('0' + pair / 10));
    if (count == 0) text.push_back('.');
    text.push_back(static_cast<char>('0' + pair % 10));
  }
  return Number::parse(text + "E" + std::to_string(exponent));
}

}  // namespace

void append_key_value(std::string& out, const AttributeValue& value) {
  assert(value.is_key_type());
  if (value.type() == AttributeType::N) {
    append_number(out, value.as_number());
    return;
  }
  append_escaped(out, value.type() == AttributeType::S ? value.as_string() : value.as_binary());
  out.push_back(escaped);
  out.push_back(terminator);
}

void append_key_prefix(std::string& out, const AttributeValue& prefix) {
  assert(prefix.type() == AttributeType::S || prefix.type() == AttributeType::B);
  append_escaped(out, prefix.type() == AttributeType::S ? prefix.as_string() : prefix.as_binary());
}

AttributeValue take_key_value(std::string_view& bytes, AttributeType type) {
  switch (type) {
    case AttributeType::S:
      return take_escaped(bytes);
    case AttributeType::B:
      return dynamodb::Binary{take_escaped(bytes)};
    case AttributeType::N:
      return take_number(bytes);
    default:
      refuse();
  }
}

// FNV-1a, then the finaliser of MurmurHash3: FNV alone leaves the high bits of short keys nearly
// alike, and those are what scan segments and shards divide by. Stored in every item's key: it must
// never change.
std::uint64_t partition_hash(std::string_view encoded_hash_key) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : encoded_hash_key) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
  hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
  return hash ^ (hash >> 33);
}

}  // namespace tombola::storage
