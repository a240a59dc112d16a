// Waiting awake for what mostly takes less time than waking a thread does: a lock's or a commit's
// turn.
#pragma once

#include <chrono>
#include <thread>

#include "storage/engine/engine_limits.h"

namespace tombola::storage {

// Returns when `is_over()` is true, or after a while. Whoever else wants to run does so meanwhile.
template <typename Predicate>
void watch_for(const Predicate& is_over) {
  const auto end = std::chrono::steady_clock::now() + engine_limits::watch_max;
  while (!is_over() && std::chrono::steady_clock::now() < end) {
    std::this_thread::yield();
  }
}

}  // namespace tombola::storage
