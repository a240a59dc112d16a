// A comparison of a filter pattern, of a field of a JSON event or of a space-delimited one:
// = "Put*", >= 400, != %^10\.%. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/logs/log_regex.h"
#include "services/logs/pattern_reader.h"

namespace tombola::services::logs {

// What an event has there. A number has its text, too.
struct PatternField {
  std::string_view text;
  std::optional<double> number;
};

// "An integer or a decimal with an optional sign, or one in scientific notation"; none: it is not.
std::optional<double> parse_pattern_number(std::string_view text);

class PatternComparison {
 public:
  // Reads an operator and what to compare with. Throws ServiceError.
  static PatternComparison read(PatternReader& reader);

  bool holds(const PatternField& field) const;
  bool has_regex() const { return regex_.has_value(); }

 private:
  enum class Operator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

  void read_operand(PatternReader& reader);
  bool equals(const PatternField& field) const;

  Operator operator_ = Operator::Equal;
  std::string text_;  // without its asterisks
  bool any_before_ = false;
  bool any_after_ = false;
  std::optional<double> number_;
  std::optional<LogRegex> regex_;
};

}  // namespace tombola::services::logs
