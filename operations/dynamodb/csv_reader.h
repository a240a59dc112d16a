// CSV as ImportTable reads it: rows of values, quotes around a value that has delimiters, newlines or
// doubled quotes in it. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tombola::operations {

class CsvReader {
 public:
  CsvReader(std::string_view text, char delimiter) : rest_(text), delimiter_(delimiter) {}

  // Nothing: that was all, or what follows is no CSV; empty lines are passed over.
  std::optional<std::vector<std::string>> next();
  // A quote stands where none may.
  bool is_broken() const { return broken_; }

 private:
  std::optional<std::string> quoted_value();
  std::optional<std::string> plain_value();

  std::string_view rest_;
  char delimiter_;
  bool broken_ = false;
};

}  // namespace tombola::operations
