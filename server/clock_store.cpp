// layout::value_key("clock"): {"version":1,"frozen":false,"value_ms":0}
#include "server/clock_store.h"

#include <optional>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "storage/layout.h"

namespace tombola::server {
namespace {

constexpr int format_version = 1;

std::string clock_key() {
  return storage::layout::value_key("clock");
}

}  // namespace

storage::ServiceClock::State load_clock(storage::TransactionRunner& transactions) {
  std::optional<std::string> row;
  transactions.read([&](storage::Transaction& transaction) { row = transaction.get(clock_key()); });
  if (!row) {
    return {};
  }
  const nlohmann::json saved = nlohmann::json::parse(*row, nullptr, false);
  if (!saved.is_object() || saved.value("version", 0) != format_version) {
    throw std::runtime_error("the saved state of the clock cannot be read by this version");
  }
  return {saved.value("frozen", false), saved.value("value_ms", std::int64_t{0})};
}

void save_clock(storage::TransactionRunner& transactions, storage::ServiceClock::State state) {
  const nlohmann::json row = {
      {"version", format_version}, {"frozen", state.frozen}, {"value_ms", state.value_ms}};
  transactions.write(clock_key(), [&](storage::WriteTransaction& transaction) {
    transaction.bytes().put(clock_key(), row.dump());
  });
}

}  // namespace tombola::server
