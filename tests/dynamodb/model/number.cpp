// Sources: "observed" is AWS in eu-west-2, August to October 2026; "reported" is an answer of AWS
// that others have published without place and day.
#include "dynamodb/model/number.h"

#include <limits>

#include <catch2/catch.hpp>

#include "tests/dynamodb/model/refused.h"

namespace tombola::dynamodb {
namespace {

const std::string overflow = validation(
    "Number overflow. Attempting to store a number with magnitude larger than supported range");
const std::string underflow = validation(
    "Number underflow. Attempting to store a number with magnitude smaller than supported range");
const std::string too_precise =
    validation("Attempting to store more than 38 significant digits in a Number");

std::string not_numeric(const std::string& text) {
  return validation("The parameter cannot be converted to a numeric value: " + text);
}

std::string refusal(const std::string& text, NumberReading reading = NumberReading::Current) {
  return refusal_of([&] { Number::parse(text, reading); });
}

TEST_CASE("a number is printed canonically, however it was written") {
  const std::string nines(38, '9');
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"1", "1"},
      {"-5", "-5"},
      {"0", "0"},
      {"100", "100"},
      // reported
      {"007", "7"},
      {"001.23", "1.23"},
      {"00", "0"},
      {"+3", "3"},
      {"+0", "0"},
      {"1.0", "1"},
      {"1.10", "1.1"},
      {"100.000", "100"},
      {"0.0", "0"},
      {"1e3", "1000"},
      {"1E+3", "1000"},
      {"-3e2", "-300"},
      {"1.23e4", "12300"},
      {"1e-3", "0.001"},
      {"123e-2", "1.23"},
      {"1.0e-1", "0.1"},
      {"-0", "0"},
      {"-0.0", "0"},
      {"0e5", "0"},
      {"0.0e3", "0"},
      {"0e-5", "0"},
      {".5", "0.5"},
      {"-.5", "-0.5"},
      {"9.9e10", "99000000000"},
      {"1e-20", "0.00000000000000000001"},
      {"-273.15", "-273.15"},
      // observed
      {"0042.1200", "42.12"},
      {"1E125", "1" + std::string(125, '0')},
      {"0e125", "0"},
      {"0.0e126", "0"},
      // Limits: "Supported data types and naming rules".
      {"1E-130", "0." + std::string(129, '0') + "1"},
      {"-1E-130", "-0." + std::string(129, '0') + "1"},
      {"9.9999999999999999999999999999999999999E+125", nines + std::string(88, '0')},
      {"-9.9999999999999999999999999999999999999E+125", "-" + nines + std::string(88, '0')},
      {"9.9999999999999999999999999999999999999E-130", "0." + std::string(129, '0') + nines},
      {"5.", "5"},
      {"00042", "42"},
      {"0.1e126", "1" + std::string(125, '0')},
      {"10e-131", "0." + std::string(129, '0') + "1"},
      {"10000000000000000001", "10000000000000000001"},
      {"100000000000000000000000000000000000.01", "100000000000000000000000000000000000.01"},
      {"9223372036854775807", "9223372036854775807"},
      {"1e0000000000000000000000000000000000001", "10"},
  };
  for (const auto& [text, canonical] : cases) {
    INFO(text);
    const Number number = Number::parse(text);
    CHECK(number.to_string() == canonical);
    CHECK(Number::parse(canonical) == number);
    CHECK(Number::parse(text, NumberReading::Older) == number);
  }
}

TEST_CASE("a number is printed behind what is there") {
  std::string out = "N=";
  Number::parse("-1.50").append_to(out);
  CHECK(out == "N=-1.5");
}

TEST_CASE("text that is not a number is refused with the text") {
  for (const std::string text :
       {"abc",  "1.2.3", "",    " 1",  "1 ",   "0x10",  "1e",   "NaN",   "Infinity",  // observed
        "-NaN", "dog",                                                                // reported
        ".",    "-",     "+",   "e5",  "-e5",  ".e5",   "1e+",  "1e-",   "1e1.5",    "1_000",
        "1,5",  "--1",   "+-1", "-+1", "1-",   "1e--1", "1.5.", "1e5 ",  "\xd9\xa1", "1\n",
        "0x",   "1f",    "inf", "1e ", "1 e5", "..",    "1ee5", "1e+-5", "-.",       "1..2"}) {
    INFO(text);
    CHECK(refusal(text) == not_numeric(text));
  }
  CHECK(refusal(std::string("1\0", 2)) == not_numeric(std::string("1\0", 2)));
}

TEST_CASE("the older reading leaves the colon out for an empty number") {
  // observed: GetItem and BatchWriteItem differ in this
  CHECK(refusal("") == not_numeric(""));
  CHECK(refusal("", NumberReading::Older) ==
        validation("The parameter cannot be converted to a numeric value"));
  CHECK(refusal("abc", NumberReading::Older) == not_numeric("abc"));
}

TEST_CASE("a number outside the range overflows or underflows") {
  for (const std::string text : {"1e126", "-1e126", "11e125", "1e99999999999", "-1e99999999999",
                                 "1e2147483648", "1e2147483647", "1e100000000", "0e126", "-0e126",
                                 "1e999999999999", "1e9223372036854775807", "00e126", "0.0e127"}) {
    INFO(text);
    CHECK(refusal(text) == overflow);
  }
  for (const std::string text : {"1e-131", "-1e-131", "0.9e-130", "1e-99999999999", "1e-2147483648",
                                 "0e-131", "0.0e-130", "-0e-131", "1e-9223372036854775807"}) {
    INFO(text);
    CHECK(refusal(text) == underflow);
  }
}

TEST_CASE("an exponent past 64 bits makes no number") {
  // observed with 1e9223372036854775808
  for (const std::string text : {"1e9223372036854775808", "1e-9223372036854775809",
                                 "0e99999999999999999999999999", "1e18446744073709551616"}) {
    INFO(text);
    CHECK(refusal(text) == not_numeric(text));
  }
}

TEST_CASE("the older reading wraps at 32 bits") {
  // observed: BatchWriteItem answers 1e2147483647 with an underflow and 1e126 with an overflow. The
  // others follow from BigDecimal's 32-bit scale.
  CHECK(refusal("1e2147483647", NumberReading::Older) == underflow);
  CHECK(refusal("1e126", NumberReading::Older) == overflow);
  CHECK(refusal("1e2147483646", NumberReading::Older) == overflow);
  CHECK(refusal("10e2147483646", NumberReading::Older) == underflow);
  CHECK(refusal("1e2147483648", NumberReading::Older) == underflow);
  CHECK(refusal("1e2147483649", NumberReading::Older) == not_numeric("1e2147483649"));
  CHECK(refusal("1e-2147483647", NumberReading::Older) == underflow);
  CHECK(refusal("1e-2147483648", NumberReading::Older) == not_numeric("1e-2147483648"));
  CHECK(refusal("0.1e-2147483647", NumberReading::Older) == not_numeric("0.1e-2147483647"));
}

TEST_CASE("a number has at most 38 significant digits") {
  const std::string digits38 = "12345678901234567890123456789012345678";
  CHECK(Number::parse(digits38).to_string() == digits38);
  CHECK(Number::parse("000" + digits38 + "000").digits() == 38);
  CHECK(Number::parse("0.000" + digits38 + "000").digits() == 38);
  const std::vector<std::string> texts = {
      digits38 + "9", "1234567890123456789012345678901234567890",
      // reported
      "3.14159265358979323846264338327950288419", "314159265358979323846.264338327950288419",
      "314159265358979323846264338327950288419e30",
      // an inner zero counts, those at both ends do not
      "1" + std::string(37, '0') + "1", "0." + digits38 + "0001", "-" + digits38 + ".5",
      std::string(39, '9')};
  for (const std::string& text : texts) {
    INFO(text);
    CHECK(refusal(text) == too_precise);
  }
}

TEST_CASE("very long texts are read in one pass and refused or accepted for what they say") {
  const std::size_t length = 65'536;
  CHECK(Number::parse(std::string(length, '0') + "7") == Number(7));
  CHECK(Number::parse("1." + std::string(length, '0')) == Number(1));
  CHECK(Number::parse("." + std::string(length, '0') + "7e65540").to_string() == "7000");
  CHECK(Number::parse("7" + std::string(length, '0') + "e-65536") == Number(7));
  CHECK(refusal(std::string(length, '9')) == overflow);
  CHECK(refusal("1" + std::string(length, '0')) == overflow);
  CHECK(refusal("." + std::string(length, '0') + "1") == underflow);
  CHECK(refusal("0." + std::string(length, '3')) == too_precise);
  CHECK(refusal("1e" + std::string(length, '9')) == not_numeric("1e" + std::string(length, '9')));
  CHECK(refusal("1e-" + std::string(length, '9')) == not_numeric("1e-" + std::string(length, '9')));
  CHECK(Number::parse("1e" + std::string(length, '0') + "5").to_string() == "100000");
  const std::string sixteen_megabytes(16'000'000, '0');
  CHECK(Number::parse(sixteen_megabytes + "1") == Number(1));
}

TEST_CASE("a number weighs what AWS bills") {
  // observed to the byte at the item size limit
  const std::vector<std::pair<std::string, std::size_t>> cases = {
      {"0", 1},
      {"1", 2},
      {"12", 2},
      {"123", 3},
      {"1234", 3},
      {"12345678901234567890123456789012345678", 20},
      {"0042", 2},
      {"100", 2},
      {"1010", 3},
      {"0.0000001", 2},
      {"1E125", 2},
      {"1E-100", 2},
      {"1.5", 3},
      {"15", 2},
      {"1.2", 3},
      {"1.200", 3},
      {"1.234", 4},
      {"3.14159", 5},
      {"123456", 4},
      {"100.5", 4},
      {"0.15", 2},
      {"-42", 3},
      {"-0", 1},
      // by the same rule
      {"-3.14159", 6},
      {"10.01", 3},
      {"1E-130", 2},
      {"-1E125", 3},
      {"0.00501", 3},
  };
  for (const auto& [text, size_bytes] : cases) {
    INFO(text);
    CHECK(Number::parse(text).size_bytes() == size_bytes);
  }
}

TEST_CASE("a number is made from any 64-bit integer") {
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{120}, std::int64_t{-1000},
        std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    CHECK(Number(value).to_string() == std::to_string(value));
    CHECK(Number(value) == Number::parse(std::to_string(value)));
  }
}

TEST_CASE("a number shows its canonical parts") {
  const Number number = Number::parse("-0012.3400");
  CHECK(number.is_negative());
  CHECK(number.coefficient() == 1234);
  CHECK(number.exponent() == -2);
  CHECK(number.digits() == 4);
  CHECK(Number().is_zero());
  CHECK(Number().digits() == 0);
  CHECK_FALSE(Number::parse("-0").is_negative());
  CHECK(Number::parse("0e5") == Number());
}

TEST_CASE("numbers are in the order of their values") {
  const std::vector<std::string> ascending = {"-9.9999999999999999999999999999999999999E+125",
                                              "-1E125",
                                              "-100",
                                              "-99.9",
                                              "-99",
                                              "-10.1",
                                              "-10",
                                              "-1",
                                              "-0.5",
                                              "-1E-130",
                                              "0",
                                              "1E-130",
                                              "1.1E-130",
                                              "0.0999",
                                              "0.1",
                                              "0.5",
                                              "1",
                                              "1.0000000000000000000000000000000000001",
                                              "2",
                                              "9.99",
                                              "10",
                                              "10.1",
                                              "99",
                                              "100",
                                              "12345678901234567890123456789012345677",
                                              "12345678901234567890123456789012345678",
                                              "1E125",
                                              "9.9999999999999999999999999999999999998E+125",
                                              "9.9999999999999999999999999999999999999E+125"};
  std::vector<Number> numbers;
  for (const std::string& text : ascending) {
    numbers.push_back(Number::parse(text));
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    for (std::size_t j = 0; j < numbers.size(); ++j) {
      INFO(numbers[i].to_string() << " <=> " << numbers[j].to_string());
      CHECK((numbers[i] <=> numbers[j]) == (i <=> j));
      CHECK((numbers[i] == numbers[j]) == (i == j));
    }
  }
}

TEST_CASE("sums and differences are exact") {
  struct Case {
    std::string left, right, sum, difference;
  };
  const std::string big = "9.9999999999999999999999999999999999999E+125";
  const std::vector<Case> cases = {
      {"0.1", "0.2", "0.3", "-0.1"},
      {"0.3", "0.1", "0.4", "0.2"},
      {"1", "0", "1", "1"},
      {"0", "1", "1", "-1"},
      {"0", "0", "0", "0"},
      {"5", "-5", "0", "10"},
      {"-7", "2.5", "-4.5", "-9.5"},
      {"95", "5", "100", "90"},
      // reported
      {"10000000000000000000000", "1", "10000000000000000000001", "9999999999999999999999"},
      // reported
      {"9e125", "9e124", "99" + std::string(124, '0'), "81" + std::string(124, '0')},
      // 38 digits, the last possible
      {"10000000000000000000000000000000000000", "1", "10000000000000000000000000000000000001",
       "9999999999999999999999999999999999999"},
      {"99999999999999999999999999999999999999", "1", "1" + std::string(38, '0'),
       "99999999999999999999999999999999999998"},
      {"50000000000000000000000000000000000005", "50000000000000000000000000000000000005",
       "100000000000000000000000000000000000010", "0"},
      {"1E-130", "1E-130", "0." + std::string(129, '0') + "2", "0"},
      {big, "0", "99999999999999999999999999999999999999" + std::string(88, '0'),
       "99999999999999999999999999999999999999" + std::string(88, '0')},
  };
  for (const Case& one : cases) {
    INFO(one.left << " and " << one.right);
    const Number left = Number::parse(one.left);
    const Number right = Number::parse(one.right);
    CHECK((left + right).to_string() == one.sum);
    CHECK((right + left).to_string() == one.sum);
    CHECK((left - right).to_string() == one.difference);
    CHECK((left + -right).to_string() == one.difference);
  }
}

TEST_CASE("a sum that needs more than 38 digits is refused as an overflow") {
  // reported: 1e50 + 1 and 1e50 - 1 are refused as an overflow, which is a strange name for it
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"1e50", "1"},
      {"1e125", "1e-130"},
      {"1e38", "1"},
      {"99999999999999999999999999999999999999", "0.1"},
      {"99999999999999999999999999999999999999", "2"},
      {"-4e38", "-1"},
      {"39999999999999999999999999999999999999e1", "1"},
      {"30000000000000000000000000000000000000e1", "99999999999999999999999999999999999999"},
      {"1", "1e-50"},
  };
  for (const auto& [left, right] : cases) {
    INFO(left << " + " << right);
    CHECK(refusal_of([&] { Number::parse(left) + Number::parse(right); }) == overflow);
    CHECK(refusal_of([&] { Number::parse(right) + Number::parse(left); }) == overflow);
  }
  CHECK(refusal_of([] { Number::parse("1e50") - Number(1); }) == overflow);
  CHECK(refusal_of([] { Number(1) - Number::parse("1e50"); }) == overflow);
  // 39 digits shifted, 38 in the result
  CHECK((Number::parse("1e38") - Number(1)).to_string() == std::string(38, '9'));
}

TEST_CASE("a sum outside the range is refused") {
  const Number large = Number::parse("9e125");
  // reported
  CHECK(refusal_of([&] { large + large; }) == overflow);
  CHECK(refusal_of([&] { -large - large; }) == overflow);
  CHECK(refusal_of([&] {
          Number::parse("9.9999999999999999999999999999999999999E+125") + Number::parse("1E+125");
        }) == overflow);
  CHECK(refusal_of([] { Number::parse("1.1E-130") - Number::parse("1E-130"); }) == underflow);
  CHECK(refusal_of([] { Number::parse("1E-130") - Number::parse("1.1E-130"); }) == underflow);
}

}  // namespace
}  // namespace tombola::dynamodb
