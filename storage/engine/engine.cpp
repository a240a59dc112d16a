#include "storage/engine/engine.h"

#include <future>

namespace tombola::storage {

KeyRange KeyRange::with_prefix(std::string_view prefix) {
  KeyRange range{std::string(prefix), std::string(prefix)};
  // The first key behind the prefix: its last byte that can grow, grown. None can: no bound.
  while (!range.end.empty() && static_cast<unsigned char>(range.end.back()) == 0xFF) {
    range.end.pop_back();
  }
  if (!range.end.empty()) {
    range.end.back() = static_cast<char>(static_cast<unsigned char>(range.end.back()) + 1);
  }
  return range;
}

Counter operator+(const Counter& left, const Counter& right) {
  const auto sum = [](std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
  };
  return {sum(left.rows, right.rows), sum(left.bytes, right.bytes)};
}

void Engine::wait_until_durable() {
  if (is_durable()) return;
  // Shared, since who fulfils a promise still uses it when who waits has gone on.
  const auto durable = std::make_shared<std::promise<void>>();
  when_durable([durable](const EngineError* failure) {
    if (failure == nullptr) {
      durable->set_value();
    } else {
      durable->set_exception(std::make_exception_ptr(*failure));
    }
  });
  durable->get_future().get();
}

}  // namespace tombola::storage
