// Reads the text of a filter pattern from left to right; what filter patterns have in common. Pure.
#pragma once

#include <string>
#include <string_view>

#include "services/service_error.h"

namespace tombola::services::logs {

ServiceError invalid_filter_pattern();
// Of one that has to be quoted there, or may not be there at all.
ServiceError invalid_character(char character);

bool is_alphanumeric(char character);

class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  // '\0' at the end.
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  void skip_spaces();
  // Whether that comes next; then it is passed.
  bool accept(char character);
  bool accept(std::string_view text);
  // The same for a word, whatever its case, that no letter follows: IS, null.
  bool accept_word(std::string_view word);
  // As long as they are allowed; may be empty.
  std::string_view take_while(bool (*allowed)(char));
  // After the first quote, to the one that closes; \" and \\ stand for what follows.
  std::string quoted();
  // After the first percent sign, to the one that closes.
  std::string_view regex();
  // Throws invalid_character of what comes next, or invalid_filter_pattern at the end.
  [[noreturn]] void fail() const;

 private:
  std::string_view rest_;
};

}  // namespace tombola::services::logs
