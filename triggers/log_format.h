// LoggingConfig: how a function's log is written, and what of it is left out.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
#pragma once

#include <string>

namespace tombola::triggers {

// Levels are of JSON only.
struct LogFormat {
  bool is_json = false;
  std::string application_level = "INFO";  // TRACE, DEBUG, INFO, WARN, ERROR or FATAL
  std::string system_level = "INFO";       // DEBUG, INFO or WARN

  bool operator==(const LogFormat&) const = default;
};

}  // namespace tombola::triggers
