// What stands between now and idleness.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tombola::triggers {

struct IdleReport {
  bool idle = true;
  // Nothing more will happen before the service clock gets to `next_due_ms`.
  bool waits_for_clock = false;
  // Waiting is no use: somebody must move the clock, which is frozen, or repair what fails again
  // and again and is tried without a bound.
  bool stuck = false;
  // All of it fails again and again and is tried without a bound.
  bool endless = false;
  std::optional<std::int64_t> next_due_ms;
  // One line each: mapping, shard, attempt, reason.
  std::vector<std::string> waiting_for;
};

// When somebody who waits for idleness wants to hear that there is none yet.
enum class WaitUntil {
  Stuck,          // when waiting is no use any more
  ClockMustMove,  // as soon as there is nothing to do before the clock moves on
};

}  // namespace tombola::triggers
