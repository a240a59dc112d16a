#include "server/console_log.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <ctime>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "storage/clock.h"

namespace tombola::server {
namespace {

constexpr std::string_view server_name = "tombola";

// Local time: it is read by the person who sits there.
std::string time_of_day(std::int64_t time_ms) {
  const std::time_t seconds = time_ms / 1000;
  std::tm local{};
  localtime_r(&seconds, &local);
  return fmt::format("{:02}:{:02}:{:02}.{:03}", local.tm_hour, local.tm_min, local.tm_sec,
                     time_ms % 1000);
}

// Terminal colours that can be read on black and on white; a name keeps its own.
int colour_of(std::string_view name) {
  static constexpr std::array<int, 6> colours = {36, 35, 33, 32, 34, 31};
  std::size_t sum = name.size();
  for (const unsigned char letter : name) {
    sum = sum * 31 + letter;
  }
  return colours[sum % colours.size()];
}

// Whoever shares our terminal may have made it non-blocking. A line is worth some patience.
bool becomes_writable(int descriptor) {
  constexpr int patience_ms = 10'000;
  pollfd waiting{descriptor, POLLOUT, 0};
  return poll(&waiting, 1, patience_ms) > 0;
}

}  // namespace

std::string console_line(std::int64_t time_ms, std::string_view name, std::string_view text,
                         bool coloured) {
  const std::string start = coloured ? fmt::format("\x1b[2m{}\x1b[0m \x1b[{}m{}\x1b[0m | ",
                                                   time_of_day(time_ms), colour_of(name), name)
                                     : fmt::format("{} {} | ", time_of_day(time_ms), name);
  std::string lines;
  lines.reserve(start.size() + text.size() + 1);
  while (true) {
    const std::size_t end = text.find_first_of("\r\n");
    lines.append(start).append(text.substr(0, end)).push_back('\n');
    if (end == std::string_view::npos) {
      return lines;
    }
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
    if (text.empty()) {
      return lines;
    }
  }
}

ConsoleLog::Options ConsoleLog::for_this_process() {
  const char* no_color = std::getenv("NO_COLOR");
  const bool wanted = no_color == nullptr || *no_color == '\0';
  return {STDOUT_FILENO, STDERR_FILENO, wanted && isatty(STDOUT_FILENO) == 1};
}

void ConsoleLog::write(const Line& line) {
  write_whole(options_.out,
              console_line(line.time_ms, line.function_name, line.text, options_.coloured));
}

void ConsoleLog::say(std::string_view text) {
  say(server_name, text);
}

void ConsoleLog::say(std::string_view speaker, std::string_view text) {
  write_whole(options_.out,
              console_line(storage::ProcessClock().now_ms(), speaker, text, options_.coloured));
}

void ConsoleLog::complain(std::string_view text) {
  // One line, whatever an exception's text holds.
  std::string line(text);
  for (char& letter : line) {
    if (letter == '\n' || letter == '\r') {
      letter = ' ';
    }
  }
  write_whole(options_.err,
              console_line(storage::ProcessClock().now_ms(), server_name, line, false));
}

void ConsoleLog::print(std::string_view text) {
  write_whole(options_.out, text);
}

void ConsoleLog::write_whole(int descriptor, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && (errno == EINTR || (errno == EAGAIN && becomes_writable(descriptor)))) {
      continue;
    }
    if (written <= 0) {
      return;  // nobody reads; the server has better things to do than to mind
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace tombola::server
