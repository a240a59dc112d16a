// The threads and the clock around AsyncQueue: results and a moved clock come to the loop.
#include "triggers/functions/async_invocations.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "dynamodb/limits.h"
#include "triggers/idle_waiters.h"
#include "triggers/loop_gate.h"

namespace tombola::triggers {

using std::chrono::milliseconds;

namespace {

IdleReport stopped_report() {
  IdleReport report;
  report.idle = false;
  report.waiting_for = {"the server is stopping"};
  return report;
}

}  // namespace

class AsyncInvocations::Impl : public std::enable_shared_from_this<Impl> {
 public:
  explicit Impl(Parts parts);

  void follow_clock();
  void start();
  bool accept(AsyncTarget target, Invocation invocation);
  bool receives(const dynamodb::Namespace& name_space, std::string_view arn) const;
  std::uint64_t accepted() const;
  void when_idle(milliseconds timeout, std::function<void(IdleReport)> done, WaitUntil until);
  void stop();

 private:
  // On the loop: does `work` under the lock, then catches up.
  template <typename Work>
  void post(Work work);
  template <typename Work>
  void run(const Work& work);
  void catch_up();
  void invoke(LambdaRuntime& runtime, Invocation invocation, std::uint64_t id);
  void send(FailureReport report, std::uint64_t id);
  void set_timer();

  const Parts parts_;
  AsyncEventStore store_;
  const std::shared_ptr<LoopGate> gate_;
  mutable std::mutex mutex_;  // for all that follows
  AsyncQueue queue_;
  bool stopped_ = false;
  http::EventLoop::Timer timer_;
  IdleWaiters waiters_;
};

AsyncInvocations::Impl::Impl(Parts parts)
    : parts_(std::move(parts)),
      store_(parts_.transactions),
      gate_(std::make_shared<LoopGate>(parts_.loop)),
      queue_({store_, parts_.service_clock, parts_.functions, parts_.settings, parts_.destinations,
              parts_.report,
              [this](LambdaRuntime& runtime, Invocation invocation, std::uint64_t id) {
                invoke(runtime, std::move(invocation), id);
              },
              [this](FailureReport report, std::uint64_t id) { send(std::move(report), id); }}),
      waiters_(parts_.loop) {}

void AsyncInvocations::Impl::follow_clock() {
  // The clock keeps its listeners for good.
  parts_.service_clock.on_change([weak = weak_from_this()] {
    if (const auto self = weak.lock()) {
      self->post([](Impl& impl) { impl.queue_.clock_changed(); });
    }
  });
}

template <typename Work>
void AsyncInvocations::Impl::post(Work work) {
  gate_->post([weak = weak_from_this(), work = std::move(work)] {
    if (const auto self = weak.lock()) {
      self->run(work);
    }
  });
}

template <typename Work>
void AsyncInvocations::Impl::run(const Work& work) {
  const std::lock_guard lock(mutex_);
  if (!stopped_) {
    work(*this);
    catch_up();
  }
}

void AsyncInvocations::Impl::catch_up() {
  queue_.run();
  set_timer();
  if (!waiters_.empty()) {
    waiters_.answer(queue_.report());
  }
}

void AsyncInvocations::Impl::start() {
  {
    const std::lock_guard lock(mutex_);
    queue_.load();
  }
  post([](Impl&) {});
}

// Kept before it is accepted, and not under the lock: the disk may take its time.
bool AsyncInvocations::Impl::accept(AsyncTarget target, Invocation invocation) {
  AsyncEvent event;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || queue_.size() >= limits::async_invocations_max) {
      return false;
    }
    event.id = queue_.next_id();
  }
  event.target = std::move(target);
  event.invocation = std::move(invocation);
  event.accepted_ms = event.due_ms = parts_.service_clock.now_ms();
  store_.put(event);
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      queue_.add(std::move(event));
    }
  }
  post([](Impl&) {});
  return true;
}

bool AsyncInvocations::Impl::receives(const dynamodb::Namespace& name_space,
                                      std::string_view arn) const {
  const std::lock_guard lock(mutex_);
  return queue_.receives(name_space, arn);
}

std::uint64_t AsyncInvocations::Impl::accepted() const {
  const std::lock_guard lock(mutex_);
  return queue_.last_id();
}

// Results go through the gate: who has the work may still hold this when we are gone, and may call
// it before the call here returns, while we hold the lock.
void AsyncInvocations::Impl::invoke(LambdaRuntime& runtime, Invocation invocation,
                                    std::uint64_t id) {
  runtime.invoke(std::move(invocation),
                 [gate = gate_, weak = weak_from_this(), id](InvokeResult result) {
                   gate->post([weak, id, result = std::move(result)] {
                     if (const auto self = weak.lock()) {
                       self->run([&](Impl& impl) { impl.queue_.ended(id, result); });
                     }
                   });
                 });
}

void AsyncInvocations::Impl::send(FailureReport report, std::uint64_t id) {
  parts_.destinations->send(std::move(report), [gate = gate_, weak = weak_from_this(),
                                                id](std::optional<std::string> problem) {
    gate->post([weak, id, problem = std::move(problem)] {
      if (const auto self = weak.lock()) {
        self->run([&](Impl& impl) { impl.queue_.delivered(id, problem); });
      }
    });
  });
}

// While the clock is frozen only its change can make something due.
void AsyncInvocations::Impl::set_timer() {
  timer_.cancel();
  if (parts_.service_clock.state().frozen) {
    return;
  }
  if (const auto next_ms = queue_.next_due_ms()) {
    const std::int64_t delay_ms = *next_ms - parts_.service_clock.now_ms();
    timer_ = parts_.loop.schedule(milliseconds(std::max<std::int64_t>(1, delay_ms)),
                                  [weak = weak_from_this()] {
                                    if (const auto self = weak.lock()) {
                                      self->run([](Impl&) {});
                                    }
                                  });
  }
}

void AsyncInvocations::Impl::when_idle(milliseconds timeout, std::function<void(IdleReport)> done,
                                       WaitUntil until) {
  parts_.loop.post([self = shared_from_this(), timeout, until, done = std::move(done)]() mutable {
    {
      const std::lock_guard lock(self->mutex_);
      if (!self->stopped_) {
        self->waiters_.add(timeout, until, std::move(done),
                           [weak = self->weak_from_this()](auto id) {
                             if (const auto waited_at = weak.lock()) {
                               waited_at->run([&](Impl& impl) { impl.waiters_.time_is_up(id); });
                             }
                           });
        self->catch_up();
        return;
      }
    }
    done(stopped_report());
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
  waiters_.answer_all(stopped_report());
  gate_->close();
}

AsyncInvocations::AsyncInvocations(Parts parts) : impl_(std::make_shared<Impl>(std::move(parts))) {
  impl_->follow_clock();
}

AsyncInvocations::~AsyncInvocations() {
  stop();
}

void AsyncInvocations::start() {
  impl_->start();
}

bool AsyncInvocations::accept(AsyncTarget target, Invocation invocation) {
  return impl_->accept(std::move(target), std::move(invocation));
}

bool AsyncInvocations::receives(const dynamodb::Namespace& name_space,
                                std::string_view destination_arn) const {
  return impl_->receives(name_space, destination_arn);
}

std::uint64_t AsyncInvocations::accepted() const {
  return impl_->accepted();
}

void AsyncInvocations::when_idle(milliseconds timeout, std::function<void(IdleReport)> done,
                                 WaitUntil until) {
  impl_->when_idle(timeout, std::move(done), until);
}

void AsyncInvocations::stop() {
  impl_->stop();
}

}  // namespace tombola::triggers
