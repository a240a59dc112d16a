// Cuts a process's output into lines.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace tombola::triggers {

class LineCutter {
 public:
  using OnLine = std::function<void(std::string_view line)>;  // without its newline

  // Calls `on_line` for each line that is now complete. A line longer than
  // limits::log_line_bytes_max comes in pieces, cut between characters. What is not UTF-8 is
  // replaced by U+FFFD, so that a line can go into JSON as it is.
  void append(std::string_view bytes, const OnLine& on_line);
  // Takes what has come since the last newline for a line.
  void flush(const OnLine& on_line);

 private:
  std::string rest_;
};

}  // namespace tombola::triggers
