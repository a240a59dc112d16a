#include "services/logs/filter_pattern.h"

#include <algorithm>

#include "services/logs/logs_error.h"
#include "services/logs/pattern_reader.h"

namespace tombola::services::logs {
namespace {

bool is_term_character(char character) {
  return is_alphanumeric(character) || character == '_';
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const std::size_t first = text.find_first_not_of(spaces);
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

}  // namespace

TermPattern::TermPattern(std::string_view terms) {
  PatternReader reader(terms);
  for (reader.skip_spaces(); !reader.at_end(); reader.skip_spaces()) {
    std::vector<Term>* kind = &required_;
    if (reader.accept('-')) {
      kind = &excluded_;
    } else if (reader.accept('?')) {
      kind = &optional_;
    }
    reader.skip_spaces();
    if (reader.accept('"')) {
      kind->emplace_back(reader.quoted());
    } else if (reader.accept('%')) {
      kind->emplace_back(LogRegex(reader.regex()));
    } else {
      const std::string_view word = reader.take_while(is_term_character);
      if (word.empty()) {
        reader.fail();
      }
      kind->emplace_back(std::string(word));
    }
  }
}

bool TermPattern::matches(std::string_view message) const {
  const auto is_in_message = [&](const Term& term) { return is_in(term, message); };
  if (required_.empty() && excluded_.empty() && !optional_.empty()) {
    return std::any_of(optional_.begin(), optional_.end(), is_in_message);
  }
  return std::all_of(required_.begin(), required_.end(), is_in_message) &&
         std::none_of(excluded_.begin(), excluded_.end(), is_in_message);
}

bool TermPattern::is_in(const Term& term, std::string_view message) {
  if (const auto* regex = std::get_if<LogRegex>(&term)) {
    return regex->matches(message);
  }
  return message.find(std::get<std::string>(term)) != std::string_view::npos;
}

FilterPattern FilterPattern::parse(std::string_view text) {
  text = trim(text);
  if (text.starts_with('{')) {
    if (!text.ends_with('}') || text.size() < 2) {
      throw invalid_parameter("If a filter pattern starts with '{' it must end with '}'");
    }
    return FilterPattern(JsonPattern(text.substr(1, text.size() - 2)));
  }
  if (text.starts_with('[')) {
    if (!text.ends_with(']') || text.size() < 2) {
      throw invalid_parameter("If a filter pattern starts with '[' it must end with ']'");
    }
    return FilterPattern(SpacePattern(text.substr(1, text.size() - 2)));
  }
  return FilterPattern(TermPattern(text));
}

bool FilterPattern::matches(std::string_view message) const {
  // A function's line keeps its newline, which is nobody's end of a text.
  if (message.ends_with('\n')) {
    message.remove_suffix(1);
  }
  return std::visit([&](const auto& pattern) { return pattern.matches(message); }, pattern_);
}

}  // namespace tombola::services::logs
