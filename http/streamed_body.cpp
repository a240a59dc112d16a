#include "http/streamed_body.h"

#include <utility>

namespace tombola::http {

void BodyStream::write(std::string_view part) {
  if (!part.empty()) change(part, State::Open);
}

void BodyStream::end() {
  change({}, State::Ended);
}

void BodyStream::fail() {
  change({}, State::Failed);
}

// The connection is told without the lock: it takes what there is from within.
void BodyStream::change(std::string_view part, State state) {
  std::function<void()> tell;
  {
    const std::lock_guard lock(mutex_);
    if (abandoned_ || state_ != State::Open) return;
    bytes_ += part;
    state_ = state;
    tell = tell_;
  }
  if (tell) tell();
}

BodyStream::Taken BodyStream::take() {
  const std::lock_guard lock(mutex_);
  return {std::exchange(bytes_, {}), state_};
}

void BodyStream::on_change(std::function<void()> tell) {
  const std::lock_guard lock(mutex_);
  tell_ = std::move(tell);
}

void BodyStream::abandon() {
  std::function<void()> forgotten;
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
  bytes_ = {};
  forgotten = std::exchange(tell_, nullptr);
}

}  // namespace tombola::http
