#include "services/logs/log_intake.h"

#include <exception>
#include <iterator>
#include <utility>

#include "services/logs/logs_limits.h"

namespace tombola::services::logs {
namespace {

bool is_of_same_stream(const StreamEvents& a, const StreamEvents& b) {
  return a.stream == b.stream && a.group == b.group && a.name_space == b.name_space;
}

}  // namespace

void LogIntake::add(StreamEvents line) {
  bool full = false;
  {
    const std::lock_guard lock(mutex_);
    for (const NewEvent& event : line.events) {
      waiting_bytes_ += event.message.size();
    }
    if (!waiting_.empty() && is_of_same_stream(waiting_.back(), line)) {
      waiting_.back().ingested_ms = line.ingested_ms;
      waiting_.back().events.insert(waiting_.back().events.end(),
                                    std::make_move_iterator(line.events.begin()),
                                    std::make_move_iterator(line.events.end()));
    } else {
      waiting_.push_back(std::move(line));
    }
    if (!std::exchange(scheduled_, true)) {
      timer_ = schedule_(limits::intake_delay, [this] { flush(); });
    }
    full = waiting_bytes_ >= limits::intake_bytes_max;
  }
  if (full) {
    flush();
  }
}

void LogIntake::flush() {
  const std::lock_guard one_writer(writing_);
  std::vector<StreamEvents> taken;
  {
    const std::lock_guard lock(mutex_);
    taken.swap(waiting_);
    waiting_bytes_ = 0;
    scheduled_ = false;
  }
  try {
    events_.append(taken);
  } catch (const std::exception& error) {
    if (report_) {
      report_(std::string("log lines could not be kept: ") + error.what());
    }
  }
}

}  // namespace tombola::services::logs
