// Where handlers' lines go: to the terminal, and to CloudWatch Logs as soon as there is one. Thread-safe.
#pragma once

#include <mutex>

#include "server/console_log.h"
#include "services/logs/log_intake.h"
#include "triggers/lambda_runtime.h"

namespace tombola::server {

class HandlerLog : public triggers::LogSink {
 public:
  explicit HandlerLog(ConsoleLog& console) : console_(console) {}

  // From here on lines are kept, until close(); the intake outlives that.
  void keep_in(services::logs::LogIntake& intake);
  // What was written so far is kept; what comes now is not.
  void close();

  void write(const Line& line) override;

 private:
  ConsoleLog& console_;
  std::mutex mutex_;
  services::logs::LogIntake* intake_ = nullptr;
};

}  // namespace tombola::server
