// An asterisk stands for any text, at the beginning and at the end; between other characters it is
// itself.
#include "services/logs/pattern_comparison.h"

#include <charconv>

namespace tombola::services::logs {
namespace {

// What needs no quotes.
bool is_operand_character(char character) {
  return is_alphanumeric(character) ||
         std::string_view("_-.*+:/#").find(character) != std::string_view::npos;
}

}  // namespace

std::optional<double> parse_pattern_number(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  // from_chars knows inf and nan, too.
  if (text.size() <= first || !(is_alphanumeric(text[first]) && text[first] <= '9')) {
    return std::nullopt;
  }
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(number)
                                                                         : std::nullopt;
}

PatternComparison PatternComparison::read(PatternReader& reader) {
  PatternComparison comparison;
  if (reader.accept("!=")) {
    comparison.operator_ = Operator::NotEqual;
  } else if (reader.accept("<=")) {
    comparison.operator_ = Operator::LessOrEqual;
  } else if (reader.accept(">=")) {
    comparison.operator_ = Operator::GreaterOrEqual;
  } else if (reader.accept('<')) {
    comparison.operator_ = Operator::Less;
  } else if (reader.accept('>')) {
    comparison.operator_ = Operator::Greater;
  } else if (!reader.accept('=')) {
    reader.fail();
  }
  reader.skip_spaces();
  comparison.read_operand(reader);
  const bool is_equality =
      comparison.operator_ == Operator::Equal || comparison.operator_ == Operator::NotEqual;
  if (!is_equality && !comparison.number_) {
    throw invalid_filter_pattern();
  }
  return comparison;
}

void PatternComparison::read_operand(PatternReader& reader) {
  if (reader.accept('%')) {
    regex_.emplace(reader.regex());
    return;
  }
  if (reader.accept('"')) {
    text_ = reader.quoted();
  } else {
    text_ = reader.take_while(is_operand_character);
    if (text_.empty()) {
      reader.fail();
    }
    number_ = parse_pattern_number(text_);
  }
  any_before_ = text_.starts_with('*');
  if (any_before_) {
    text_.erase(0, 1);
  }
  any_after_ = text_.ends_with('*') || (any_before_ && text_.empty());
  if (text_.ends_with('*')) {
    text_.pop_back();
  }
}

bool PatternComparison::holds(const PatternField& field) const {
  switch (operator_) {
    case Operator::Equal:
      return equals(field);
    case Operator::NotEqual:
      return !equals(field);
    case Operator::Less:
      return field.number && *field.number < *number_;
    case Operator::LessOrEqual:
      return field.number && *field.number <= *number_;
    case Operator::Greater:
      return field.number && *field.number > *number_;
    case Operator::GreaterOrEqual:
      return field.number && *field.number >= *number_;
  }
  return false;
}

bool PatternComparison::equals(const PatternField& field) const {
  if (regex_) {
    return regex_->matches(field.text);
  }
  if (number_ && field.number) {
    return *number_ == *field.number;
  }
  if (any_before_ && any_after_) {
    return field.text.find(text_) != std::string_view::npos;
  }
  if (any_before_) {
    return field.text.ends_with(text_);
  }
  return any_after_ ? field.text.starts_with(text_) : field.text == text_;
}

}  // namespace tombola::services::logs
