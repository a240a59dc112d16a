// What stands between now and idleness.
#pragma once

#include <string>
#include <vector>

namespace tombola::triggers {

struct IdleReport {
  bool idle = true;
  // Nothing more will happen before the service clock moves, and it is frozen.
  bool waits_for_clock = false;
  // One line each: mapping, shard, attempt, reason.
  std::vector<std::string> waiting_for;
};

}  // namespace tombola::triggers
