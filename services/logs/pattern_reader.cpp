#include "services/logs/pattern_reader.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "services/logs/logs_error.h"

namespace tombola::services::logs {

ServiceError invalid_filter_pattern() {
  return invalid_parameter("Invalid filter pattern");
}

ServiceError invalid_character(char character) {
  return invalid_parameter(fmt::format("Invalid character(s) in term '{}'", character));
}

bool is_alphanumeric(char character) {
  return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
         (character >= 'A' && character <= 'Z');
}

void PatternReader::skip_spaces() {
  while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front())) != 0) {
    rest_.remove_prefix(1);
  }
}

bool PatternReader::accept(char character) {
  if (rest_.empty() || rest_.front() != character) {
    return false;
  }
  rest_.remove_prefix(1);
  return true;
}

bool PatternReader::accept(std::string_view text) {
  if (!rest_.starts_with(text)) {
    return false;
  }
  rest_.remove_prefix(text.size());
  return true;
}

bool PatternReader::accept_word(std::string_view word) {
  if (rest_.size() < word.size() ||
      !std::equal(word.begin(), word.end(), rest_.begin(), [](char a, char b) {
        return std::toupper(static_cast<unsigned char>(a)) ==
               std::toupper(static_cast<unsigned char>(b));
      })) {
    return false;
  }
  if (rest_.size() > word.size() && is_alphanumeric(rest_[word.size()])) {
    return false;
  }
  rest_.remove_prefix(word.size());
  return true;
}

std::string_view PatternReader::take_while(bool (*allowed)(char)) {
  const auto end = std::find_if_not(rest_.begin(), rest_.end(), allowed);
  const std::string_view taken(rest_.begin(), end);
  rest_.remove_prefix(taken.size());
  return taken;
}

std::string PatternReader::quoted() {
  std::string text;
  while (!accept('"')) {
    if (rest_.size() >= 2 && rest_[0] == '\\' && (rest_[1] == '"' || rest_[1] == '\\')) {
      rest_.remove_prefix(1);
    }
    if (rest_.empty()) {
      throw invalid_character('"');
    }
    text.push_back(rest_.front());
    rest_.remove_prefix(1);
  }
  return text;
}

std::string_view PatternReader::regex() {
  for (std::size_t i = 0; i < rest_.size(); ++i) {
    if (rest_[i] == '%') {
      const std::string_view expression = rest_.substr(0, i);
      rest_.remove_prefix(i + 1);
      return expression;
    }
    if (rest_[i] == '\\') {
      ++i;
    }
  }
  throw invalid_character('%');
}

void PatternReader::fail() const {
  if (rest_.empty()) {
    throw invalid_filter_pattern();
  }
  throw invalid_character(rest_.front());
}

}  // namespace tombola::services::logs
