// Lines for a person, of which there may be thousands in a second: of each subject the first ones of
// a second are said, the others counted and told at its end. Thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "http/event_loop.h"

namespace tombola::server {

class Burst {
 public:
  using Say = std::function<void(const std::string& subject, const std::string& text)>;
  // The loop outlives it; `say` is called by whoever calls, or on the loop.
  Burst(http::EventLoop& loop, Say say) : loop_(loop), say_(std::move(say)) {}

  void say(const std::string& subject, const std::string& text);

  static constexpr std::size_t lines_per_second_max = 20;

 private:
  struct Second {
    std::size_t lines = 0;
    http::EventLoop::Timer end;
  };
  void end(const std::string& subject);

  http::EventLoop& loop_;
  const Say say_;
  std::mutex mutex_;
  std::map<std::string, Second> seconds_;  // those under way, by subject
};

}  // namespace tombola::server
