#include "http/message.h"

#include <algorithm>

namespace tombola::http {

namespace {

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// -1 when `c` is no hexadecimal digit.
int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = to_lower(c);
  if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
  return -1;
}

const Header* first_header(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (equals_ignoring_case(header.name, name)) return &header;
  }
  return nullptr;
}

// "http://host:8000/a" without "http://host:8000"; every other target as it is.
std::string_view without_authority(std::string_view target) {
  if (target.empty() || target.front() == '/') return target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const std::size_t end = target.find_first_of("/?", scheme.size());
    return end == std::string_view::npos ? std::string_view{} : target.substr(end);
  }
  return target;
}

}  // namespace

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return a == b || to_lower(a) == to_lower(b); });
}

std::string_view find_header(const std::vector<Header>& headers, std::string_view name) {
  const Header* header = first_header(headers, name);
  return header == nullptr ? std::string_view{} : std::string_view{header->value};
}

bool has_header(const std::vector<Header>& headers, std::string_view name) {
  return first_header(headers, name) != nullptr;
}

std::string_view Request::path() const {
  const std::string_view origin = without_authority(target);
  const std::string_view path = origin.substr(0, origin.find('?'));
  return path.empty() ? std::string_view{"/"} : path;
}

std::string_view Request::query() const {
  const std::size_t mark = target.find('?');
  return mark == std::string::npos ? std::string_view{} : std::string_view{target}.substr(mark + 1);
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
  }
  return decoded;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char character : text) {
    if (unreserved.find(character) != std::string_view::npos) {
      encoded.push_back(character);
      continue;
    }
    const auto byte = static_cast<unsigned char>(character);
    encoded.push_back('%');
    encoded.push_back(digits[byte >> 4]);
    encoded.push_back(digits[byte & 15]);
  }
  return encoded;
}

std::vector<QueryParameter> parse_query(std::string_view query) {
  std::vector<QueryParameter> parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;  // "a=1&&b=2", "a=1&"

    const std::size_t equals = std::min(pair.find('='), pair.size());
    parameters.push_back({percent_decode(pair.substr(0, equals), true),
                          percent_decode(pair.substr(std::min(equals + 1, pair.size())), true)});
  }
  return parameters;
}

}  // namespace tombola::http
