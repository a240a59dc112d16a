// One entry of a filter pattern's array: what it says of a single value of the record. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tombola::triggers {

// A leaf of a JSON document.
using JsonScalar = std::variant<std::nullptr_t, bool, double, std::string>;

struct FilterMatcher {
  enum class Kind {
    Equals,            // by value; strings with their case
    EqualsIgnoreCase,  // `text`
    Prefix,            // `text`
    Suffix,            // `text`
    Wildcard,          // `text`: '*' is any run of characters; "\*" and "\\" are themselves
    Numeric,           // within `lower` and `upper`; JSON numbers only
    Cidr,              // an IP address within `network`
    AnythingBut,       // there, and none of `excluded` matches
    Exists,            // there
    Absent,            // not there: of no value at all, so matches() is always false
  };

  Kind kind = Kind::Exists;
  JsonScalar value;
  std::string text;
  bool ignore_case = false;  // of Prefix and Suffix
  struct Bound {
    double value = 0;
    bool inclusive = false;
  };
  std::optional<Bound> lower;
  std::optional<Bound> upper;
  struct Network {
    std::string address;  // 4 or 16 bytes
    int prefix_bits = 0;
  };
  Network network;
  std::vector<FilterMatcher> excluded;

  bool matches(const JsonScalar& scalar) const;
};

// "10.0.0.0/24", "2001:db8::/32"; nothing for other text.
std::optional<FilterMatcher::Network> parse_network(std::string_view text);

// Letters of Latin, Greek and Cyrillic in lower case, everything else as it is.
std::string fold_case(std::string_view utf8);

// Whether every '*' of a wildcard stands alone and every backslash escapes '*' or a backslash.
bool is_wildcard(std::string_view text);

}  // namespace tombola::triggers
