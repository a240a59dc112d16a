// Number against arithmetic by hand on strings of digits.
#include <catch2/catch.hpp>

#include "dynamodb/model/number.h"
#include "tests/dynamodb/model/digit_string.h"
#include "tests/dynamodb/model/random_values.h"
#include "tests/dynamodb/model/refused.h"

namespace tombola::dynamodb {
namespace {

constexpr int rounds = 20'000;

// The refusal that the digits call for, or "(accepted)". A zero is held to the range by the place
// of its last written digit, so that only its text can tell.
std::string expected_verdict(const DigitString& value, const std::string& too_many_digits) {
  if (value.is_zero()) {
    return "(accepted)";
  }
  if (value.magnitude() > 125) {
    return validation(
        "Number overflow. Attempting to store a number with magnitude larger than supported range");
  }
  if (value.magnitude() < -130) {
    return validation(
        "Number underflow. Attempting to store a number with magnitude smaller than supported "
        "range");
  }
  return value.significant_digits() > 38 ? validation(too_many_digits) : "(accepted)";
}

TEST_CASE("random texts are parsed and printed as by hand") {
  const unsigned seed = random_seed();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  int accepted = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::string text = random_number_text(random);
    INFO(text);
    const DigitString value(text);
    if (value.is_zero()) {
      continue;
    }
    Number number;
    const std::string verdict = refusal_of([&] { number = Number::parse(text); });
    REQUIRE(
        verdict ==
        expected_verdict(value, "Attempting to store more than 38 significant digits in a Number"));
    if (verdict == "(accepted)") {
      ++accepted;
      REQUIRE(number.to_string() == value.canonical());
      REQUIRE(number.digits() == value.significant_digits());
      REQUIRE(Number::parse(number.to_string()) == number);
      REQUIRE(Number::parse(respelled(number.to_string(), random)) == number);
    }
  }
  CHECK(accepted > rounds / 2);
}

TEST_CASE("random numbers compare as by hand") {
  const unsigned seed = random_seed();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int i = 0; i < rounds; ++i) {
    const Number left = random_number(random);
    const Number right = random() % 4 == 0 ? -left : random_number(random);
    INFO(left.to_string() << " <=> " << right.to_string());
    const int order = compare(DigitString(left.to_string()), DigitString(right.to_string()));
    REQUIRE((left < right) == (order < 0));
    REQUIRE((left > right) == (order > 0));
    REQUIRE((left == right) == (order == 0));
    REQUIRE((left.to_string() == right.to_string()) == (order == 0));
  }
}

TEST_CASE("random sums and differences are those by hand, or refused") {
  const unsigned seed = random_seed();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  int exact = 0;
  for (int i = 0; i < rounds; ++i) {
    const Number left = random_number(random);
    const Number right = random_number(random);
    INFO(left.to_string() << " and " << right.to_string());
    const DigitString left_digits(left.to_string());
    const DigitString right_digits(right.to_string());
    for (const bool minus : {false, true}) {
      const DigitString expected = add(left_digits, minus ? right_digits.negated() : right_digits);
      Number result;
      const std::string verdict = refusal_of([&] { result = minus ? left - right : left + right; });
      REQUIRE(verdict == expected_verdict(expected,
                                          "Number overflow. Attempting to store a number with "
                                          "magnitude larger than supported range"));
      if (verdict == "(accepted)") {
        ++exact;
        REQUIRE(result.to_string() == expected.canonical());
        REQUIRE(result == Number::parse(expected.canonical()));
      }
    }
  }
  CHECK(exact > rounds / 4);
}

// Neighbours of 10^38 and 2^128, where the sum's integers are fullest.
TEST_CASE("sums near the width of the arithmetic are those by hand, or refused") {
  const unsigned seed = random_seed();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> edges = {
      "34028236692093846346337460743176821145", "34028236692093846346337460743176821146",
      "99999999999999999999999999999999999999", "1",
      "10000000000000000000000000000000000001", "33333333333333333333333333333333333333",
      "4028236692093846346337460743176821145"};
  for (int i = 0; i < rounds / 4; ++i) {
    const auto edge = [&] {
      return (random() % 2 == 0 ? "-" : "") + edges[random() % edges.size()] + "e" +
             std::to_string(static_cast<int>(random() % 42) - 2);
    };
    const Number left = Number::parse(edge());
    const Number right = Number::parse(edge());
    INFO(left.to_string() << " + " << right.to_string());
    const DigitString expected = add(DigitString(left.to_string()), DigitString(right.to_string()));
    Number result;
    const std::string verdict = refusal_of([&] { result = left + right; });
    REQUIRE(verdict == expected_verdict(expected,
                                        "Number overflow. Attempting to store a number with "
                                        "magnitude larger than supported range"));
    if (verdict == "(accepted)") {
      REQUIRE(result.to_string() == expected.canonical());
    }
  }
}

}  // namespace
}  // namespace tombola::dynamodb
