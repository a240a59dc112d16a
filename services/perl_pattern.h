// A regular expression as Perl has them, which of what there is comes nearest to the Java and ECMA 262
// patterns that AWS's services take. The library is templates that take a compiler seconds, so it
// stays in the .cpp.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace tombola::services {

// What was given is no regular expression.
class PatternError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Immutable, so it may be shared. The functions throw std::runtime_error when an answer would take
// for ever.
class PerlPattern {
 public:
  // Throws PatternError.
  explicit PerlPattern(const std::string& pattern);

  // The whole of it.
  bool matches(const std::string& text) const;
  bool is_found_in(const std::string& text) const;
  // What the first parentheses hold, where the pattern is found.
  std::optional<std::string> first_group_in(const std::string& text) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace tombola::services
