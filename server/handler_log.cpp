#include "server/handler_log.h"

#include <string>

namespace tombola::server {

void HandlerLog::keep_in(services::logs::LogIntake& intake) {
  const std::lock_guard lock(mutex_);
  intake_ = &intake;
}

void HandlerLog::close() {
  const std::lock_guard lock(mutex_);
  if (intake_ != nullptr) {
    intake_->flush();
    intake_ = nullptr;
  }
}

void HandlerLog::write(const Line& line) {
  console_.write(line);
  const std::lock_guard lock(mutex_);
  if (intake_ == nullptr) {
    return;
  }
  // Lambda's lines keep their newline there.
  intake_->add({line.name_space,
                std::string(line.log_group),
                std::string(line.log_stream),
                line.time_ms,
                {{line.time_ms, std::string(line.text) + "\n"}}});
}

}  // namespace tombola::server
