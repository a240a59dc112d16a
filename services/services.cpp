#include "services/services.h"

namespace tombola::services {

Services::Services(Parts parts)
    : clock_(parts.clock),
      queues_(parts.transactions, parts.clock),
      waits_(parts.schedule, [this](std::uint64_t queue) { return next_due(queue); }),
      messages_(parts.transactions, parts.clock,
                [this](std::uint64_t queue) { waits_.arrived(queue); }),
      topics_(parts.transactions),
      publisher_(*this, std::move(parts.invoke)),
      objects_(parts.transactions, parts.clock),
      parameters_(parts.transactions),
      apis_(parts.transactions),
      api_accounts_(parts.transactions),
      identities_(parts.transactions),
      sessions_([] { return storage::ProcessClock().now_ms(); }),
      logs_({parts.transactions, parts.clock, std::move(parts.schedule), parts.log_bytes_max,
             std::move(parts.report)}) {
  clock_.on_change([this] {
    waits_.clock_moved();
    logs_.events().make_room();
  });
}

// A frozen clock comes to nothing by itself. Asked by timers, which have nobody to tell of an error:
// the call that waits meets it itself when its time is up.
std::optional<std::chrono::milliseconds> Services::next_due(std::uint64_t queue) try {
  const auto next_ms = clock_.state().frozen ? std::nullopt : messages_.next_visible_ms(queue);
  return next_ms ? std::optional(std::chrono::milliseconds(*next_ms - clock_.now_ms()))
                 : std::nullopt;
} catch (const storage::EngineError&) {
  return std::nullopt;
}

}  // namespace tombola::services
