// N: an exact decimal of up to 38 significant digits, 1E-130 to 9.99...E+125 in magnitude, and
// zero. Always canonical: no trailing zeros in the coefficient, and no negative zero, so that equal
// values are equal objects and print alike.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tombola::dynamodb {

__extension__ typedef unsigned __int128 Uint128;

// DynamoDB reads numbers in two ways that differ in their answers to absurd input only. Which one
// an operation uses follows from its layer (attribute_json.h).
enum class NumberReading {
  // The exponent is read in full.
  Current,
  // As Java's BigDecimal does: no exponents past 32 bits, and the largest wrap to an underflow.
  Older,
};

class Number {
 public:
  Number() = default;  // zero
  explicit Number(std::int64_t value);

  // sign? digits[.digits] ([eE] sign? digits)?; accepts `+5`, `5.`, `.5`, `00042`. Linear in the
  // length of the text. Throws ApiError::validation with the sentence bare:
  //   The parameter cannot be converted to a numeric value: <text>
  //   Number overflow. Attempting to store a number with magnitude larger than supported range
  //   Number underflow. Attempting to store a number with magnitude smaller than supported range
  //   Attempting to store more than 38 significant digits in a Number
  // (Of an empty text the older reading ends before the colon.) Zero is held to the range by the
  // place of its last written digit: `0e126` overflows, `0.0e126` does not.
  static Number parse(std::string_view text, NumberReading reading = NumberReading::Current);

  // Canonical print: no exponent, no needless zeros: "0", "-1.5", "1000...".
  std::string to_string() const;
  void append_to(std::string& out) const;

  // What the number weighs in an item: 1 + ceil(integer significant digits / 2) +
  // ceil(fraction significant digits / 2) + 1 if negative, zeros at both ends trimmed.
  // 3.14159 = 5, 123456 = 4, 1E125 = 2, -42 = 3, 0 = 1.
  std::size_t size_bytes() const;

  bool is_zero() const { return coefficient_ == 0; }
  bool is_negative() const { return negative_; }
  // Magnitude = coefficient * 10^exponent; the coefficient does not end in a zero digit.
  Uint128 coefficient() const { return coefficient_; }
  int exponent() const { return exponent_; }
  // Number of significant digits, 1 to 38 (0 for zero).
  int digits() const;

  // Exact. A result of more than 38 digits is refused, not rounded, and with the overflow sentence
  // (1E50 + 1 on AWS); so is one outside the range, with the over- or underflow sentence.
  friend Number operator+(const Number& left, const Number& right);
  friend Number operator-(const Number& left, const Number& right);
  Number operator-() const;

  bool operator==(const Number&) const = default;
  std::strong_ordering operator<=>(const Number& other) const;

 private:
  // Takes its arguments as they are: canonical.
  Number(bool negative, Uint128 coefficient, int exponent)
      : coefficient_(coefficient), exponent_(exponent), negative_(negative) {}

  Uint128 coefficient_ = 0;
  int exponent_ = 0;
  bool negative_ = false;
};

}  // namespace tombola::dynamodb
