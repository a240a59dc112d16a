// The log of one environment: its own stream, START, END and REPORT around each invocation, and the
// invocation's last lines for the caller who asks for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "triggers/function.h"
#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

class InvocationLog {
 public:
  // `function` and `sink` must outlive it.
  InvocationLog(const Function& function, LogSink& sink);

  const std::string& stream() const { return stream_; }

  // START RequestId: <id> Version: $LATEST
  void start(std::string_view request_id);
  void write(std::string_view line);

  struct Report {
    std::string_view request_id;
    double duration_ms = 0;
    int memory_mb_max = 0;
    std::optional<double> init_ms = std::nullopt;  // of a cold start
  };
  // END and REPORT. Returns the lines since start(), at most 4 KB of them.
  std::string end(const Report& report);

 private:
  const Function& function_;
  LogSink& sink_;
  const std::string group_;
  std::string stream_;
  std::string tail_;
};

}  // namespace tombola::triggers
