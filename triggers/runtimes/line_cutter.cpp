#include "triggers/runtimes/line_cutter.h"

#include <algorithm>
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

// The bytes of the character that `text` begins with; 0 when that is none ("Unicode", table 3-7).
std::size_t character_length(std::string_view text) {
  const auto byte = [text](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const unsigned second_min = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned second_max = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < second_min || byte(1) > second_max) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

void emit_as_utf8(std::string_view line, const LineCutter::OnLine& on_line) {
  std::size_t valid = 0;
  while (valid < line.size()) {
    const std::size_t length = character_length(line.substr(valid));
    if (length == 0) break;
    valid += length;
  }
  if (valid == line.size()) return on_line(line);
  std::string text(line.substr(0, valid));
  for (line.remove_prefix(valid); !line.empty();) {
    const std::size_t length = character_length(line);
    text += length == 0 ? "\uFFFD" : line.substr(0, length);
    line.remove_prefix(std::max<std::size_t>(length, 1));
  }
  on_line(text);
}

void emit(std::string_view line, const LineCutter::OnLine& on_line) {
  while (line.size() > limits::log_line_bytes_max) {
    const std::size_t length = piece_length(line);
    emit_as_utf8(line.substr(0, length), on_line);
    line.remove_prefix(length);
  }
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  emit_as_utf8(line, on_line);
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
    emit_as_utf8(std::string_view(rest_).substr(0, length), on_line);
    rest_.erase(0, length);
  }
}

void LineCutter::flush(const OnLine& on_line) {
  if (!rest_.empty()) emit(std::exchange(rest_, {}), on_line);
}

}  // namespace tombola::triggers
