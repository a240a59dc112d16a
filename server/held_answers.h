// Answers that leave once all that they tell of is durable (Engine::when_durable). They are given on a
// thread of a loop: on the engine's own, whoever takes one would keep all others waiting, by a terminal
// that takes nothing or a template of a user's, or would wait for the engine itself.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "http/event_loop.h"
#include "storage/engine/engine.h"

namespace tombola::server {

// Thread-safe. Engine and loop outlive what is held: Engine::wait_until_durable() knows when.
class HeldAnswers {
 public:
  HeldAnswers(storage::Engine& engine, http::EventLoop& loop)
      : engine_(engine), ready_(std::make_shared<Ready>(loop)) {}

  // Calls `give` once, with why the answer cannot be given; null: it can.
  void hold(storage::DurableDone give);

 private:
  struct Ready {
    explicit Ready(http::EventLoop& given) : loop(given) {}
    http::EventLoop& loop;
    std::mutex mutex;
    std::vector<std::pair<storage::DurableDone, std::optional<storage::EngineError>>> answers;
  };
  static void add(const std::shared_ptr<Ready>& ready, storage::DurableDone give,
                  const storage::EngineError* failure);
  static void give_all(Ready& ready);

  storage::Engine& engine_;
  std::shared_ptr<Ready> ready_;
};

}  // namespace tombola::server
