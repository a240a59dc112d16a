// Waiting, by the service clock, before something that failed is tried again. AWS does not publish
// its curve; ours doubles from 100 ms up to 30 s, without jitter, so that a test knows the moment.
#pragma once

#include <cstdint>
#include <string>

namespace tombola::triggers {

// How long to wait after that many failures in a row (1 and up).
std::int64_t back_off_ms(int failures);

class BackOff {
 public:
  // Of which this many are known already (from before a restart); does not wait.
  explicit BackOff(int failures = 0) : failures_(failures) {}

  // One more failure: wait as long as the curve says.
  void fail(std::int64_t now_ms, std::string reason);
  // One more failure: wait that long.
  void wait(std::int64_t now_ms, std::int64_t delay_ms, std::string reason);
  void succeed() { *this = BackOff(); }

  bool waiting() const { return waiting_; }
  bool due(std::int64_t now_ms) const { return now_ms >= due_ms_; }
  std::int64_t due_ms() const { return due_ms_; }
  int failures() const { return failures_; }
  // It has failed so often that without a bound nobody should wait for its success.
  bool endless() const;
  const std::string& reason() const { return reason_; }

  // A clock that was turned back must not stretch the wait beyond its length.
  void clock_changed(std::int64_t now_ms);

 private:
  int failures_ = 0;
  bool waiting_ = false;
  std::int64_t delay_ms_ = 0;
  std::int64_t due_ms_ = 0;
  std::string reason_;
};

}  // namespace tombola::triggers
