#include "triggers/runtimes/process_runtime.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <future>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "http/listener.h"
#include "triggers/runtimes/environment.h"
#include "triggers/runtimes/function_error.h"
#include "triggers/runtimes/handler_code.h"
#include "triggers/runtimes/identifiers.h"
#include "triggers/runtimes/inspector_port.h"
#include "triggers/runtimes/invocation_log.h"

namespace tombola::triggers {

namespace {

InvokeResult unreachable(const std::string& request_id, const std::string& reason) {
  InvokeResult result;
  result.status = InvokeStatus::Unreachable;
  result.request_id = request_id;
  result.reason = reason;
  result.payload = error_object("Unreachable", reason);
  return result;
}

}  // namespace

// On the event loop only.
class ProcessRuntime::Impl : public std::enable_shared_from_this<Impl>, public Environment::Owner {
 public:
  Impl(Function function, RuntimeContext& context)
      : function_(std::move(function)),
        context_(context),
        code_(make_handler_code(function_, context)) {}

  RuntimeContext& context() { return context_; }
  const Function& function() const { return function_; }
  // Starts an environment that no invocation waits for.
  void start_early();
  void accept(Invocation invocation, Done done);
  void shut_down();

 private:
  struct Waiting {
    Invocation invocation;
    Done done;
  };
  struct Slot {
    std::unique_ptr<Environment> environment;
    std::uint64_t idle_since =
        0;  // counts up; the latest is taken first, so that the others may end
    http::EventLoop::Timer idle_timer;
  };
  enum class CodeState { Unknown, Preparing, Ready };

  void environment_changed(Environment& environment) override;
  void serve_queue();
  void prepare_code();
  void code_prepared(HandlerCode::Prepared prepared);
  void retire_environments();
  Slot* idle_slot();
  int count(std::initializer_list<Environment::State> states) const;
  void start_environments();
  bool may_start_another();
  bool start_environment();
  void became_idle(Environment& environment);
  void idle_limit_reached(const Environment& environment);
  void drop(const Environment& environment);
  Waiting take_waiting();
  const std::string* missing_interpreter();
  void refuse_all(const std::string& reason);
  void fail_all(const HandlerCode::Broken& broken);

  const Function function_;
  RuntimeContext& context_;
  const std::unique_ptr<HandlerCode> code_;
  CodeState code_state_ = CodeState::Unknown;
  std::string file_;  // what environments load, when Ready
  std::deque<Waiting> waiting_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::uint64_t idle_count_ = 0;
  bool shut_down_ = false;
  bool starts_early_ = false;
  int port_waits_ = 0;  // for the inspect port
  http::EventLoop::Timer port_timer_;
};

void ProcessRuntime::Impl::accept(Invocation invocation, Done done) {
  if (invocation.request_id.empty()) invocation.request_id = new_request_id();
  const std::string& id = invocation.request_id;
  if (shut_down_) return done(unreachable(id, "the function was shut down"));
  if (const std::string* reason = missing_interpreter()) return done(unreachable(id, *reason));
  if (waiting_.size() >= limits::waiting_invocations_max) {
    return done(unreachable(
        id, fmt::format("{} invocations of {} are waiting already for its {} environments",
                        waiting_.size(), function_.name, function_.concurrency_max)));
  }
  waiting_.push_back({std::move(invocation), std::move(done)});
  if (code_state_ == CodeState::Ready && code_->changed()) {
    code_state_ = CodeState::Unknown;
    retire_environments();
  }
  serve_queue();
}

// Why the handler cannot be interpreted here; null when it can, or need not be.
const std::string* ProcessRuntime::Impl::missing_interpreter() {
  if (function_.runtime == RuntimeKind::Executable) return nullptr;
  const Interpreter& interpreter =
      function_.runtime == RuntimeKind::Python ? context_.python() : context_.node();
  return interpreter.program.empty() ? &interpreter.reason : nullptr;
}

void ProcessRuntime::Impl::serve_queue() {
  if (shut_down_ || (waiting_.empty() && !starts_early_)) return;
  if (code_state_ != CodeState::Ready) return prepare_code();
  while (!waiting_.empty()) {
    Slot* slot = idle_slot();
    if (slot == nullptr) break;
    slot->idle_timer.cancel();
    Waiting next = take_waiting();
    slot->environment->run(std::move(next.invocation), std::move(next.done));
  }
  start_environments();
}

void ProcessRuntime::Impl::start_early() {
  starts_early_ = missing_interpreter() == nullptr;
  serve_queue();
}

// --- The code ---

void ProcessRuntime::Impl::prepare_code() {
  if (code_state_ == CodeState::Preparing) return;
  code_state_ = CodeState::Preparing;
  code_->prepare([this](HandlerCode::Prepared prepared) { code_prepared(std::move(prepared)); });
}

void ProcessRuntime::Impl::code_prepared(HandlerCode::Prepared prepared) {
  // Whatever is wrong may be right by the next invocation: it looks again.
  code_state_ = CodeState::Unknown;
  if (const auto* missing = std::get_if<HandlerCode::Missing>(&prepared)) {
    return refuse_all(missing->reason);
  }
  if (const auto* broken = std::get_if<HandlerCode::Broken>(&prepared)) return fail_all(*broken);
  code_state_ = CodeState::Ready;
  file_ = std::move(std::get<HandlerCode::Ready>(prepared).file);
  serve_queue();
}

void ProcessRuntime::Impl::retire_environments() {
  // Those that end at once tell us so, and new ones may start meanwhile: these are not meant.
  std::vector<Environment*> outdated;
  for (const auto& slot : slots_) outdated.push_back(slot->environment.get());
  for (Environment* environment : outdated) environment->retire();
}

// --- Environments ---

ProcessRuntime::Impl::Slot* ProcessRuntime::Impl::idle_slot() {
  Slot* latest = nullptr;
  for (const auto& slot : slots_) {
    if (slot->environment->state() != Environment::State::Idle) continue;
    if (latest == nullptr || slot->idle_since > latest->idle_since) latest = slot.get();
  }
  return latest;
}

int ProcessRuntime::Impl::count(std::initializer_list<Environment::State> states) const {
  return static_cast<int>(std::count_if(slots_.begin(), slots_.end(), [&](const auto& slot) {
    return std::find(states.begin(), states.end(), slot->environment->state()) != states.end();
  }));
}

void ProcessRuntime::Impl::start_environments() {
  using enum Environment::State;
  const auto about_to_be_free = [this] {
    return std::count_if(slots_.begin(), slots_.end(),
                         [](const auto& slot) { return slot->environment->will_serve(); });
  };
  while (std::ssize(waiting_) + (starts_early_ ? 1 : 0) > about_to_be_free() &&
         count({Starting}) < context_.options().starting_max &&
         count({Starting, Idle, Busy, Finishing}) < function_.concurrency_max &&
         may_start_another()) {
    starts_early_ = false;
    if (!start_environment()) return;
  }
}

// The inspector wants the port that the last environment had, which may just be ending. When
// somebody else keeps it the function runs all the same; Node says that it cannot listen.
bool ProcessRuntime::Impl::may_start_another() {
  if (function_.inspect_port == 0) return true;
  if (!slots_.empty()) return false;
  constexpr int waits_max = 100;
  constexpr std::chrono::milliseconds wait{50};
  if (port_is_free(function_.inspect_port) || port_waits_ == waits_max) {
    port_waits_ = 0;
    return true;
  }
  ++port_waits_;
  port_timer_ = context_.loop().schedule(wait, [this] { serve_queue(); });
  return false;
}

bool ProcessRuntime::Impl::start_environment() {
  std::string reason;
  try {
    auto slot = std::make_unique<Slot>();
    slot->environment = std::make_unique<Environment>(function_, context_, file_, *this);
    slots_.push_back(std::move(slot));
    return true;
  } catch (const std::exception& error) {  // the process or its listener cannot be had
    reason =
        fmt::format("an environment of {} cannot be started: {}", function_.name, error.what());
  }
  // With others at work the queue still moves.
  using enum Environment::State;
  if (count({Starting, Idle, Busy, Finishing}) == 0) refuse_all(reason);
  return false;
}

void ProcessRuntime::Impl::environment_changed(Environment& environment) {
  switch (environment.state()) {
    case Environment::State::Idle:
      became_idle(environment);
      break;
    case Environment::State::Gone:
      drop(environment);
      [[fallthrough]];
    case Environment::State::Ending:
      if (environment.failed_to_start() && !waiting_.empty()) {
        Waiting first = take_waiting();
        environment.fail(std::move(first.invocation), std::move(first.done));
      }
      break;
    default:
      break;
  }
  serve_queue();
}

void ProcessRuntime::Impl::became_idle(Environment& environment) {
  for (const auto& slot : slots_) {
    if (slot->environment.get() != &environment) continue;
    slot->idle_since = ++idle_count_;
    slot->idle_timer = context_.loop().schedule(
        context_.options().idle_limit, [this, &environment] { idle_limit_reached(environment); });
  }
}

void ProcessRuntime::Impl::idle_limit_reached(const Environment& environment) {
  using enum Environment::State;
  if (count({Starting, Idle, Busy, Finishing}) <= 1) return;  // one is kept warm
  for (const auto& slot : slots_) {
    if (slot->environment.get() == &environment) return slot->environment->retire();
  }
}

// The environment may be on the call stack: it is destroyed in the loop's next turn.
void ProcessRuntime::Impl::drop(const Environment& environment) {
  const auto slot = std::find_if(slots_.begin(), slots_.end(), [&](const auto& candidate) {
    return candidate->environment.get() == &environment;
  });
  if (slot == slots_.end()) return;
  (*slot)->idle_timer.cancel();
  context_.loop().post(
      [dropped = std::shared_ptr<Slot>(std::move(*slot)), self = shared_from_this()] {});
  slots_.erase(slot);
}

// --- The queue ---

ProcessRuntime::Impl::Waiting ProcessRuntime::Impl::take_waiting() {
  Waiting first = std::move(waiting_.front());
  waiting_.pop_front();
  return first;
}

void ProcessRuntime::Impl::refuse_all(const std::string& reason) {
  for (Waiting& each : std::exchange(waiting_, {})) {
    each.done(unreachable(each.invocation.request_id, reason));
  }
}

// There is no environment; the log has a stream all the same.
void ProcessRuntime::Impl::fail_all(const HandlerCode::Broken& broken) {
  InvocationLog log(function_, context_.log());
  for (Waiting& each : std::exchange(waiting_, {})) {
    InvokeResult result;
    result.status = InvokeStatus::FunctionError;
    result.payload = broken.payload;
    result.function_error = "Unhandled";
    result.request_id = each.invocation.request_id;
    log.start(result.request_id);
    for (const std::string& line : broken.log_lines) log.write(line);
    result.log_tail =
        log.end({.request_id = result.request_id,
                 .failure = InvocationLog::Failure{.error_type = error_type_of(broken.payload)}});
    each.done(std::move(result));
  }
}

void ProcessRuntime::Impl::shut_down() {
  if (std::exchange(shut_down_, true)) return;
  code_->end();
  port_timer_.cancel();
  refuse_all("the function was shut down");
  // All are killed before the first is waited for.
  for (const auto& slot : slots_) slot->environment->kill();
  for (const auto& slot : slots_) {
    slot->idle_timer.cancel();
    slot->environment->end();
  }
  // A caller on the loop may have come from one of them.
  context_.loop().post([ended = std::make_shared<decltype(slots_)>(std::move(slots_)),
                        self = shared_from_this()] {});
  slots_.clear();
}

// --- The door ---

ProcessRuntime::ProcessRuntime(Function function, RuntimeContext& context)
    : impl_(std::make_shared<Impl>(std::move(function), context)) {
  if (impl_->function().inspect_port != 0) {
    context.loop().post([weak = std::weak_ptr(impl_)] {
      if (const auto impl = weak.lock()) impl->start_early();
    });
  }
}

ProcessRuntime::~ProcessRuntime() {
  shut_down();
}

void ProcessRuntime::invoke(Invocation invocation, Done done) {
  impl_->context().loop().post(
      [impl = impl_, invocation = std::move(invocation), done = std::move(done)]() mutable {
        impl->accept(std::move(invocation), std::move(done));
      });
}

void ProcessRuntime::shut_down() {
  http::EventLoop& loop = impl_->context().loop();
  // A loop that no longer runs has no thread that could be in our way.
  if (loop.on_own_thread() || loop.context().stopped()) return impl_->shut_down();
  // Shared, since who fulfils a promise still uses it when who waits has gone on.
  const auto ended = std::make_shared<std::promise<void>>();
  loop.post([impl = impl_, &loop, ended] {
    impl->shut_down();
    loop.post([ended] { ended->set_value(); });  // after what shut_down() has left to the next turn
  });
  ended->get_future().wait();
}

}  // namespace tombola::triggers
