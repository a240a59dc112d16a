#include "triggers/runtimes/line_cutter.h"

#include <utility>

#include "dynamodb/limits.h"

namespace tombola::triggers {

namespace {

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// How much of a line that is too long goes into its next piece.
std::size_t piece_length(std::string_view line) {
  constexpr std::size_t character_bytes_max = 4;
  std::size_t length = limits::log_line_bytes_max;
  const std::size_t earliest = length - character_bytes_max;
  while (length > earliest && continues_character(line[length])) --length;
  return length;
}

void emit(std::string_view line, const LineCutter::OnLine& on_line) {
  while (line.size() > limits::log_line_bytes_max) {
    const std::size_t length = piece_length(line);
    on_line(line.substr(0, length));
    line.remove_prefix(length);
  }
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  on_line(line);
}

}  // namespace

void LineCutter::append(std::string_view bytes, const OnLine& on_line) {
  std::size_t start = 0;
  for (std::size_t newline; (newline = bytes.find('\n', start)) != std::string_view::npos;
       start = newline + 1) {
    const std::string_view line = bytes.substr(start, newline - start);
    if (rest_.empty()) {
      emit(line, on_line);
    } else {
      rest_.append(line);
      emit(std::exchange(rest_, {}), on_line);
    }
  }
  rest_.append(bytes.substr(start));
  while (rest_.size() > limits::log_line_bytes_max) {
    const std::size_t length = piece_length(rest_);
    on_line(std::string_view(rest_).substr(0, length));
    rest_.erase(0, length);
  }
}

void LineCutter::flush(const OnLine& on_line) {
  if (!rest_.empty()) emit(std::exchange(rest_, {}), on_line);
}

}  // namespace tombola::triggers
