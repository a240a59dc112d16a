// How a service lets something happen later, in real time; who has threads gives it one.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace tombola::services {

// Runs the work once after the delay, on a thread of its own choice, unless what is returned has
// been destroyed before; then it may just be running.
using Schedule =
    std::function<std::shared_ptr<void>(std::chrono::milliseconds, std::function<void()>)>;

}  // namespace tombola::services
