// The threads and the clock around MappingDelivery. Whatever happens - a commit, a catalog change,
// a moved clock, an ended invocation - comes to the loop, and each time the loop catches up with
// all that was raised until then before it looks whether anything is left. That is why idleness is
// never told early: a write raises its mark before it is acknowledged.
#include "triggers/dispatcher.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "triggers/idle_waiters.h"
#include "triggers/loop_gate.h"
#include "triggers/mapping_deliveries.h"
#include "triggers/mapping_store.h"
#include "triggers/nudges.h"

namespace tombola::triggers {

using std::chrono::milliseconds;

namespace {

IdleReport stopped_report() {
  IdleReport report;
  report.idle = false;
  report.waiting_for = {"the dispatcher has stopped"};
  return report;
}

}  // namespace

class Dispatcher::Impl : public std::enable_shared_from_this<Dispatcher::Impl> {
 public:
  explicit Impl(DispatcherParts parts);
  void follow_clock();

  void declare_flag_mappings(const std::vector<EventSourceMapping>& mappings);
  void put_mapping(const EventSourceMapping& mapping);
  std::optional<std::string> make_mapping(const EventSourceMapping& mapping);
  bool change_mapping(std::string_view uuid, const MappingStore::Edit& edit);
  bool erase_mapping(std::string_view uuid);
  std::vector<MappingStore::Stored> mappings() { return store_.load(); }
  void start();
  void stop(milliseconds grace);
  void when_idle(milliseconds timeout, std::function<void(IdleReport)> done, WaitUntil until);
  void nudge(Nudges::Marks mark);

 private:
  // On the loop: does `work` under the lock, then catches up.
  template <typename Work>
  void run(Work work);
  void mappings_changed();
  void check_destination(const EventSourceMapping& mapping) const;
  void catch_up();
  bool refresh_deliveries(std::int64_t now_ms);
  void give_turn_to_others();
  void invoke(LambdaRuntime& runtime, Invocation invocation, WorkTicket ticket);
  void report_failure(FailureReport failure, WorkTicket ticket);
  // `tell`: the delivery what came of its work.
  template <typename Tell>
  void work_ended(const WorkTicket& ticket, Tell tell);
  void set_timer(std::int64_t now_ms);
  IdleReport report() const;

  const DispatcherParts parts_;
  MappingStore store_;
  Nudges nudges_;
  const std::shared_ptr<LoopGate> gate_;

  std::mutex mutex_;  // for all that follows
  std::condition_variable work_ended_;
  MappingDeliveries deliveries_;
  bool started_ = false;
  bool stopping_ = false;  // starts nothing any more
  bool ended_ = false;     // touches nothing any more
  bool turn_posted_ = false;
  std::size_t in_flight_ = 0;  // invocations and failure records
  http::EventLoop::Timer timer_;
  IdleWaiters waiters_;
};

Dispatcher::Impl::Impl(DispatcherParts parts)
    : parts_(parts),
      store_(parts.transactions, parts.catalog),
      gate_(std::make_shared<LoopGate>(parts.loop)),
      deliveries_({parts.transactions, parts.catalog, parts.functions, store_, parts.failures,
                   [this](LambdaRuntime& runtime, Invocation invocation, WorkTicket ticket) {
                     invoke(runtime, std::move(invocation), std::move(ticket));
                   },
                   [this](FailureReport failure, WorkTicket ticket) {
                     report_failure(std::move(failure), std::move(ticket));
                   }}),
      waiters_(parts.loop) {}

void Dispatcher::Impl::follow_clock() {
  // The clock keeps its listeners for good, so this one must bear to outlive us.
  parts_.service_clock.on_change([weak = weak_from_this()] {
    if (const auto self = weak.lock()) {
      self->nudge(Nudges::clock_changed);
    }
  });
}

void Dispatcher::Impl::nudge(Nudges::Marks mark) {
  if (nudges_.raise(mark)) {
    gate_->post([weak = weak_from_this()] {
      if (const auto self = weak.lock()) {
        self->run([] {});
      }
    });
  }
}

template <typename Work>
void Dispatcher::Impl::run(Work work) {
  const std::lock_guard lock(mutex_);
  if (!ended_) {
    work();
    catch_up();
  }
}

// Everything raised until now is noticed here; a mark that comes later wakes the loop again.
void Dispatcher::Impl::catch_up() {
  const std::int64_t now_ms = parts_.service_clock.now_ms();
  // Another round only after a refresh: at a change of the catalog, and when a drained stream makes
  // way for the table's next one, of which there are few.
  for (bool again = true; again;) {
    const Nudges::Marks marks = nudges_.take();
    if (!started_ || stopping_) {
      break;
    }
    deliveries_.notice(marks, now_ms);
    const bool refreshed = refresh_deliveries(now_ms);
    again = deliveries_.run(marks, now_ms) || refreshed;
  }
  give_turn_to_others();
  set_timer(now_ms);
  if (!waiters_.empty()) {
    waiters_.answer(report());
  }
}

// A mapping that stopped in the middle goes on in the loop's next turn.
void Dispatcher::Impl::give_turn_to_others() {
  const bool turn_left = started_ && !stopping_ && deliveries_.turn_left();
  if (turn_left && !std::exchange(turn_posted_, true)) {
    gate_->post([weak = weak_from_this()] {
      if (const auto self = weak.lock()) {
        self->run([&] { self->turn_posted_ = false; });
      }
    });
  }
}

// Whether there was anything to refresh.
bool Dispatcher::Impl::refresh_deliveries(std::int64_t now_ms) {
  const bool refreshed = deliveries_.refresh(now_ms);
  if (refreshed) {
    // Before anything is read: a commit that the reading misses finds us listening.
    nudges_.listen_to(deliveries_.listened_to());
  }
  return refreshed;
}

void Dispatcher::Impl::declare_flag_mappings(const std::vector<EventSourceMapping>& mappings) {
  for (const EventSourceMapping& mapping : mappings) {
    check_destination(mapping);
  }
  store_.declare_flag_mappings(mappings, parts_.service_clock.now_ms());
  mappings_changed();
}

void Dispatcher::Impl::put_mapping(const EventSourceMapping& mapping) {
  check_destination(mapping);
  store_.put(mapping, parts_.service_clock.now_ms());
  mappings_changed();
}

std::optional<std::string> Dispatcher::Impl::make_mapping(const EventSourceMapping& mapping) {
  check_destination(mapping);
  auto twin = store_.make(mapping, parts_.service_clock.now_ms());
  mappings_changed();
  return twin;
}

bool Dispatcher::Impl::change_mapping(std::string_view uuid, const MappingStore::Edit& edit) {
  const auto checked_edit = [&](EventSourceMapping& mapping) {
    edit(mapping);
    check_destination(mapping);
  };
  const bool changed = store_.change(uuid, checked_edit, parts_.service_clock.now_ms());
  mappings_changed();
  return changed;
}

bool Dispatcher::Impl::erase_mapping(std::string_view uuid) {
  bool erased = false;
  {
    // Under the lock, so that no position is saved behind it.
    const std::lock_guard lock(mutex_);
    deliveries_.erase(uuid);
    erased = store_.erase(uuid);
  }
  nudge(Nudges::mappings_changed);
  return erased;
}

// A record that is given up must not vanish because of a typing error.
void Dispatcher::Impl::check_destination(const EventSourceMapping& mapping) const {
  const std::string& destination = mapping.on_failure_destination;
  if (!destination.empty() &&
      (parts_.failures == nullptr || !parts_.failures->receives(destination))) {
    throw std::runtime_error(fmt::format(
        "event source mapping of {}: DestinationConfig names {}, and nothing here receives failure "
        "records for it",
        mapping.table, destination));
  }
}

void Dispatcher::Impl::mappings_changed() {
  {
    const std::lock_guard lock(mutex_);
    if (started_ && !ended_) {
      deliveries_.load(store_.load(), parts_.service_clock.now_ms());
    }
  }
  nudge(Nudges::mappings_changed);
}

void Dispatcher::Impl::start() {
  {
    const std::lock_guard lock(mutex_);
    deliveries_.load(store_.load(), parts_.service_clock.now_ms());
    started_ = true;
  }
  nudge(Nudges::mappings_changed);
}

// Results go through the gate: who has the work may still hold this when we are gone, and may call
// it before the call here returns, while we hold the lock.
void Dispatcher::Impl::invoke(LambdaRuntime& runtime, Invocation invocation, WorkTicket ticket) {
  ++in_flight_;
  runtime.invoke(std::move(invocation), [gate = gate_, weak = weak_from_this(),
                                         ticket = std::move(ticket)](InvokeResult result) {
    gate->post([weak, ticket, result = std::move(result)] {
      if (const auto self = weak.lock()) {
        self->work_ended(ticket, [&](MappingDelivery& delivery, std::int64_t now_ms) {
          delivery.invocation_ended(ticket, result, now_ms);
        });
      }
    });
  });
}

void Dispatcher::Impl::report_failure(FailureReport failure, WorkTicket ticket) {
  ++in_flight_;
  auto done = [gate = gate_, weak = weak_from_this(),
               ticket = std::move(ticket)](std::optional<std::string> problem) {
    gate->post([weak, ticket, problem = std::move(problem)] {
      if (const auto self = weak.lock()) {
        self->work_ended(ticket, [&](MappingDelivery& delivery, std::int64_t now_ms) {
          delivery.report_ended(ticket, problem, now_ms);
        });
      }
    });
  };
  if (parts_.failures == nullptr || !parts_.failures->receives(failure.destination_arn)) {
    return done("there is no such destination");
  }
  parts_.failures->send(std::move(failure), std::move(done));
}

template <typename Tell>
void Dispatcher::Impl::work_ended(const WorkTicket& ticket, Tell tell) {
  run([&] {
    if (MappingDelivery* delivery = deliveries_.find(ticket.mapping_uuid)) {
      tell(*delivery, parts_.service_clock.now_ms());
    }
    --in_flight_;
    if (in_flight_ == 0) {
      work_ended_.notify_all();
    }
  });
}

// One timer for whatever waits for the service clock. While that is frozen only its change can make
// something due, and that raises a mark.
void Dispatcher::Impl::set_timer(std::int64_t now_ms) {
  timer_.cancel();
  if (!started_ || stopping_ || parts_.service_clock.state().frozen) {
    return;
  }
  if (const auto due_ms = deliveries_.next_due_ms()) {
    const milliseconds delay(std::max<std::int64_t>(1, *due_ms - now_ms));
    timer_ = parts_.loop.schedule(delay, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) {
        self->run([] {});
      }
    });
  }
}

void Dispatcher::Impl::when_idle(milliseconds timeout, std::function<void(IdleReport)> done,
                                 WaitUntil until) {
  parts_.loop.post([self = shared_from_this(), timeout, until, done = std::move(done)]() mutable {
    {
      const std::lock_guard lock(self->mutex_);
      if (!self->ended_) {
        self->waiters_.add(timeout, until, std::move(done),
                           [weak = self->weak_from_this()](auto id) {
                             if (const auto waited_at = weak.lock()) {
                               waited_at->run([&] { waited_at->waiters_.time_is_up(id); });
                             }
                           });
        self->catch_up();
        return;
      }
    }
    done(stopped_report());
  });
}

IdleReport Dispatcher::Impl::report() const {
  IdleReport report;
  if (!started_ || stopping_) {
    report.idle = false;
    report.waiting_for = {stopping_ ? "the dispatcher is stopping"
                                    : "the dispatcher has not been started"};
    return report;
  }
  const ServiceTime time{parts_.service_clock.now_ms(), parts_.service_clock.state().frozen};
  MappingDelivery::Unfinished unfinished = deliveries_.unfinished(time);
  report.idle = unfinished.lines.empty();
  report.waits_for_clock = !report.idle && unfinished.lines_in_motion == 0;
  report.endless = report.waits_for_clock && unfinished.lines_endless == unfinished.lines.size();
  report.stuck = report.waits_for_clock && (time.frozen || report.endless);
  report.next_due_ms = deliveries_.next_due_ms();
  report.waiting_for = std::move(unfinished.lines);
  return report;
}

void Dispatcher::Impl::stop(milliseconds grace) {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  work_ended_.wait_for(lock, grace, [this] { return in_flight_ == 0; });
  if (ended_) {
    return;
  }
  deliveries_.save_moves(parts_.service_clock.now_ms());
  ended_ = true;
  gate_->close();
  timer_.cancel();
  waiters_.answer_all(stopped_report());
  deliveries_.clear();
}

Dispatcher::Dispatcher(DispatcherParts parts) : impl_(std::make_shared<Impl>(parts)) {
  impl_->follow_clock();
}

Dispatcher::~Dispatcher() {
  stop(milliseconds::zero());
}

void Dispatcher::declare_flag_mappings(const std::vector<EventSourceMapping>& mappings) {
  impl_->declare_flag_mappings(mappings);
}

void Dispatcher::put_mapping(const EventSourceMapping& mapping) {
  impl_->put_mapping(mapping);
}

std::optional<std::string> Dispatcher::make_mapping(const EventSourceMapping& mapping) {
  return impl_->make_mapping(mapping);
}

bool Dispatcher::change_mapping(std::string_view uuid, const MappingStore::Edit& edit) {
  return impl_->change_mapping(uuid, edit);
}

bool Dispatcher::erase_mapping(std::string_view uuid) {
  return impl_->erase_mapping(uuid);
}

std::vector<MappingStore::Stored> Dispatcher::mappings() {
  return impl_->mappings();
}

void Dispatcher::start() {
  impl_->start();
}

void Dispatcher::stop(milliseconds grace) {
  impl_->stop(grace);
}

void Dispatcher::when_idle(milliseconds timeout, std::function<void(IdleReport)> done,
                           WaitUntil until) {
  impl_->when_idle(timeout, std::move(done), until);
}

void Dispatcher::changes_committed(dynamodb::StreamId stream, const storage::CommitReceipt&) {
  impl_->nudge(Nudges::of_stream(stream));
}

void Dispatcher::catalog_changed() {
  impl_->nudge(Nudges::catalog_changed);
}

}  // namespace tombola::triggers
