// Threads that run one Boost.Asio io_context: sockets, timers and posted work. An exception that
// leaves posted work ends the process: there is nobody to tell. Signals are not handled here.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;
}

namespace tombola::http {

class EventLoop {
 public:
  // Starts the threads at once. `name` shows in top and gdb (15 characters at most); several
  // threads are numbered.
  EventLoop(std::string name, int threads);
  // Stops and joins; work not yet run is dropped. Not on one of the loop's own threads.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Runs `work` soon on one of the threads. Any thread may call.
  void post(std::function<void()> work);

  // Runs `work` once after `delay` of real time, unless the returned timer is cancelled or
  // destroyed before. With one thread, cancel() called on that thread is final; on another thread
  // the work may be running by then. A timer may outlive its loop, and then does nothing; it is not to
  // be cancelled on another thread just while the loop is destroyed.
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

  // Ends the threads after the work they are at and joins them, except the one that calls.
  void stop();
  // Whether the caller is one of the loop's threads.
  bool on_own_thread() const;
  boost::asio::io_context& context();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tombola::http
