// What is asked of every server that is compared: tables and items of some kind, then requests of
// one kind.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/contestants.h"
#include "bench/load.h"

namespace tombola::bench {

struct Case {
  std::string name;
  // Makes the tables and what is in them. Throws std::runtime_error.
  std::function<void(Subject&)> prepare;
  // The n-th request; the numbers go on from one round to the next.
  std::function<std::string(const Subject&, std::uint64_t n)> request = {};
  // Instead of `request`, what takes several requests, one after the other: does it once.
  std::function<void(Subject&)> operation = {};
  // Others do not have it.
  bool only_tombola = false;
};

// `quick`: with fewer items to scan.
std::vector<Case> cases(bool quick);

// One round of a case.
LoadResult run_case(const Case& which, Subject& subject, int connections,
                    std::chrono::milliseconds duration);

}  // namespace tombola::bench
