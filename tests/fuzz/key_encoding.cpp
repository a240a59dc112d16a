// Two values of one key type, split from the input: the bytes of their encodings have the order of
// the values, and read back to them.
#include "storage/key_encoding.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "dynamodb/api_error.h"

using namespace tombola;
using dynamodb::AttributeType;
using dynamodb::AttributeValue;
using dynamodb::Binary;
using dynamodb::Number;

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

std::string encode(const AttributeValue& value) {
  std::string bytes;
  storage::append_key_value(bytes, value);
  std::string_view rest = bytes;
  const AttributeType type = value.type();
  require(storage::take_key_value(rest, type) == value && rest.empty());
  return bytes;
}

template <typename Value>
void check(const Value& left, const Value& right) {
  const std::string left_bytes = encode(AttributeValue(left));
  const std::string right_bytes = encode(AttributeValue(right));
  require((left < right) == (left_bytes < right_bytes));
  require((left == right) == (left_bytes == right_bytes));
}

void check_as(char kind, std::string_view left, std::string_view right) {
  if (kind == 'N') {
    check(Number::parse(left), Number::parse(right));
  } else if (kind == 'B') {
    check(Binary{std::string(left)}, Binary{std::string(right)});
  } else {
    check(std::string(left), std::string(right));
  }
}

// Bytes that nobody encoded: refused or read, never more.
void read_anything(std::string_view bytes) {
  for (const AttributeType type : {AttributeType::S, AttributeType::N, AttributeType::B}) {
    std::string_view rest = bytes;
    try {
      storage::take_key_value(rest, type);
    } catch (const std::runtime_error&) {
    }
  }
}

}  // namespace

// The first byte is the type, the rest is LEFT '|' RIGHT.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_anything(text);
  const std::size_t middle = std::min(text.find('|', 1), text.size());
  if (text.empty() || middle == text.size()) {
    return 0;
  }
  try {
    check_as(text.front(), text.substr(1, middle - 1), text.substr(middle + 1));
  } catch (const dynamodb::ApiError&) {
  }
  return 0;
}
