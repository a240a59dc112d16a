#include "storage/key_encoding.h"

#include <algorithm>
#include <random>
#include <set>
#include <stdexcept>

#include <catch2/catch.hpp>

using tombola::dynamodb::AttributeType;
using tombola::dynamodb::AttributeValue;
using tombola::dynamodb::Binary;
using tombola::dynamodb::Number;

namespace tombola::storage {

namespace {

using namespace std::string_literals;

std::string encode(const AttributeValue& value) {
  std::string bytes;
  append_key_value(bytes, value);
  return bytes;
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const unsigned char byte : bytes) {
    for (const int digit : {byte >> 4, byte & 15}) text.push_back("0123456789abcdef"[digit]);
  }
  return text;
}

AttributeValue decode(std::string_view bytes, AttributeType type) {
  AttributeValue value = take_key_value(bytes, type);
  REQUIRE(bytes.empty());
  return value;
}

int sign(std::strong_ordering order) {
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}
int sign(int order) {
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}
int compare_bytes(std::string_view left, std::string_view right) {
  return sign(left.compare(right));
}

// A decimal as its maker wrote it, to compare without Number: sign, digits, power of ten of the
// first digit.
struct Decimal {
  bool negative = false;
  std::string digits;  // the first and the last one not 0; empty: zero
  int exponent = 0;

  std::string text() const {
    if (digits.empty()) return "0";
    return (negative ? "-" : "") + digits.substr(0, 1) + "." + digits.substr(1) + "E" +
           std::to_string(exponent);
  }
  Number number() const { return Number::parse(text()); }

  // As digits at fixed places: order of text is order of magnitude.
  std::string fixed() const {
    std::string places(130 + 126 + 38, '0');
    std::copy(digits.begin(), digits.end(), places.begin() + (125 - exponent));
    return places;
  }
  static int compare(const Decimal& left, const Decimal& right) {
    const auto side = [](const Decimal& d) { return d.digits.empty() ? 0 : d.negative ? -1 : 1; };
    if (side(left) != side(right)) return side(left) < side(right) ? -1 : 1;
    const int magnitude = sign(left.fixed().compare(right.fixed()));
    return left.negative ? -magnitude : magnitude;
  }
};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int between(int low, int high) { return std::uniform_int_distribution(low, high)(engine_); }

  Decimal decimal() {
    Decimal decimal;
    if (between(0, 20) == 0) return decimal;
    decimal.negative = between(0, 1) == 0;
    const int size = between(0, 2) == 0 ? between(1, 3) : between(1, 38);
    for (int i = 0; i < size; ++i) decimal.digits.push_back(digit(i == 0 || i == size - 1));
    const int range = between(0, 2);
    decimal.exponent = range == 0   ? between(-130, 125)
                       : range == 1 ? between(-2, 2)
                                    : (between(0, 1) == 0 ? -130 : 125);
    return decimal;
  }

  // The same with a little change, so that many comparisons are decided late.
  Decimal near(Decimal decimal) {
    if (decimal.digits.empty()) return this->decimal();
    switch (between(0, 5)) {
      case 0:
        decimal.negative = !decimal.negative;
        break;
      case 1:
        decimal.digits[static_cast<std::size_t>(
            between(0, static_cast<int>(decimal.digits.size()) - 1))] = digit(true);
        break;
      case 2:
        if (decimal.digits.size() < 38) decimal.digits.push_back(digit(true));
        break;
      case 3:
        decimal.digits.pop_back();
        while (!decimal.digits.empty() && decimal.digits.back() == '0') decimal.digits.pop_back();
        break;
      case 4:
        decimal.exponent = std::clamp(decimal.exponent + between(-1, 1), -130, 125);
        break;
      default:
        break;
    }
    if (decimal.digits.empty()) return {};
    return decimal;
  }

  // Few letters, many of them the ones that are escaped or escape.
  std::string bytes() {
    static constexpr char letters[] = {'\0', '\x01', '\xFF', 'a', 'b', '\xFE'};
    std::string text;
    for (int size = between(0, 6); size > 0; --size) text.push_back(letters[between(0, 5)]);
    return text;
  }

 private:
  char digit(bool not_zero) { return static_cast<char>('0' + between(not_zero ? 1 : 0, 9)); }
  std::mt19937 engine_;
};

}  // namespace

TEST_CASE("encodings are the stored bytes and stay as they are", "[key_encoding]") {
  CHECK(hex(encode("abc")) == "6162630001");
  CHECK(hex(encode("a\0b"s)) == "6100ff620001");
  CHECK(hex(encode(Binary{"\0\xFF"s})) == "00ffff0001");
  CHECK(hex(encode("")) == "0001");
  const auto number = [](const char* text) { return hex(encode(Number::parse(text))); };
  CHECK(number("0") == "02");
  CHECK(number("1") == "038214");
  CHECK(number("12345") == "0386194564");
  CHECK(number("-12345") == "0179e6ba9b");
  CHECK(number("0.5") == "038164");
  CHECK(number("1E-130") == "030014");
  CHECK(number("9E125") == "03ffb4");
  CHECK(number("-9E125") == "01004b");
  CHECK(encode(Number::parse("12345678901234567890123456789012345678")).size() == 21);
}

TEST_CASE("numbers sort as they compare", "[key_encoding]") {
  const std::vector<std::string> ascending = {"-9.9999999999999999999999999999999999999E125",
                                              "-1E125",
                                              "-100",
                                              "-99.5",
                                              "-99",
                                              "-10",
                                              "-9.01",
                                              "-9",
                                              "-1.1",
                                              "-1.01",
                                              "-1",
                                              "-0.5",
                                              "-0.1",
                                              "-0.09",
                                              "-1E-130",
                                              "0",
                                              "1E-130",
                                              "1.1E-130",
                                              "0.09",
                                              "0.1",
                                              "0.11",
                                              "0.5",
                                              "1",
                                              "1.0000000000000000000000000000000000001",
                                              "1.01",
                                              "1.1",
                                              "9",
                                              "9.01",
                                              "10",
                                              "11",
                                              "99",
                                              "99.5",
                                              "100",
                                              "101",
                                              "1000",
                                              "1E125",
                                              "9.9999999999999999999999999999999999999E125"};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      INFO(ascending[i] << " and " << ascending[j]);
      const std::string left = encode(Number::parse(ascending[i]));
      const std::string right = encode(Number::parse(ascending[j]));
      CHECK(compare_bytes(left, right) == (i < j ? -1 : i > j ? 1 : 0));
    }
  }
}

TEST_CASE("random numbers sort as they compare, read back, and none begins another",
          "[key_encoding]") {
  const unsigned seed = Catch::rngSeed();
  INFO("seed " << seed);
  Random random(seed);
  for (int i = 0; i < 20'000; ++i) {
    const Decimal left = random.decimal();
    const Decimal right = random.between(0, 3) == 0 ? random.decimal() : random.near(left);
    INFO(left.text() << " and " << right.text());
    const std::string left_bytes = encode(left.number());
    const std::string right_bytes = encode(right.number());
    const int order = compare_bytes(left_bytes, right_bytes);
    REQUIRE(order == Decimal::compare(left, right));
    REQUIRE(order == sign(left.number() <=> right.number()));
    REQUIRE((decode(left_bytes, AttributeType::N) == AttributeValue(left.number())));
    REQUIRE(left_bytes.size() <= 21);
    if (order != 0) {
      REQUIRE_FALSE(left_bytes.starts_with(right_bytes));
      REQUIRE_FALSE(right_bytes.starts_with(left_bytes));
    }
  }
}

TEST_CASE("random strings and binaries sort as their bytes, read back, and none begins another",
          "[key_encoding]") {
  const unsigned seed = Catch::rngSeed();
  INFO("seed " << seed);
  Random random(seed);
  for (int i = 0; i < 20'000; ++i) {
    const std::string left = random.bytes();
    const std::string right = random.bytes();
    INFO(hex(left) << " and " << hex(right));
    const std::string left_bytes = encode(left);
    const std::string right_bytes = encode(right);
    REQUIRE(encode(Binary{left}) == left_bytes);
    REQUIRE(compare_bytes(left_bytes, right_bytes) == sign(left.compare(right)));
    REQUIRE((decode(left_bytes, AttributeType::S) == AttributeValue(left)));
    REQUIRE((decode(left_bytes, AttributeType::B) == AttributeValue(Binary{left})));
    if (left != right) {
      REQUIRE_FALSE(left_bytes.starts_with(right_bytes));
      REQUIRE_FALSE(right_bytes.starts_with(left_bytes));
    }
    // begins_with is a range of bytes.
    std::string prefix;
    append_key_prefix(prefix, Binary{right});
    REQUIRE(left_bytes.starts_with(prefix) == left.starts_with(right));
  }
}

TEST_CASE("composite keys sort by their parts, and are taken apart again", "[key_encoding]") {
  const unsigned seed = Catch::rngSeed();
  INFO("seed " << seed);
  Random random(seed);
  for (int i = 0; i < 20'000; ++i) {
    const Decimal left_number = random.decimal();
    const Decimal right_number = random.between(0, 1) == 0 ? left_number : random.near(left_number);
    const std::string left_text = random.bytes();
    const std::string right_text = random.between(0, 1) == 0 ? left_text : random.bytes();
    const std::string left_tail = random.bytes();
    const std::string right_tail = random.bytes();
    const int numbers = Decimal::compare(left_number, right_number);
    const int texts = sign(left_text.compare(right_text));
    const int tails = sign(left_tail.compare(right_tail));

    const std::string left = encode(left_number.number()) + encode(left_text) + left_tail;
    const std::string right = encode(right_number.number()) + encode(right_text) + right_tail;
    INFO(hex(left) << " and " << hex(right));
    REQUIRE(compare_bytes(left, right) == (numbers != 0 ? numbers : texts != 0 ? texts : tails));
    const std::string other_left = encode(left_text) + encode(left_number.number()) + left_tail;
    const std::string other_right = encode(right_text) + encode(right_number.number()) + right_tail;
    REQUIRE(compare_bytes(other_left, other_right) == (texts != 0     ? texts
                                                       : numbers != 0 ? numbers
                                                                      : tails));

    std::string_view rest = left;
    REQUIRE((take_key_value(rest, AttributeType::N) == AttributeValue(left_number.number())));
    REQUIRE((take_key_value(rest, AttributeType::S) == AttributeValue(left_text)));
    REQUIRE(rest == left_tail);
  }
}

TEST_CASE("bytes that are no key are refused", "[key_encoding]") {
  const auto refused = [](const std::string& bytes, AttributeType type) {
    std::string_view rest = bytes;
    INFO(hex(bytes));
    CHECK_THROWS_AS(take_key_value(rest, type), std::runtime_error);
  };
  for (const AttributeType type : {AttributeType::S, AttributeType::B}) {
    for (const std::string& bytes : {""s, "abc"s, "abc\0"s, "abc\0\x02"s, "a\0\xFF"s}) {
      refused(bytes, type);
    }
  }
  for (const std::string& bytes : {
           ""s,
           "\0"s,
           "\x04"s,
           "\x03"s,
           "\x03\x82"s,
           "\x03\x82\x15"s,                                 // more digits announced than there are
           "\x03\x82\x12"s,                                 // 0.9: the first digit is 0
           "\x03\x82\x15\0"s,                               // 1.000: ends in zeros
           "\x03\x82\xC8"s,                                 // a pair of 100
           "\x03\x82"s + std::string(19, '\x15') + "\x14",  // 40 digits
           "\x01\x7D"s,
       }) {
    refused(bytes, AttributeType::N);
  }
  refused("\x02"s, AttributeType::BOOL);

  // Whatever is cut off a number or a string is missed.
  for (const auto& value : {AttributeValue(Number::parse("-123.456")), AttributeValue("text")}) {
    const std::string whole = encode(value);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      refused(whole.substr(0, size), value.type());
    }
  }
}

TEST_CASE("the partition hash is what it always was", "[key_encoding]") {
  CHECK(partition_hash("") == 0xefd01f60ba992926);
  CHECK(partition_hash("a") == 0x82a2a958a9bece5b);
  CHECK(partition_hash(encode("user-1")) == 0xc87fca538e92d4bd);
}

TEST_CASE("the partition hash spreads similar keys over its whole range", "[key_encoding]") {
  constexpr int count = 64'000;
  std::vector<int> segments(64);
  std::set<std::uint64_t> hashes;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t hash = partition_hash(encode(Number(i)));
    ++segments[hash >> 58];
    hashes.insert(hash);
  }
  CHECK(hashes.size() == count);
  for (const int size : segments) {
    CHECK(size > count / 64 / 2);
    CHECK(size < count / 64 * 2);
  }
}

}  // namespace tombola::storage
