#include "http/event_loop.h"

#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <pthread.h>

namespace tombola::http {

namespace asio = boost::asio;

namespace {

// One that can drop what it has left to do before it ends itself.
class Context : public asio::io_context {
 public:
  using io_context::io_context;
  using io_context::shutdown;
};

}  // namespace

struct EventLoop::Impl {
  // Shared with the timers, which may outlive the loop. The number is Asio's concurrency hint: with
  // one thread it skips waking others.
  explicit Impl(int thread_count)
      : context(std::make_shared<Context>(thread_count)),
        work_guard(asio::make_work_guard(*context)) {}

  std::shared_ptr<Context> context;
  asio::executor_work_guard<asio::io_context::executor_type> work_guard;
  std::mutex join_mutex;
  std::vector<std::thread> threads;
};

// Only the Timer owns its state; the io_context's queue knows it weakly. So a cancelled timer is
// gone at once, and state and context never keep each other alive.
struct EventLoop::Timer::State {
  State(std::shared_ptr<asio::io_context> owner, std::function<void()> what)
      : context(std::move(owner)), timer(*context), work(std::move(what)) {}

  std::shared_ptr<asio::io_context> context;  // first, so that it goes last
  asio::steady_timer timer;
  std::function<void()> work;
};

EventLoop::EventLoop(std::string name, int threads) : impl_(std::make_unique<Impl>(threads)) {
  constexpr std::size_t name_length_max = 15;  // pthread_setname_np's
  for (int i = 0; i < threads; ++i) {
    const std::string number = threads > 1 ? "-" + std::to_string(i + 1) : "";
    const std::string thread_name = name.substr(0, name_length_max - number.size()) + number;
    impl_->threads.emplace_back([context = impl_->context.get(), thread_name] {
      pthread_setname_np(pthread_self(), thread_name.c_str());
      context->run();
    });
  }
}

// What is left to do may own timers of this loop, and those the context: left to the context's own end,
// neither would ever come to theirs.
EventLoop::~EventLoop() {
  stop();
  impl_->context->shutdown();
}

void EventLoop::post(std::function<void()> work) {
  asio::post(*impl_->context, std::move(work));
}

EventLoop::Timer EventLoop::schedule(std::chrono::nanoseconds delay, std::function<void()> work) {
  auto state = std::make_shared<Timer::State>(impl_->context, std::move(work));
  state->timer.expires_after(delay);
  state->timer.async_wait([weak = std::weak_ptr(state)](boost::system::error_code error) {
    if (error) return;
    if (const auto due = weak.lock()) std::exchange(due->work, nullptr)();
  });
  return Timer(std::move(state));
}

EventLoop::Timer& EventLoop::Timer::operator=(Timer&& other) {
  state_ = std::move(other.state_);
  return *this;
}

void EventLoop::Timer::cancel() {
  state_.reset();
}

void EventLoop::stop() {
  impl_->context->stop();
  const std::lock_guard lock(impl_->join_mutex);
  for (std::thread& thread : impl_->threads) {
    if (thread.joinable() && thread.get_id() != std::this_thread::get_id()) thread.join();
  }
}

bool EventLoop::on_own_thread() const {
  return impl_->context->get_executor().running_in_this_thread();
}

asio::io_context& EventLoop::context() {
  return *impl_->context;
}

}  // namespace tombola::http
