#include "triggers/functions/async_queue.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "triggers/runtimes/identifiers.h"

namespace tombola::triggers {
namespace {

constexpr std::int64_t minute_ms = 60'000;

// Doubles from a second to five minutes.
std::int64_t refusal_delay_ms(int refusals) {
  constexpr std::int64_t longest_ms = 5 * minute_ms;
  std::int64_t delay_ms = 1000;
  for (int i = 1; i < refusals && delay_ms < longest_ms; ++i) {
    delay_ms *= 2;
  }
  return std::min(delay_ms, longest_ms);
}

std::vector<AsyncDelivery> deliveries_to(const std::string& arn, const std::string& body) {
  return arn.empty() ? std::vector<AsyncDelivery>() : std::vector<AsyncDelivery>{{arn, body}};
}

}  // namespace

void AsyncQueue::load() {
  for (AsyncEvent& event : parts_.store.load()) {
    last_id_ = std::max(last_id_, event.id);
    add(std::move(event));
  }
}

void AsyncQueue::add(AsyncEvent event) {
  const std::uint64_t id = event.id;
  queue_.emplace(id, Queued{std::move(event)});
}

std::shared_ptr<const FunctionRegistry::Entry> AsyncQueue::find(const AsyncTarget& target) const {
  return parts_.functions.find(
      parts_.functions.name_of(target.name_space, target.function, target.qualifier));
}

bool AsyncQueue::receives(const dynamodb::Namespace& name_space, std::string_view arn) const {
  if (const auto function = parse_function_arn(arn)) {
    return function->name_space == name_space && find(*function) != nullptr;
  }
  return parts_.destinations != nullptr && parts_.destinations->receives(arn);
}

// A clock that was turned back must not stretch a wait beyond its length.
void AsyncQueue::clock_changed() {
  const std::int64_t now_ms = parts_.service_clock.now_ms();
  for (auto& [id, queued] : queue_) {
    queued.event.due_ms = std::min(queued.event.due_ms, now_ms + queued.event.delay_ms);
  }
}

// What has ended has deliveries that are due at once, and those may make other events: another
// round, until all that is left is under way or waits.
void AsyncQueue::run() {
  const std::int64_t now_ms = parts_.service_clock.now_ms();
  for (bool again = true; again;) {
    again = false;
    for (auto at = queue_.begin(); at != queue_.end();) {
      const std::uint64_t id = at->first;
      if (!at->second.under_way && at->second.event.due_ms <= now_ms) {
        go_on(at->second);  // may forget this one
        again = true;
      }
      at = queue_.upper_bound(id);
    }
  }
}

void AsyncQueue::go_on(Queued& queued) {
  try {
    queued.event.deliveries.empty() ? invoke(queued) : deliver(queued);
  } catch (const std::exception& error) {
    postpone(queued, error);
  }
}

// Storage refuses; what is kept already stays so.
void AsyncQueue::postpone(Queued& queued, const std::exception& error) {
  parts_.report(fmt::format("the queue of asynchronous invocations: {}", error.what()));
  queued.under_way = false;
  queued.event.delay_ms = minute_ms;
  queued.event.due_ms = parts_.service_clock.now_ms() + minute_ms;
}

void AsyncQueue::invoke(Queued& queued) {
  const AsyncEvent& event = queued.event;
  const auto entry = find(event.target);
  if (!entry) {
    parts_.report(fmt::format("an asynchronous invocation of {} is dropped: it was deleted",
                              event.target.function));
    return forget(event.id);
  }
  const AsyncSettings settings = parts_.settings(event.target);
  if (settings.reserves_nothing) {
    return give_up(queued, AsyncCondition::ZeroReservedConcurrency, nullptr);
  }
  const bool tried = event.failures + event.refusals > 0;
  if (tried && parts_.service_clock.now_ms() - event.accepted_ms >= settings.age_ms_max) {
    return give_up(queued, AsyncCondition::EventAgeExceeded, nullptr);
  }
  queued.under_way = true;
  Invocation invocation = event.invocation;
  invocation.cause.source = InvocationCause::Source::Event;
  invocation.cause.attempt = event.failures + event.refusals + 1;
  parts_.invoke(*entry->runtime, std::move(invocation), event.id);
}

void AsyncQueue::ended(std::uint64_t id, const InvokeResult& result) {
  const auto found = queue_.find(id);
  if (found == queue_.end()) {
    return;
  }
  found->second.under_way = false;
  try {
    settle(found->second, result);
  } catch (const std::exception& error) {
    postpone(found->second, error);
  }
}

void AsyncQueue::settle(Queued& queued, const InvokeResult& result) {
  const AsyncSettings settings = parts_.settings(queued.event.target);
  switch (result.status) {
    case InvokeStatus::Success: {
      const AsyncOutcome outcome{AsyncCondition::Success, queued.event.target.arn(),
                                 queued.event.failures + 1, parts_.service_clock.now_ms(), result};
      return finish(queued, deliveries_to(settings.on_success,
                                          async_record_json(queued.event.invocation, outcome)));
    }
    case InvokeStatus::FunctionError:
      if (++queued.event.failures > settings.retry_attempts_max) {
        return give_up(queued, AsyncCondition::RetriesExhausted, &result);
      }
      return try_again(queued, queued.event.failures * minute_ms, settings);
    case InvokeStatus::Unreachable:
      ++queued.event.refusals;
      if (parts_.service_clock.now_ms() - queued.event.accepted_ms >= settings.age_ms_max) {
        return give_up(queued, AsyncCondition::EventAgeExceeded, &result);
      }
      return try_again(queued, refusal_delay_ms(queued.event.refusals), settings);
  }
}

// Not beyond the age at which it is given up.
void AsyncQueue::try_again(Queued& queued, std::int64_t delay_ms, const AsyncSettings& settings) {
  const std::int64_t age_ms = parts_.service_clock.now_ms() - queued.event.accepted_ms;
  wait(queued, std::clamp<std::int64_t>(settings.age_ms_max - age_ms, 0, delay_ms));
}

void AsyncQueue::give_up(Queued& queued, AsyncCondition condition, const InvokeResult* result) {
  const AsyncEvent& event = queued.event;
  const AsyncSettings settings = parts_.settings(event.target);
  AsyncOutcome outcome{condition, event.target.arn(), event.failures, parts_.service_clock.now_ms(),
                       std::nullopt};
  if (result != nullptr) {
    outcome.result = *result;
  }
  parts_.report(fmt::format("an asynchronous invocation of {} is given up after {} attempts: {}",
                            event.target.function, event.failures + event.refusals,
                            result == nullptr
                                ? "it is not to be run any more"
                                : result->payload.substr(0, limits::reason_bytes_max)));
  auto deliveries =
      deliveries_to(settings.on_failure, async_record_json(event.invocation, outcome));
  const auto dead_letter = deliveries_to(settings.dead_letter_target, event.invocation.event_json);
  deliveries.insert(deliveries.end(), dead_letter.begin(), dead_letter.end());
  finish(queued, std::move(deliveries));
}

// It will not run any more.
void AsyncQueue::finish(Queued& queued, std::vector<AsyncDelivery> deliveries) {
  if (deliveries.empty()) {
    return forget(queued.event.id);
  }
  queued.event.deliveries = std::move(deliveries);
  queued.event.ended_ms = queued.event.due_ms = parts_.service_clock.now_ms();
  queued.event.delay_ms = 0;
  save(queued.event);
}

void AsyncQueue::deliver(Queued& queued) {
  const AsyncDelivery& delivery = queued.event.deliveries.front();
  if (const auto function = parse_function_arn(delivery.destination_arn)) {
    return delivered(queued.event.id, hand_to_function(queued, *function));
  }
  if (parts_.destinations == nullptr || !parts_.destinations->receives(delivery.destination_arn)) {
    return delivered(queued.event.id, "there is no such destination");
  }
  // S3's key is aws/lambda/async/<function>/..., as the one of a mapping has its UUID and shard.
  FailureReport failure{delivery.destination_arn, "async",       queued.event.target.function,
                        queued.event.ended_ms,    delivery.body, {}};
  queued.under_way = true;
  parts_.send(std::move(failure), queued.event.id);
}

// Why it cannot be, or nothing.
std::optional<std::string> AsyncQueue::hand_to_function(const Queued& queued,
                                                        const AsyncTarget& target) {
  if (target.name_space != queued.event.target.name_space || !find(target)) {
    return "there is no such function";
  }
  if (queue_.size() >= limits::async_invocations_max) {
    return "too many asynchronous invocations wait";
  }
  AsyncEvent event;
  event.id = next_id();
  event.target = target;
  event.invocation.request_id = new_request_id();
  event.invocation.event_json = queued.event.deliveries.front().body;
  event.invocation.function_arn = queued.event.deliveries.front().destination_arn;
  event.accepted_ms = event.due_ms = parts_.service_clock.now_ms();
  parts_.store.put(event);
  add(std::move(event));
  return std::nullopt;
}

void AsyncQueue::delivered(std::uint64_t id, const std::optional<std::string>& problem) {
  const auto found = queue_.find(id);
  if (found == queue_.end()) {
    return;
  }
  Queued& queued = found->second;
  AsyncEvent& event = queued.event;
  queued.under_way = false;
  if (problem) {
    ++event.delivery_failures;
    const std::int64_t age_ms = parts_.service_clock.now_ms() - event.ended_ms;
    if (age_ms < limits::async_invocation_age_ms_max) {
      return wait(queued, refusal_delay_ms(event.delivery_failures));
    }
    parts_.report(fmt::format("the record of an asynchronous invocation of {} is dropped: {}: {}",
                              event.target.function, event.deliveries.front().destination_arn,
                              *problem));
  }
  event.deliveries.erase(event.deliveries.begin());
  event.delivery_failures = 0;
  if (event.deliveries.empty()) {
    return forget(id);
  }
  event.due_ms = parts_.service_clock.now_ms();
  event.delay_ms = 0;
  save(event);
}

void AsyncQueue::forget(std::uint64_t id) {
  queue_.erase(id);
  try {
    parts_.store.erase(id);
  } catch (const std::exception& error) {
    parts_.report(
        fmt::format("an asynchronous invocation is done, and will be run again after a "
                    "restart: {}",
                    error.what()));
  }
}

void AsyncQueue::wait(Queued& queued, std::int64_t delay_ms) {
  queued.event.delay_ms = delay_ms;
  queued.event.due_ms = parts_.service_clock.now_ms() + delay_ms;
  save(queued.event);
}

// A restart knows less then, and runs no fewer.
void AsyncQueue::save(const AsyncEvent& event) {
  try {
    parts_.store.put(event);
  } catch (const std::exception& error) {
    parts_.report(fmt::format("the queue of asynchronous invocations: {}", error.what()));
  }
}

bool AsyncQueue::waits(const Queued& queued, std::int64_t now_ms) const {
  return !queued.under_way && queued.event.due_ms > now_ms;
}

std::string AsyncQueue::describe(const Queued& queued, std::int64_t now_ms) const {
  const AsyncEvent& event = queued.event;
  const std::string what =
      event.deliveries.empty()
          ? fmt::format("attempt {}", event.failures + event.refusals + 1)
          : fmt::format("its record for {}", event.deliveries.front().destination_arn);
  const std::string when = waits(queued, now_ms)
                               ? fmt::format("is due in {} ms", event.due_ms - now_ms)
                               : std::string("is under way");
  return fmt::format("asynchronous invocation of {}, {} {}", event.target.function, what, when);
}

std::optional<std::int64_t> AsyncQueue::next_due_ms() const {
  std::optional<std::int64_t> next_ms;
  for (const auto& [id, queued] : queue_) {
    if (!queued.under_way) {
      next_ms = std::min(next_ms.value_or(INT64_MAX), queued.event.due_ms);
    }
  }
  return next_ms;
}

IdleReport AsyncQueue::report() const {
  IdleReport report;
  const std::int64_t now_ms = parts_.service_clock.now_ms();
  bool in_motion = false;
  for (const auto& [id, queued] : queue_) {
    in_motion = in_motion || !waits(queued, now_ms);
    report.waiting_for.push_back(describe(queued, now_ms));
  }
  report.idle = queue_.empty();
  report.waits_for_clock = !report.idle && !in_motion;
  report.stuck = report.waits_for_clock && parts_.service_clock.state().frozen;
  report.next_due_ms = next_due_ms();
  return report;
}

}  // namespace tombola::triggers
