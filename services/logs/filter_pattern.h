// The filter patterns of CloudWatch Logs, of all three kinds: terms (ERROR -"not found" ?a ?b
// %regex%), JSON (json_pattern.h) and fields between spaces (space_pattern.h). Pure.
//
// "Filter pattern syntax",
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/logs/json_pattern.h"
#include "services/logs/log_regex.h"
#include "services/logs/space_pattern.h"

namespace tombola::services::logs {

// Terms that an event contains. Where some are required or excluded, those with a question mark
// do not count: "If you combine the question mark with other filter patterns, it will be ignored".
class TermPattern {
 public:
  explicit TermPattern(std::string_view terms);
  bool matches(std::string_view message) const;

 private:
  using Term = std::variant<std::string, LogRegex>;
  static bool is_in(const Term& term, std::string_view message);

  std::vector<Term> required_;
  std::vector<Term> excluded_;
  std::vector<Term> optional_;
};

class FilterPattern {
 public:
  // An empty one matches every event. Throws ServiceError, in AWS's words, on what is none.
  static FilterPattern parse(std::string_view text);

  bool matches(std::string_view message) const;

 private:
  using Pattern = std::variant<TermPattern, JsonPattern, SpacePattern>;
  explicit FilterPattern(Pattern pattern) : pattern_(std::move(pattern)) {}

  Pattern pattern_;
};

}  // namespace tombola::services::logs
