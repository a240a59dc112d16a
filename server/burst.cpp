#include "server/burst.h"

#include <chrono>

#include <fmt/format.h>

namespace tombola::server {

void Burst::say(const std::string& subject, const std::string& text) {
  {
    const std::lock_guard lock(mutex_);
    Second& second = seconds_[subject];
    if (second.lines == 0) {
      second.end = loop_.schedule(std::chrono::seconds(1), [this, subject] { end(subject); });
    }
    if (++second.lines > lines_per_second_max) {
      return;
    }
  }
  say_(subject, text);
}

void Burst::end(const std::string& subject) {
  std::size_t more = 0;
  {
    const std::lock_guard lock(mutex_);
    const auto found = seconds_.find(subject);
    more = found->second.lines;
    seconds_.erase(found);
  }
  if (more > lines_per_second_max) {
    say_(subject, fmt::format("... and {} more", more - lines_per_second_max));
  }
}

}  // namespace tombola::server
