// The regular expressions of filter patterns: characters, classes, ^ $ ? * + {m,n} | and \d \s \w,
// without groups. Matched in one pass over the text, whatever the expression, so that no pattern can
// make a search endless. Case counts; bytes, not characters. Pure.
//
// "Supported regular expressions (regex) syntax",
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html
#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tombola::services::logs {

class LogRegex {
 public:
  // What stands between the percent signs. Throws ServiceError.
  explicit LogRegex(std::string_view expression);

  // Whether it matches anywhere in the text.
  bool matches(std::string_view text) const;

 private:
  friend class LogRegexParser;
  struct Node {
    enum class Kind { Character, Begin, End };
    Kind kind = Kind::Character;
    std::bitset<256> characters;
    bool optional = false;
    bool repeated = false;
  };
  using Branch = std::vector<Node>;

  static bool branch_matches(const Branch& branch, std::string_view text);

  std::vector<Branch> branches_;
};

}  // namespace tombola::services::logs
