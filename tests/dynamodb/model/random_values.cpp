#include "tests/dynamodb/model/random_values.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"

namespace tombola::dynamodb {
namespace {

int between(std::mt19937& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}

bool one_in(std::mt19937& random, int n) {
  return between(random, 1, n) == 1;
}

std::string random_digits(std::mt19937& random, int count) {
  std::string digits;
  for (int i = 0; i < count; ++i) {
    digits.push_back(static_cast<char>(one_in(random, 3) ? '0' : '0' + between(random, 0, 9)));
  }
  return digits;
}

template <typename Member, typename Make>
std::vector<Member> random_members(std::mt19937& random, Make make) {
  std::set<Member> members;
  const int count = between(random, 1, 5);
  for (int i = 0; i < count; ++i) {
    members.insert(make());
  }
  return {members.begin(), members.end()};
}

std::string blanks(std::mt19937& random) {
  return one_in(random, 4) ? " \n" : "";
}

std::string loose_string(std::string_view text, std::mt19937& random) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || c == '"' || c == '\\' || (byte < 0x80 && one_in(random, 8))) {
      constexpr std::string_view hex = "0123456789ABCDEF";
      out.append("\\u00").push_back(hex[byte >> 4]);
      out.push_back(hex[byte & 0xf]);
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

std::string loose_array(std::vector<std::string> elements, std::mt19937& random, bool shuffle) {
  if (shuffle) {
    std::shuffle(elements.begin(), elements.end(), random);
  }
  std::string out = "[";
  for (const std::string& element : elements) {
    out.append(out.size() > 1 ? "," : "").append(blanks(random)).append(element);
  }
  return out + blanks(random) + "]";
}

std::string loose_number(const Number& number, std::mt19937& random) {
  return "\"" + respelled(number.to_string(), random) + "\"";
}

std::string loose_content(const AttributeValue& value, std::mt19937& random) {
  std::vector<std::string> elements;
  switch (value.type()) {
    case AttributeType::S:
      return loose_string(value.as_string(), random);
    case AttributeType::N:
      return loose_number(value.as_number(), random);
    case AttributeType::B:
      return loose_string(to_base64(value.as_binary()), random);
    case AttributeType::BOOL:
      return value.as_bool() ? "true" : "false";
    case AttributeType::Null:
      return "true";
    case AttributeType::SS:
      for (const std::string& member : value.as_string_set()) {
        elements.push_back(loose_string(member, random));
      }
      return loose_array(elements, random, true);
    case AttributeType::NS:
      for (const Number& member : value.as_number_set()) {
        elements.push_back(loose_number(member, random));
      }
      return loose_array(elements, random, true);
    case AttributeType::BS:
      for (const std::string& member : value.as_binary_set()) {
        elements.push_back(loose_string(to_base64(member), random));
      }
      return loose_array(elements, random, true);
    case AttributeType::L:
      for (const AttributeValue& element : value.as_list()) {
        elements.push_back(loose_json(element, random));
      }
      return loose_array(elements, random, false);
    case AttributeType::M:
      break;
  }
  return loose_json(value.as_map(), random);
}

}  // namespace

unsigned random_seed() {
  if (const char* given = std::getenv("TOMBOLA_TEST_SEED")) {
    return static_cast<unsigned>(std::strtoul(given, nullptr, 10));
  }
  return std::random_device()();
}

std::string random_bytes(std::mt19937& random, std::size_t size_max) {
  std::string bytes(static_cast<std::size_t>(between(random, 0, static_cast<int>(size_max))), '\0');
  for (char& byte : bytes) {
    byte = static_cast<char>(between(random, 0, 255));
  }
  return bytes;
}

std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> pieces = {"a",
                                                  "b",
                                                  "aa",
                                                  "\"",
                                                  "\\",
                                                  "/",
                                                  "\n",
                                                  "\x01",
                                                  "\x1f",
                                                  "\x7f",
                                                  "\xc3\xa9",
                                                  "\xe2\x82\xac",
                                                  " ",
                                                  "\t",
                                                  "\xef\xbf\xbf",
                                                  "\xf0\x9d\x84\x9e",
                                                  std::string(1, '\0'),
                                                  "\\u0041"};
  std::string text;
  const int count = between(random, 0, 6);
  for (int i = 0; i < count; ++i) {
    text +=
        pieces[static_cast<std::size_t>(between(random, 0, static_cast<int>(pieces.size()) - 1))];
  }
  return text;
}

std::string random_number_text(std::mt19937& random) {
  std::string text = one_in(random, 3) ? "-" : one_in(random, 5) ? "+" : "";
  const int digit_count = one_in(random, 3) ? between(random, 1, 41) : between(random, 1, 12);
  std::string digits = random_digits(random, digit_count);
  if (one_in(random, 2)) {
    digits.insert(static_cast<std::size_t>(between(random, 0, digit_count)), ".");
  }
  text += digits;
  if (one_in(random, 2)) {
    // Half of them where sums and limits are interesting.
    const int exponent = one_in(random, 2)   ? between(random, -30, 30)
                         : one_in(random, 2) ? between(random, 85, 127)
                                             : between(random, -170, -88);
    text += (one_in(random, 2) ? "e" : "E") +
            std::string(exponent > 0 && one_in(random, 2) ? "+" : "") + std::to_string(exponent);
  }
  return text;
}

std::string respelled(const std::string& number_text, std::mt19937& random) {
  std::string text = number_text;
  const bool negative = text.front() == '-';
  if (negative) {
    text.erase(0, 1);
  }
  if (one_in(random, 3)) {
    text.insert(0, static_cast<std::size_t>(between(random, 1, 60)), '0');
  }
  std::size_t point = text.find('.');
  if (one_in(random, 3)) {
    if (point == std::string::npos) {
      point = text.size();
      text.push_back('.');
    }
    text.append(static_cast<std::size_t>(between(random, 0, 60)), '0');
  }
  if (one_in(random, 3)) {
    if (point == std::string::npos) {
      point = text.size();
    } else {
      text.erase(point, 1);
    }
    const int moved_to = between(random, 0, static_cast<int>(text.size()));
    text.insert(static_cast<std::size_t>(moved_to), ".");
    text += "e" + std::to_string(static_cast<int>(point) - moved_to);
  }
  return (negative ? "-" : one_in(random, 5) ? "+" : "") + text;
}

Number random_number(std::mt19937& random) {
  while (true) {
    try {
      return Number::parse(random_number_text(random));
    } catch (const ApiError&) {
      // Outside the limits; most are not.
    }
  }
}

AttributeValue random_value(std::mt19937& random, int depth) {
  switch (between(random, 0, depth > 0 ? 9 : 7)) {
    case 0:
      return random_text(random);
    case 1:
      return random_number(random);
    case 2:
      return Binary{random_bytes(random, 9)};
    case 3:
      return AttributeValue::boolean(one_in(random, 2));
    case 4:
      return Null{};
    case 5:
      return AttributeValue::string_set(
          random_members<std::string>(random, [&] { return random_text(random); }));
    case 6:
      return AttributeValue::number_set(
          random_members<Number>(random, [&] { return random_number(random); }));
    case 7:
      return AttributeValue::binary_set(
          random_members<std::string>(random, [&] { return random_bytes(random, 3); }));
    case 8: {
      AttributeList elements;
      const int count = between(random, 0, 4);
      for (int i = 0; i < count; ++i) {
        elements.push_back(random_value(random, depth - 1));
      }
      return elements;
    }
    default:
      return random_item(random, depth - 1);
  }
}

Item random_item(std::mt19937& random, int depth) {
  Item item;
  const int count = between(random, 0, 5);
  for (int i = 0; i < count; ++i) {
    item.set(random_text(random), random_value(random, depth));
  }
  return item;
}

std::string loose_json(const AttributeValue& value, std::mt19937& random) {
  return "{" + blanks(random) + "\"" + std::string(to_string(value.type())) +
         "\":" + loose_content(value, random) + blanks(random) + "}";
}

std::string loose_json(const AttributeMap& map, std::mt19937& random) {
  std::vector<std::string> members;
  for (const Attribute& attribute : map) {
    members.push_back(loose_string(attribute.name, random) + blanks(random) + ":" +
                      loose_json(attribute.value, random));
  }
  std::string out = loose_array(members, random, true);
  out.front() = '{';
  out.back() = '}';
  return out;
}

}  // namespace tombola::dynamodb
