// What the person at the terminal reads: handlers' log lines and the server's own messages on
// standard output, trouble on standard error. Each line starts with the time and with who speaks,
// is written whole and at once, and never in the middle of another. When nobody reads any more (a
// broken pipe) the lines are dropped. Thread-safe.
//
//   12:34:56.789 dynamo-stream-handler | START RequestId: ... Version: $LATEST
//
// On a terminal each function has a colour of its own, unless NO_COLOR is set.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "triggers/lambda_runtime.h"

namespace tombola::server {

class ConsoleLog : public triggers::LogSink {
 public:
  struct Options {
    int out = 1;  // descriptors
    int err = 2;
    bool coloured = false;
  };
  // Standard output and error, coloured if it suits them.
  static Options for_this_process();

  explicit ConsoleLog(Options options) : options_(options) {}

  // A handler's line.
  void write(const Line& line) override;

  // From the server itself, or from who else is named.
  void say(std::string_view text);
  void say(std::string_view speaker, std::string_view text);
  // Why a request ended as an internal error, and the like.
  void complain(std::string_view text);
  // As it is, without time and name: the ready line, the banner.
  void print(std::string_view text);

 private:
  void write_whole(int descriptor, std::string_view bytes);

  Options options_;
  std::mutex mutex_;
};

// The text of one log entry as it is shown, newline included. What Lambda folds into one line with
// carriage returns (a stack trace) is unfolded, each line with the same beginning. Pure.
std::string console_line(std::int64_t time_ms, std::string_view name, std::string_view text,
                         bool coloured);

}  // namespace tombola::server
