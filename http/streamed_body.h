// Bodies that come in parts: of an answer that is sent while it is made, of a request that is looked
// at while it comes.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace tombola::http {

// The body of an answer: one side writes it as it has it, the connection sends what is there.
// Thread-safe. It holds what the client has not taken yet, so who writes bounds how much that is.
class BodyStream {
 public:
  // --- Whoever writes. After end() or fail(), and once nobody reads, these do nothing. ---
  void write(std::string_view part);
  void end();
  // The connection closes amid the answer: that is how a client knows that it is not whole.
  void fail();

  // --- The connection that sends it. ---
  enum class State { Open, Ended, Failed };
  struct Taken {
    std::string bytes;
    State state;  // once the bytes are sent
  };
  // What was written since the last time.
  Taken take();
  // `tell` after each change, on the thread of whoever made it. Once, before the first take().
  void on_change(std::function<void()> tell);
  // Nobody reads any more.
  void abandon();

 private:
  void change(std::string_view part, State state);

  std::mutex mutex_;
  std::string bytes_;
  State state_ = State::Open;
  bool abandoned_ = false;
  std::function<void()> tell_;
};

// Takes the body of a request. Called by its connection, on a socket thread and under the
// connection's lock: returns soon.
class BodyReceiver {
 public:
  virtual ~BodyReceiver() = default;
  virtual void receive(std::string_view bytes) = 0;
  // The connection ended before the body did; the last call.
  virtual void cut_off() = 0;
};

}  // namespace tombola::http
