// A number is coefficient * 10^exponent. 38 digits fit into 128 bits with a little to spare (2^128
// is 3.4E38), which is what the exact sum below leans on. "Magnitude" here is the decimal exponent
// of the leading digit: 0 for 1 to 9.99..., 125 at most.
#include "dynamodb/model/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

constexpr std::array<Uint128, limits::number_digits_max + 1> powers_of_ten = [] {
  std::array<Uint128, limits::number_digits_max + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) {
    powers[i] = powers[i - 1] * 10;
  }
  return powers;
}();

Uint128 power_of_ten(std::int64_t exponent) {
  return powers_of_ten[static_cast<std::size_t>(exponent)];
}

int count_digits(Uint128 value) {
  return static_cast<int>(std::upper_bound(powers_of_ten.begin(), powers_of_ten.end(), value) -
                          powers_of_ten.begin());
}

ApiError overflow() {
  return ApiError::validation(
      "Number overflow. Attempting to store a number with magnitude larger than supported range");
}

ApiError underflow() {
  return ApiError::validation(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range");
}

void check_magnitude(std::int64_t magnitude) {
  if (magnitude > limits::number_magnitude_max) {
    throw overflow();
  }
  if (magnitude < limits::number_magnitude_min) {
    throw underflow();
  }
}

// What the text says, before any limit is applied.
struct Literal {
  bool negative = false;
  Uint128 coefficient = 0;            // of the significant digits, while those are 38 or fewer
  std::int64_t significant = 0;       // from the first to the last digit that is not zero
  std::int64_t trailing_zeros = 0;    // behind those, or all digits if there are only zeros
  std::int64_t fraction_digits = 0;   // behind the point, zeros included
  std::int64_t written_exponent = 0;  // behind the e
};

// Reads from the left; every function takes what it knows and leaves the rest.
class LiteralReader {
 public:
  explicit LiteralReader(std::string_view text) : rest_(text) {}

  // False when the text is not a number.
  bool read() {
    literal_.negative = take_sign();
    const std::size_t integer_digits = take_digits();
    std::size_t fraction_digits = 0;
    if (take('.')) {
      fraction_digits = take_digits();
      literal_.fraction_digits = static_cast<std::int64_t>(fraction_digits);
    }
    if (integer_digits + fraction_digits == 0) {
      return false;
    }
    if ((take('e') || take('E')) && !take_exponent()) {
      return false;
    }
    return rest_.empty();
  }

  const Literal& literal() const { return literal_; }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  bool take(char wanted) {
    if (!rest_.starts_with(wanted)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  bool take_sign() {
    const bool negative = take('-');
    if (!negative) {
      take('+');
    }
    return negative;
  }

  std::size_t take_digits() {
    std::size_t count = 0;
    for (; count < rest_.size() && is_digit(rest_[count]); ++count) {
      add_digit(static_cast<unsigned>(rest_[count] - '0'));
    }
    rest_.remove_prefix(count);
    return count;
  }

  // Zeros are held back until a digit follows that makes them significant.
  void add_digit(unsigned digit) {
    if (digit == 0) {
      ++literal_.trailing_zeros;
      return;
    }
    const std::int64_t added = literal_.significant == 0 ? 1 : literal_.trailing_zeros + 1;
    literal_.significant += added;
    literal_.trailing_zeros = 0;
    if (literal_.significant <= limits::number_digits_max) {
      literal_.coefficient = literal_.coefficient * power_of_ten(added) + digit;
    }
  }

  // False when there are no digits, or more than 64 bits hold: DynamoDB then knows no number
  // (observed on AWS with 1e9223372036854775808, eu-west-2, October 2026).
  bool take_exponent() {
    const bool negative = take_sign();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc() ||
        value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return false;
    }
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    const auto exponent = static_cast<std::int64_t>(value);
    literal_.written_exponent = negative ? -exponent : exponent;
    return true;
  }

  std::string_view rest_;
  Literal literal_;
};

// Far outside every limit and far inside 64 bits, so that sums of positions cannot overflow.
constexpr std::int64_t absurd_exponent = 1'000'000'000'000'000;

// BigDecimal keeps the negated exponent of the last written digit as a 32-bit scale ...
bool fits_big_decimal(std::int64_t last_written) {
  constexpr std::int64_t int_max = std::numeric_limits<std::int32_t>::max();
  return -last_written <= int_max && -last_written >= -int_max - 1;
}

// ... and computes with 32 bits, too: 1e2147483647 is an underflow where it is used.
bool wraps_in_big_decimal(std::int64_t magnitude) {
  return magnitude + 1 > std::numeric_limits<std::int32_t>::max();
}

}  // namespace

Number::Number(std::int64_t value) {
  if (value == 0) {
    return;
  }
  negative_ = value < 0;
  const auto bits = static_cast<std::uint64_t>(value);
  std::uint64_t coefficient = negative_ ? 0 - bits : bits;
  for (; coefficient % 10 == 0; coefficient /= 10) {
    ++exponent_;
  }
  coefficient_ = coefficient;
}

Number Number::parse(std::string_view text, NumberReading reading) {
  LiteralReader reader(text);
  const auto not_numeric = [&] {
    std::string sentence = "The parameter cannot be converted to a numeric value";
    // Of an empty text the current reading prints the colon and the blank nevertheless.
    if (!text.empty() || reading == NumberReading::Current) {
      sentence.append(": ").append(text);
    }
    return ApiError::validation(std::move(sentence));
  };
  if (!reader.read()) {
    throw not_numeric();
  }

  const Literal& literal = reader.literal();
  const std::int64_t last_written =
      std::clamp(literal.written_exponent, -absurd_exponent, absurd_exponent) -
      literal.fraction_digits;
  const bool zero = literal.significant == 0;
  const std::int64_t exponent = zero ? last_written : last_written + literal.trailing_zeros;
  const std::int64_t magnitude = zero ? exponent : exponent + literal.significant - 1;
  if (reading == NumberReading::Older) {
    if (!fits_big_decimal(last_written)) {
      throw not_numeric();
    }
    if (wraps_in_big_decimal(magnitude)) {
      throw underflow();
    }
  }
  check_magnitude(magnitude);
  if (literal.significant > limits::number_digits_max) {
    throw ApiError::validation("Attempting to store more than 38 significant digits in a Number");
  }
  return zero ? Number()
              : Number(literal.negative, literal.coefficient, static_cast<int>(exponent));
}

std::string Number::to_string() const {
  std::string out;
  append_to(out);
  return out;
}

void Number::append_to(std::string& out) const {
  if (negative_) {
    out.push_back('-');
  }
  // to_chars knows 64 bits: two halves of up to 19 digits.
  constexpr int half_digits = 19;
  std::array<char, 2 * half_digits + 2> buffer;
  char* end = buffer.data();
  const auto print = [&](Uint128 half) {
    return std::to_chars(end, buffer.data() + buffer.size(), static_cast<std::uint64_t>(half)).ptr;
  };
  const Uint128 high = coefficient_ / power_of_ten(half_digits);
  const Uint128 low = coefficient_ % power_of_ten(half_digits);
  if (high != 0) {
    end = print(high);
    end = std::fill_n(end, half_digits - std::max(count_digits(low), 1), '0');
  }
  end = print(low);

  const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const int point = static_cast<int>(digits.size()) + exponent_;  // digits before the point
  if (exponent_ >= 0) {
    out.append(digits).append(static_cast<std::size_t>(exponent_), '0');
  } else if (point > 0) {
    const auto integer_digits = static_cast<std::size_t>(point);
    out.append(digits, 0, integer_digits).append(".").append(digits, integer_digits);
  } else {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  }
}

std::size_t Number::size_bytes() const {
  const auto pairs = [](int digit_count) {
    return static_cast<std::size_t>((digit_count + 1) / 2);
  };
  const int point = digits() + exponent_;  // digits before the point
  const std::size_t sign_and_head = negative_ ? 2 : 1;
  if (exponent_ >= 0 || point <= 0) {
    return sign_and_head + pairs(digits());
  }
  return sign_and_head + pairs(point) + pairs(-exponent_);
}

int Number::digits() const {
  return coefficient_ == 0 ? 0 : count_digits(coefficient_);
}

std::strong_ordering Number::operator<=>(const Number& other) const {
  if (negative_ != other.negative_) {
    return negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  const Number& left = negative_ ? other : *this;
  const Number& right = negative_ ? *this : other;
  if (left.is_zero() || right.is_zero()) {
    return left.digits() <=> right.digits();
  }
  const int left_magnitude = left.digits() + left.exponent_;
  const int right_magnitude = right.digits() + right.exponent_;
  if (left_magnitude != right_magnitude) {
    return left_magnitude <=> right_magnitude;
  }
  // Of equal magnitude: padded to one length, the digits compare as integers.
  const int shift = left.exponent_ - right.exponent_;
  const Uint128 left_digits = left.coefficient_ * power_of_ten(std::max(shift, 0));
  const Uint128 right_digits = right.coefficient_ * power_of_ten(std::max(-shift, 0));
  return left_digits <=> right_digits;
}

// Both coefficients are brought to the smaller exponent. Unless the exponents are alike, the sum
// then ends in a digit that is not zero, so that nothing can be trimmed from a sum that has grown
// past 38 digits: it is refused. Where the shifted coefficient would have 40 digits or more, so has
// the sum at least 39; where it or the sum merely passes 128 bits, likewise.
Number operator+(const Number& left, const Number& right) {
  if (left.is_zero() || right.is_zero()) {
    return left.is_zero() ? right : left;
  }
  const Number& high = left.exponent_ >= right.exponent_ ? left : right;
  const Number& low = left.exponent_ >= right.exponent_ ? right : left;
  const int shift = high.exponent_ - low.exponent_;
  if (high.digits() + shift > limits::number_digits_max + 1) {
    throw overflow();
  }

  Uint128 shifted = 0;
  Uint128 sum = 0;
  bool negative = high.negative_;
  if (__builtin_mul_overflow(high.coefficient_, power_of_ten(shift), &shifted)) {
    throw overflow();
  }
  if (high.negative_ == low.negative_) {
    if (__builtin_add_overflow(shifted, low.coefficient_, &sum)) {
      throw overflow();
    }
  } else if (shifted >= low.coefficient_) {
    sum = shifted - low.coefficient_;
  } else {
    sum = low.coefficient_ - shifted;
    negative = low.negative_;
  }
  if (sum == 0) {
    return Number();
  }

  int exponent = low.exponent_;
  for (; sum % 10 == 0; sum /= 10) {
    ++exponent;
  }
  const int digits = count_digits(sum);
  check_magnitude(exponent + digits - 1);
  if (digits > limits::number_digits_max) {
    throw overflow();
  }
  return Number(negative, sum, exponent);
}

Number operator-(const Number& left, const Number& right) {
  return left + -right;
}

Number Number::operator-() const {
  return Number(!negative_ && !is_zero(), coefficient_, exponent_);
}

}  // namespace tombola::dynamodb
