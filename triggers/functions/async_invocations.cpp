#include "triggers/functions/async_invocations.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "triggers/idle_waiters.h"
#include "triggers/loop_gate.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::triggers {

using std::chrono::milliseconds;

namespace {

constexpr int attempts_max = 3;
constexpr std::int64_t minute_ms = 60'000;

struct Queued {
  std::string function;
  Invocation invocation;
  std::int64_t accepted_ms = 0;
  int failures = 0;                    // of the function
  int refusals = 0;                    // it could not run
  std::int64_t delay_ms = 0;           // of the wait it is in
  std::optional<std::int64_t> due_ms;  // none: it runs
};

// Doubles from a second to five minutes.
std::int64_t refusal_delay_ms(int refusals) {
  constexpr std::int64_t longest_ms = 5 * minute_ms;
  std::int64_t delay_ms = 1000;
  for (int i = 1; i < refusals && delay_ms < longest_ms; ++i) {
    delay_ms *= 2;
  }
  return std::min(delay_ms, longest_ms);
}

}  // namespace

class AsyncInvocations::Impl : public std::enable_shared_from_this<Impl> {
 public:
  explicit Impl(Parts parts)
      : parts_(std::move(parts)),
        gate_(std::make_shared<LoopGate>(parts_.loop)),
        waiters_(parts_.loop) {}

  void follow_clock();
  bool accept(std::string function, Invocation invocation);
  std::uint64_t accepted() const;
  void when_idle(milliseconds timeout, std::function<void(IdleReport)> done);
  void stop();

 private:
  void post_catch_up();
  void clock_changed();
  // Under the lock.
  void catch_up();
  void run(std::uint64_t id, Queued& queued);
  void ended(std::uint64_t id, const InvokeResult& result);
  void wait(Queued& queued, std::int64_t delay_ms);
  void set_timer(std::int64_t now_ms);
  IdleReport report() const;

  const Parts parts_;
  const std::shared_ptr<LoopGate> gate_;
  mutable std::mutex mutex_;  // for all that follows
  std::map<std::uint64_t, Queued> queue_;
  std::uint64_t last_id_ = 0;
  bool stopped_ = false;
  http::EventLoop::Timer timer_;
  IdleWaiters waiters_;
};

void AsyncInvocations::Impl::follow_clock() {
  // The clock keeps its listeners for good.
  parts_.service_clock.on_change([weak = weak_from_this()] {
    if (const auto self = weak.lock()) {
      self->clock_changed();
    }
  });
}

bool AsyncInvocations::Impl::accept(std::string function, Invocation invocation) {
  const std::lock_guard lock(mutex_);
  if (stopped_ || queue_.size() >= limits::async_invocations_max) {
    return false;
  }
  const std::int64_t now_ms = parts_.service_clock.now_ms();
  Queued& queued = queue_[++last_id_];
  queued.function = std::move(function);
  queued.invocation = std::move(invocation);
  queued.accepted_ms = now_ms;
  queued.due_ms = now_ms;
  post_catch_up();
  return true;
}

std::uint64_t AsyncInvocations::Impl::accepted() const {
  const std::lock_guard lock(mutex_);
  return last_id_;
}

void AsyncInvocations::Impl::post_catch_up() {
  gate_->post([weak = weak_from_this()] {
    if (const auto self = weak.lock()) {
      const std::lock_guard lock(self->mutex_);
      self->catch_up();
    }
  });
}

// A clock that was turned back must not stretch a wait beyond its length.
void AsyncInvocations::Impl::clock_changed() {
  const std::lock_guard lock(mutex_);
  const std::int64_t now_ms = parts_.service_clock.now_ms();
  for (auto& [id, queued] : queue_) {
    if (queued.due_ms) {
      queued.due_ms = std::min(*queued.due_ms, now_ms + queued.delay_ms);
    }
  }
  post_catch_up();
}

void AsyncInvocations::Impl::catch_up() {
  if (stopped_) {
    return;
  }
  const std::int64_t now_ms = parts_.service_clock.now_ms();
  for (auto at = queue_.begin(); at != queue_.end();) {
    const auto next = std::next(at);  // run() may forget this one
    if (at->second.due_ms && *at->second.due_ms <= now_ms) {
      run(at->first, at->second);
    }
    at = next;
  }
  set_timer(now_ms);
  waiters_.answer(report());
}

void AsyncInvocations::Impl::run(const std::uint64_t id, Queued& queued) {
  const auto entry = parts_.functions.find(queued.function);
  if (!entry) {
    parts_.report(fmt::format("an asynchronous invocation of {} is dropped: it was deleted",
                              queued.function));
    queue_.erase(id);
    return;
  }
  queued.due_ms.reset();
  entry->runtime->invoke(queued.invocation,
                         [gate = gate_, weak = weak_from_this(), id](InvokeResult result) {
                           gate->post([weak, id, result = std::move(result)] {
                             if (const auto self = weak.lock()) {
                               const std::lock_guard lock(self->mutex_);
                               self->ended(id, result);
                               self->catch_up();
                             }
                           });
                         });
}

void AsyncInvocations::Impl::ended(std::uint64_t id, const InvokeResult& result) {
  const auto found = queue_.find(id);
  if (found == queue_.end()) {
    return;
  }
  Queued& queued = found->second;
  const std::int64_t age_ms = parts_.service_clock.now_ms() - queued.accepted_ms;
  switch (result.status) {
    case InvokeStatus::Success:
      queue_.erase(found);
      return;
    case InvokeStatus::FunctionError:
      ++queued.failures;
      if (queued.failures < attempts_max && age_ms < limits::async_invocation_age_ms_max) {
        return wait(queued, queued.failures * minute_ms);
      }
      break;
    case InvokeStatus::Unreachable:
      ++queued.refusals;
      if (age_ms < limits::async_invocation_age_ms_max) {
        return wait(queued, refusal_delay_ms(queued.refusals));
      }
      break;
  }
  parts_.report(fmt::format("an asynchronous invocation of {} is given up after {} attempts: {}",
                            queued.function, queued.failures + queued.refusals,
                            result.payload.substr(0, limits::reason_bytes_max)));
  queue_.erase(found);
}

void AsyncInvocations::Impl::wait(Queued& queued, std::int64_t delay_ms) {
  queued.delay_ms = delay_ms;
  queued.due_ms = parts_.service_clock.now_ms() + delay_ms;
}

// While the clock is frozen only its change can make something due.
void AsyncInvocations::Impl::set_timer(std::int64_t now_ms) {
  timer_.cancel();
  if (parts_.service_clock.state().frozen) {
    return;
  }
  std::optional<std::int64_t> next_ms;
  for (const auto& [id, queued] : queue_) {
    if (queued.due_ms) {
      next_ms = std::min(next_ms.value_or(INT64_MAX), *queued.due_ms);
    }
  }
  if (next_ms) {
    timer_ = parts_.loop.schedule(milliseconds(std::max<std::int64_t>(1, *next_ms - now_ms)),
                                  [weak = weak_from_this()] {
                                    if (const auto self = weak.lock()) {
                                      const std::lock_guard lock(self->mutex_);
                                      self->catch_up();
                                    }
                                  });
  }
}

IdleReport AsyncInvocations::Impl::report() const {
  IdleReport report;
  const std::int64_t now_ms = parts_.service_clock.now_ms();
  bool in_motion = false;
  for (const auto& [id, queued] : queue_) {
    const bool waits = queued.due_ms && *queued.due_ms > now_ms;
    in_motion = in_motion || !waits;
    const std::string when = waits ? fmt::format("is due in {} ms", *queued.due_ms - now_ms)
                                   : std::string("is under way");
    report.waiting_for.push_back(fmt::format("asynchronous invocation of {}, attempt {} {}",
                                             queued.function, queued.failures + queued.refusals + 1,
                                             when));
  }
  report.idle = queue_.empty();
  report.waits_for_clock = !report.idle && !in_motion && parts_.service_clock.state().frozen;
  return report;
}

void AsyncInvocations::Impl::when_idle(milliseconds timeout, std::function<void(IdleReport)> done) {
  gate_->post([self = shared_from_this(), timeout, done = std::move(done)]() mutable {
    const std::lock_guard lock(self->mutex_);
    self->waiters_.add(timeout, std::move(done), [weak = self->weak_from_this()](auto id) {
      if (const auto waited_at = weak.lock()) {
        const std::lock_guard inner(waited_at->mutex_);
        waited_at->waiters_.time_is_up(id);
        waited_at->catch_up();
      }
    });
    self->catch_up();
  });
}

void AsyncInvocations::Impl::stop() {
  const std::lock_guard lock(mutex_);
  if (stopped_) {
    return;
  }
  stopped_ = true;
  timer_.cancel();
  queue_.clear();
  waiters_.answer_all(IdleReport{false, false, {"the server is stopping"}});
  gate_->close();
}

AsyncInvocations::AsyncInvocations(Parts parts) : impl_(std::make_shared<Impl>(std::move(parts))) {
  impl_->follow_clock();
}

AsyncInvocations::~AsyncInvocations() {
  stop();
}

bool AsyncInvocations::accept(std::string function, Invocation invocation) {
  return impl_->accept(std::move(function), std::move(invocation));
}

std::uint64_t AsyncInvocations::accepted() const {
  return impl_->accepted();
}

void AsyncInvocations::when_idle(milliseconds timeout, std::function<void(IdleReport)> done) {
  impl_->when_idle(timeout, std::move(done));
}

void AsyncInvocations::stop() {
  impl_->stop();
}

}  // namespace tombola::triggers
