// Decimal arithmetic by hand on strings of digits: slow, obvious, and nothing like number.cpp,
// which is what makes it a witness.
#pragma once

#include <string>

namespace tombola::dynamodb {

class DigitString {
 public:
  // `text` has a number's form and an exponent of at most a few hundred.
  explicit DigitString(const std::string& text);

  bool is_zero() const;
  // Between the first and the last digit that is not zero.
  int significant_digits() const;
  // Decimal exponent of the first digit that is not zero.
  int magnitude() const;
  std::string canonical() const;

  // -1, 0, 1
  friend int compare(const DigitString& left, const DigitString& right);
  friend DigitString add(const DigitString& left, const DigitString& right);
  DigitString negated() const;

 private:
  DigitString() = default;

  // Fixed point: integer_digits before the point, the rest behind it.
  bool negative_ = false;
  std::string digits_;
};

}  // namespace tombola::dynamodb
