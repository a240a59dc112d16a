// Threads that run one Boost.Asio io_context: sockets, timers and posted work.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace tombola::http {

class EventLoop {
 public:
  // Starts the threads at once. `name` shows in top and gdb (15 characters at most).
  EventLoop(std::string name, int threads);
  // Stops and joins; work not yet run is dropped.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Runs `work` soon on one of the threads. Any thread may call.
  void post(std::function<void()> work);

  // Runs `work` once after `delay` of real time, unless the returned timer is cancelled or destroyed
  // before. With one thread, cancel() called on that thread is final.
  class Timer {
   public:
    Timer() = default;
    struct State;
    explicit Timer(std::shared_ptr<State> state) : state_(std::move(state)) {}
    Timer(Timer&&) = default;
    Timer& operator=(Timer&& other);
    ~Timer() { cancel(); }
    void cancel();

   private:
    std::shared_ptr<State> state_;
  };
  [[nodiscard]] Timer schedule(std::chrono::nanoseconds delay, std::function<void()> work);

  void stop();
  boost::asio::io_context& context();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tombola::http
