// In rounds: expired items first, then the asynchronous invocations, then the triggers, for which
// those may have written. It is over with the round in which nothing new came.
#include "server/idle_wait.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

#include "dynamodb/limits.h"

namespace tombola::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using triggers::IdleReport;

class IdleWait : public std::enable_shared_from_this<IdleWait> {
 public:
  IdleWait(const IdleWaitParts& parts, IdleWaitOptions options,
           std::function<void(IdleOutcome)> done)
      : parts_(parts),
        until_(options.move_clock ? triggers::WaitUntil::ClockMustMove
                                  : triggers::WaitUntil::Stuck),
        deadline_(steady_clock::now() + options.timeout),
        done_(std::move(done)) {}

  void next_round() {
    parts_.workers.post([self = shared_from_this()] {
      self->or_fail([&] {
        self->parts_.sweeper.sweep();
        self->wait_for_invocations();
      });
    });
  }

 private:
  void wait_for_invocations() {
    if (parts_.async_invocations == nullptr) {
      return wait_for_triggers(IdleReport());
    }
    accepted_ = parts_.async_invocations->accepted();
    parts_.async_invocations->when_idle(
        left(),
        [self = shared_from_this()](const IdleReport& report) {
          self->may_go_on(report) ? self->wait_for_triggers(report) : self->end_busy(report);
        },
        until_);
  }

  void wait_for_triggers(const IdleReport& invocations) {
    parts_.dispatcher.when_idle(
        left(),
        [self = shared_from_this(), invocations](const IdleReport& triggers) {
          if (!self->may_go_on(triggers)) {
            return self->end_busy(triggers);
          }
          self->parts_.workers.post([self, invocations, triggers] {
            self->or_fail([&] { self->round_ended(invocations, triggers); });
          });
        },
        until_);
  }

  bool may_go_on(const IdleReport& report) const {
    return report.idle || (until_ == triggers::WaitUntil::ClockMustMove && report.waits_for_clock);
  }

  // A handler may have written what has expired already, and its deletion is for the triggers
  // again; or have invoked a function without waiting.
  void round_ended(const IdleReport& invocations, const IdleReport& triggers) {
    if (parts_.log_lines != nullptr) {
      parts_.log_lines->flush();
    }
    if (parts_.sweeper.sweep() == 0 && !accepted_more()) {
      return invocations.idle && triggers.idle ? end({}) : move_clock(invocations, triggers);
    }
    if (left() > milliseconds(0)) {
      return next_round();
    }
    IdleOutcome outcome;
    outcome.kind = IdleOutcome::Kind::TimeUp;
    outcome.waiting_for = {"functions that keep each other busy"};
    end(std::move(outcome));
  }

  void move_clock(const IdleReport& invocations, const IdleReport& triggers) {
    std::int64_t due_ms = INT64_MAX;
    for (const IdleReport* report : {&invocations, &triggers}) {
      if (!report->idle && !report->endless) {
        due_ms = std::min(due_ms, report->next_due_ms.value_or(INT64_MAX));
      }
    }
    if (due_ms == INT64_MAX) {
      return end(busy(triggers.idle ? invocations : triggers, IdleOutcome::Kind::Stuck));
    }
    if (clock_moves_ == limits::clock_moves_to_idleness_max || left() == milliseconds(0)) {
      return end(busy(triggers.idle ? invocations : triggers, IdleOutcome::Kind::TimeUp));
    }
    ++clock_moves_;
    // It may be due by now: the clock runs.
    const std::int64_t distance_ms = due_ms - parts_.service_clock.now_ms();
    if (distance_ms > 0) {
      parts_.service_clock.advance(distance_ms);
    }
    next_round();
  }

  bool accepted_more() const {
    return parts_.async_invocations != nullptr && parts_.async_invocations->accepted() != accepted_;
  }

  milliseconds left() const {
    return std::max(milliseconds(0),
                    std::chrono::duration_cast<milliseconds>(deadline_ - steady_clock::now()));
  }

  static IdleOutcome busy(const IdleReport& report, IdleOutcome::Kind kind) {
    IdleOutcome outcome;
    outcome.kind = kind;
    outcome.waiting_for = report.waiting_for;
    outcome.next_due_ms = report.next_due_ms;
    return outcome;
  }

  void end_busy(const IdleReport& report) {
    end(busy(report, report.stuck ? IdleOutcome::Kind::Stuck : IdleOutcome::Kind::TimeUp));
  }

  void end(IdleOutcome outcome) {
    outcome.clock_moves = clock_moves_;
    done_(std::move(outcome));
  }

  template <typename Work>
  void or_fail(Work work) {
    try {
      work();
    } catch (const std::exception& error) {
      IdleOutcome outcome;
      outcome.kind = IdleOutcome::Kind::Failed;
      outcome.problem = error.what();
      end(std::move(outcome));
    }
  }

  const IdleWaitParts parts_;
  const triggers::WaitUntil until_;
  const steady_clock::time_point deadline_;
  const std::function<void(IdleOutcome)> done_;
  std::uint64_t accepted_ = 0;  // asynchronous invocations, before they were waited for
  int clock_moves_ = 0;
};

}  // namespace

void wait_until_idle(const IdleWaitParts& parts, IdleWaitOptions options,
                     std::function<void(IdleOutcome)> done) {
  std::make_shared<IdleWait>(parts, options, std::move(done))->next_round();
}

}  // namespace tombola::server
