#include "triggers/filter_matcher.h"

#include <array>
#include <charconv>

#include <arpa/inet.h>

namespace tombola::triggers {
namespace {

bool has_prefix(const FilterMatcher& matcher, const std::string& text) {
  return matcher.ignore_case ? fold_case(text).starts_with(fold_case(matcher.text))
                             : text.starts_with(matcher.text);
}

bool has_suffix(const FilterMatcher& matcher, const std::string& text) {
  return matcher.ignore_case ? fold_case(text).ends_with(fold_case(matcher.text))
                             : text.ends_with(matcher.text);
}

// The characters of a wildcard, one after the other; no character for '*'.
std::vector<std::optional<char>> wildcard_parts(std::string_view text) {
  std::vector<std::optional<char>> parts;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '*') {
      parts.push_back(std::nullopt);
    } else {
      at += text[at] == '\\' ? 1 : 0;
      parts.push_back(text[at]);
    }
  }
  return parts;
}

// Each '*' takes as little as it can; on a mismatch the last one takes one character more.
bool matches_wildcard(std::string_view wildcard, std::string_view text) {
  const auto parts = wildcard_parts(wildcard);
  std::size_t part = 0;
  std::size_t at = 0;
  std::optional<std::size_t> star;
  std::size_t star_end = 0;
  while (at < text.size()) {
    if (part < parts.size() && !parts[part]) {
      star = part++;
      star_end = at;
    } else if (part < parts.size() && parts[part] == text[at]) {
      ++part;
      ++at;
    } else if (star) {
      part = *star + 1;
      at = ++star_end;
    } else {
      return false;
    }
  }
  while (part < parts.size() && !parts[part]) {
    ++part;
  }
  return part == parts.size();
}

bool within(const FilterMatcher& matcher, double number) {
  const bool above = !matcher.lower || number > matcher.lower->value ||
                     (matcher.lower->inclusive && number == matcher.lower->value);
  const bool below = !matcher.upper || number < matcher.upper->value ||
                     (matcher.upper->inclusive && number == matcher.upper->value);
  return above && below;
}

// 4 or 16 bytes.
std::optional<std::string> parse_address(const std::string& text) {
  std::array<char, 16> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
    return std::string(bytes.data(), 4);
  }
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) {
    return std::string(bytes.data(), 16);
  }
  return std::nullopt;
}

bool bit(const std::string& bytes, int index) {
  const auto byte = static_cast<unsigned char>(bytes[static_cast<std::size_t>(index / 8)]);
  return ((byte >> (7 - index % 8)) & 1) != 0;
}

bool within(const FilterMatcher::Network& network, const std::string& text) {
  const auto address = parse_address(text);
  if (!address || address->size() != network.address.size()) {
    return false;
  }
  for (int index = 0; index < network.prefix_bits; ++index) {
    if (bit(*address, index) != bit(network.address, index)) {
      return false;
    }
  }
  return true;
}

bool matches_text(const FilterMatcher& matcher, const std::string& text) {
  switch (matcher.kind) {
    case FilterMatcher::Kind::EqualsIgnoreCase:
      return fold_case(text) == fold_case(matcher.text);
    case FilterMatcher::Kind::Prefix:
      return has_prefix(matcher, text);
    case FilterMatcher::Kind::Suffix:
      return has_suffix(matcher, text);
    case FilterMatcher::Kind::Wildcard:
      return matches_wildcard(matcher.text, text);
    case FilterMatcher::Kind::Cidr:
      return within(matcher.network, text);
    default:
      return false;
  }
}

char32_t fold(char32_t letter) {
  const auto in = [letter](char32_t first, char32_t last) {
    return letter >= first && letter <= last;
  };
  if (in(U'A', U'Z') || (in(0xc0, 0xde) && letter != 0xd7) ||
      (in(0x391, 0x3a9) && letter != 0x3a2) || in(0x410, 0x42f)) {
    return letter + 32;
  }
  if (in(0x400, 0x40f)) {
    return letter + 80;
  }
  // Latin Extended-A: capital and small letter next to each other, in three runs.
  if (in(0x100, 0x137) || in(0x14a, 0x177)) {
    return letter | 1;
  }
  if (in(0x139, 0x148) || in(0x179, 0x17e)) {
    return letter + (letter & 1);
  }
  return letter;
}

}  // namespace

bool FilterMatcher::matches(const JsonScalar& scalar) const {
  switch (kind) {
    case Kind::Equals:
      return scalar == value;
    case Kind::Numeric: {
      const double* number = std::get_if<double>(&scalar);
      return number != nullptr && within(*this, *number);
    }
    case Kind::AnythingBut:
      for (const FilterMatcher& one : excluded) {
        if (one.matches(scalar)) {
          return false;
        }
      }
      return true;
    case Kind::Exists:
      return true;
    case Kind::Absent:
      return false;
    default:
      break;
  }
  const std::string* string = std::get_if<std::string>(&scalar);
  return string != nullptr && matches_text(*this, *string);
}

std::optional<FilterMatcher::Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return std::nullopt;
  }
  const auto address = parse_address(std::string(text.substr(0, slash)));
  const std::string_view digits = text.substr(slash + 1);
  int prefix_bits = -1;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), prefix_bits);
  if (!address || error != std::errc() || end != digits.data() + digits.size() || prefix_bits < 0 ||
      prefix_bits > static_cast<int>(address->size() * 8)) {
    return std::nullopt;
  }
  return FilterMatcher::Network{*address, prefix_bits};
}

// Only letters of one and two bytes change, and none of them its length.
std::string fold_case(std::string_view utf8) {
  std::string folded(utf8);
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const auto first = static_cast<unsigned char>(folded[at]);
    if (first < 0x80) {
      folded[at] = static_cast<char>(fold(first));
    } else if ((first & 0xe0) == 0xc0 && at + 1 < folded.size()) {
      const auto second = static_cast<unsigned char>(folded[at + 1]);
      const char32_t letter = fold(static_cast<char32_t>(((first & 0x1f) << 6) | (second & 0x3f)));
      folded[at] = static_cast<char>(0xc0 | (letter >> 6));
      folded[++at] = static_cast<char>(0x80 | (letter & 0x3f));
    }
  }
  return folded;
}

bool is_wildcard(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (text[at] == '*' && next == '*') {
      return false;
    }
    if (text[at] == '\\') {
      if (next != '*' && next != '\\') {
        return false;
      }
      ++at;
    }
  }
  return true;
}

}  // namespace tombola::triggers
