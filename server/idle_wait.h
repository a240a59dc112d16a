// Waiting until everything is done that a write, an invocation or the clock has set off: expired
// items are deleted, asynchronous invocations have ended, every trigger has caught up, log lines are
// kept. Nobody waits on a thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "http/event_loop.h"
#include "server/expiry_sweeper.h"
#include "services/logs/log_intake.h"
#include "storage/clock.h"
#include "triggers/dispatcher.h"
#include "triggers/functions/async_invocations.h"

namespace tombola::server {

// All of them outlive the wait.
struct IdleWaitParts {
  triggers::Dispatcher& dispatcher;
  ExpirySweeper& sweeper;
  storage::ServiceClock& service_clock;
  http::EventLoop& workers;  // deletes items
  // Null: there are none.
  triggers::AsyncInvocations* async_invocations = nullptr;
  // What functions write, which is kept before it is over; null: nobody keeps it.
  services::logs::LogIntake* log_lines = nullptr;
};

struct IdleOutcome {
  enum class Kind {
    Idle,
    Stuck,  // waiting longer is no use: somebody must move the clock, or repair what fails
    TimeUp,
    Failed,  // `problem` says why
  };
  Kind kind = Kind::Idle;
  std::vector<std::string> waiting_for;
  std::optional<std::int64_t> next_due_ms;  // by the service clock
  std::string problem;
  int clock_moves = 0;
};

struct IdleWaitOptions {
  std::chrono::milliseconds timeout{};  // of real time; zero: as it is now
  // Moves the service clock to what is due next whenever nothing else is left to do, at most
  // limits::clock_moves_to_idleness_max times.
  bool move_clock = false;
};

// Calls `done` once, on any thread.
void wait_until_idle(const IdleWaitParts& parts, IdleWaitOptions options,
                     std::function<void(IdleOutcome)> done);

}  // namespace tombola::server
