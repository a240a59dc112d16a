// The log of one environment: its own stream, START, END and REPORT around each invocation, and the
// invocation's last lines for the caller who asks for them. The lines of the start belong to the
// first invocation, too.
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

  // What the platform says of a failure. Of an error that the handler reports it says nothing.
  struct Failure {
    bool is_timeout = false;
    std::string error_type = {};  // else: Runtime.ExitError, ...
  };
  // INIT_REPORT, of a start that failed.
  void init_failed(double init_ms, const Failure& failure);

  struct Report {
    std::string_view request_id;
    double duration_ms = 0;
    int memory_mb_max = 0;
    std::optional<double> init_ms = std::nullopt;  // of a cold start
    std::optional<Failure> failure = std::nullopt;
  };
  // END and REPORT. Returns the invocation's lines, at most 4 KB of them.
  std::string end(const Report& report);

 private:
  void write_report(const Report& report);
  // A system event of the JSON format; `record` is a JSON object.
  void write_event(std::string_view type, std::string_view record);

  const Function& function_;
  LogSink& sink_;
  const std::string group_;
  std::string stream_;
  std::string tail_;
  bool has_served_ = false;
};

}  // namespace tombola::triggers
