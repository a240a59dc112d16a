// What POST /_tombola/clock asks of the service clock. Members, done in this order:
//
//   "real": true            the clock is the machine's again: neither frozen nor moved
//   "freeze": true|false    stands still; runs on from where it stands
//   "set": TIME             seconds since 1970, fractions allowed, or "2026-01-02T03:04:05Z"
//   "advance": DURATION     seconds, fractions allowed, or "1h30m"; or "idle": from one moment at
//                           which something is due to the next, until nothing is left to do
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "storage/clock.h"

namespace tombola::server {

// The request makes no sense; the text says why. Nothing was changed.
class ClockChangeRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ClockChange {
  bool real = false;
  std::optional<bool> freeze;
  std::optional<std::int64_t> set_ms;
  std::int64_t advance_ms = 0;
  bool advance_to_idle = false;  // for the caller to do, after apply()

  // Throws ClockChangeRefused.
  static ClockChange parse(std::string_view body);
  // Throws ClockChangeRefused when the clock would leave the years it knows.
  void apply(storage::ServiceClock& clock) const;
};

}  // namespace tombola::server
