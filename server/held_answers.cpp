#include "server/held_answers.h"

namespace tombola::server {

void HeldAnswers::hold(storage::DurableDone give) {
  engine_.when_durable(
      [ready = ready_, give = std::move(give)](const storage::EngineError* failure) mutable {
        add(ready, std::move(give), failure);
      });
}

// One piece of work gives all that became durable together.
void HeldAnswers::add(const std::shared_ptr<Ready>& ready, storage::DurableDone give,
                      const storage::EngineError* failure) {
  const std::lock_guard lock(ready->mutex);
  ready->answers.emplace_back(std::move(give),
                              failure == nullptr ? std::nullopt : std::optional(*failure));
  if (ready->answers.size() == 1) {
    ready->loop.post([ready] { give_all(*ready); });
  }
}

void HeldAnswers::give_all(Ready& ready) {
  std::unique_lock lock(ready.mutex);
  const auto answers = std::exchange(ready.answers, {});
  lock.unlock();
  for (const auto& [give, failure] : answers) {
    give(failure ? &*failure : nullptr);
  }
}

}  // namespace tombola::server
