#include "tests/dynamodb/model/digit_string.h"

#include <algorithm>
#include <utility>

namespace tombola::dynamodb {
namespace {

constexpr std::size_t integer_digits = 400;
constexpr std::size_t fraction_digits = 400;

// Of two strings of equal length.
std::string add_digits(const std::string& left, const std::string& right) {
  std::string sum(left.size(), '0');
  int carry = 0;
  for (std::size_t i = left.size(); i-- > 0;) {
    const int column = (left[i] - '0') + (right[i] - '0') + carry;
    sum[i] = static_cast<char>('0' + column % 10);
    carry = column / 10;
  }
  return sum;
}

// `left` is not the smaller one.
std::string subtract_digits(const std::string& left, const std::string& right) {
  std::string difference(left.size(), '0');
  int borrow = 0;
  for (std::size_t i = left.size(); i-- > 0;) {
    int column = (left[i] - '0') - (right[i] - '0') - borrow;
    borrow = column < 0 ? 1 : 0;
    column += 10 * borrow;
    difference[i] = static_cast<char>('0' + column);
  }
  return difference;
}

}  // namespace

DigitString::DigitString(const std::string& text) : digits_(integer_digits + fraction_digits, '0') {
  std::string mantissa = text;
  int exponent = 0;
  const std::size_t e = mantissa.find_first_of("eE");
  if (e != std::string::npos) {
    exponent = std::stoi(mantissa.substr(e + 1));
    mantissa.resize(e);
  }
  negative_ = mantissa.front() == '-';
  if (mantissa.front() == '-' || mantissa.front() == '+') {
    mantissa.erase(0, 1);
  }
  std::size_t point = mantissa.find('.');
  if (point == std::string::npos) {
    point = mantissa.size();
  } else {
    mantissa.erase(point, 1);
  }
  const int first = static_cast<int>(integer_digits) - static_cast<int>(point) - exponent;
  for (std::size_t i = 0; i < mantissa.size(); ++i) {
    if (mantissa[i] != '0') {
      digits_.at(static_cast<std::size_t>(first + static_cast<int>(i))) = mantissa[i];
    }
  }
  negative_ = negative_ && !is_zero();
}

bool DigitString::is_zero() const {
  return digits_.find_first_not_of('0') == std::string::npos;
}

int DigitString::significant_digits() const {
  return is_zero()
             ? 0
             : static_cast<int>(digits_.find_last_not_of('0') - digits_.find_first_not_of('0') + 1);
}

int DigitString::magnitude() const {
  return static_cast<int>(integer_digits) - 1 - static_cast<int>(digits_.find_first_not_of('0'));
}

std::string DigitString::canonical() const {
  std::string integer = digits_.substr(0, integer_digits);
  std::string fraction = digits_.substr(integer_digits);
  integer.erase(0, std::min(integer.find_first_not_of('0'), integer_digits - 1));
  fraction.resize(fraction.find_last_not_of('0') + 1);
  return (negative_ ? "-" : "") + integer + (fraction.empty() ? "" : "." + fraction);
}

int compare(const DigitString& left, const DigitString& right) {
  if (left.negative_ != right.negative_) {
    return left.negative_ ? -1 : 1;
  }
  const int order = left.digits_.compare(right.digits_);
  const int sign = order < 0 ? -1 : order > 0 ? 1 : 0;
  return left.negative_ ? -sign : sign;
}

DigitString add(const DigitString& left, const DigitString& right) {
  DigitString sum;
  if (left.negative_ == right.negative_) {
    sum.negative_ = left.negative_;
    sum.digits_ = add_digits(left.digits_, right.digits_);
  } else {
    const bool left_is_larger = left.digits_ >= right.digits_;
    const DigitString& larger = left_is_larger ? left : right;
    const DigitString& smaller = left_is_larger ? right : left;
    sum.negative_ = larger.negative_;
    sum.digits_ = subtract_digits(larger.digits_, smaller.digits_);
  }
  sum.negative_ = sum.negative_ && !sum.is_zero();
  return sum;
}

DigitString DigitString::negated() const {
  DigitString result = *this;
  result.negative_ = !negative_ && !is_zero();
  return result;
}

}  // namespace tombola::dynamodb
