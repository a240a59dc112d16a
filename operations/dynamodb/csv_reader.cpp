#include "operations/dynamodb/csv_reader.h"

#include <algorithm>

namespace tombola::operations {

std::optional<std::vector<std::string>> CsvReader::next() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of("\r\n"), rest_.size()));
  if (rest_.empty() || broken_) {
    return std::nullopt;
  }
  std::vector<std::string> values;
  for (;;) {
    auto value = rest_.starts_with('"') ? quoted_value() : plain_value();
    if (!value) {
      broken_ = true;
      return std::nullopt;
    }
    values.push_back(std::move(*value));
    if (!rest_.starts_with(delimiter_)) {
      return values;  // a newline, or the end
    }
    rest_.remove_prefix(1);
  }
}

// "a ""quoted"" value"
std::optional<std::string> CsvReader::quoted_value() {
  rest_.remove_prefix(1);
  std::string value;
  for (;;) {
    const std::size_t quote = rest_.find('"');
    if (quote == std::string_view::npos) {
      return std::nullopt;
    }
    value.append(rest_.substr(0, quote));
    rest_.remove_prefix(quote + 1);
    if (!rest_.starts_with('"')) {
      break;
    }
    value.push_back('"');
    rest_.remove_prefix(1);
  }
  const bool ends = rest_.empty() || rest_.front() == delimiter_ || rest_.front() == '\n' ||
                    rest_.starts_with("\r\n");
  return ends ? std::optional(std::move(value)) : std::nullopt;
}

std::optional<std::string> CsvReader::plain_value() {
  const std::string ends{delimiter_, '\n'};
  const std::size_t end = std::min(rest_.find_first_of(ends), rest_.size());
  std::string_view value = rest_.substr(0, end);
  rest_.remove_prefix(end);
  if (value.ends_with('\r') && !rest_.starts_with(delimiter_)) {
    value.remove_suffix(1);
  }
  return value.find('"') == std::string_view::npos ? std::optional(std::string(value))
                                                   : std::nullopt;
}

}  // namespace tombola::operations
