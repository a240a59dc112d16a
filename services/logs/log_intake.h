// What functions write, on its way into their logs: gathered for a moment and written as one
// transaction, since a line is small and a commit is not. Whoever reads logs, or waits for idleness,
// has what is under way written first, so nobody ever sees a line missing. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/logs/log_events.h"
#include "services/scheduling.h"

namespace tombola::services::logs {

class LogIntake {
 public:
  // `report`: told what could not be written; may be empty.
  LogIntake(LogEvents& events, Schedule schedule, std::function<void(std::string)> report)
      : events_(events), schedule_(std::move(schedule)), report_(std::move(report)) {}

  // Returns at once, but for who finds limits::intake_bytes_max waiting.
  void add(StreamEvents line);
  // On return what was added before the call is written.
  void flush();

 private:
  LogEvents& events_;
  const Schedule schedule_;
  const std::function<void(std::string)> report_;
  std::mutex writing_;  // taken first
  std::mutex mutex_;    // for what follows
  std::vector<StreamEvents> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool scheduled_ = false;
  std::shared_ptr<void> timer_;
};

}  // namespace tombola::services::logs
