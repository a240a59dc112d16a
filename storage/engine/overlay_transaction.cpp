#include "storage/engine/overlay_transaction.h"

#include <cassert>
#include <utility>

#include "storage/engine/fixed64.h"

namespace tombola::storage {

namespace {

// The own write decides; a delta needs what is under it.
template <typename ReadCommitted>
std::optional<std::string> own_over(const Write* own, ReadCommitted&& read_committed) {
  if (own == nullptr) return read_committed();
  if (own->kind != Write::Kind::Add) return value_after(*own, std::nullopt);
  const std::optional<std::string> committed = read_committed();
  return value_after(*own, committed ? std::optional<std::string_view>(*committed) : std::nullopt);
}

}  // namespace

std::optional<std::string> OverlayTransaction::get(std::string_view key) {
  return own_over(writes_.find(key), [&] { return get_in_snapshot(key); });
}

Page OverlayTransaction::read(const KeyRange& range, Direction direction, ReadLimit limit) {
  return page_of(limit, [&](const RowVisitor& visitor) { visit(range, direction, visitor); });
}

void OverlayTransaction::visit(const KeyRange& range, Direction direction,
                               const RowVisitor& visitor) {
  if (!is_empty(range)) visit_over_snapshot(writes_, range, direction, visitor);
}

std::int64_t OverlayTransaction::get_counter(std::string_view key) {
  const std::optional<std::string> bytes = get(key);
  return bytes ? decode_counter(*bytes) : 0;
}

std::optional<std::string> OverlayTransaction::get_for_update(std::string_view key) {
  const WriteSet& own = writable();
  // Taken even if an own write hides the value: the guarantee is on the key.
  std::optional<std::string> newest = newest_for_update(key);
  return own_over(own.find(key), [&] { return std::move(newest); });
}

std::optional<std::string> OverlayTransaction::get_for_share(std::string_view key) {
  const WriteSet& own = writable();
  std::optional<std::string> newest = newest_for_share(key);
  return own_over(own.find(key), [&] { return std::move(newest); });
}

void OverlayTransaction::put(std::string_view key, std::string_view value) {
  writable().put(key, value);
}
void OverlayTransaction::erase(std::string_view key) {
  writable().erase(key);
}
void OverlayTransaction::add(std::string_view key, std::int64_t delta) {
  writable().add(key, delta);
}
void OverlayTransaction::append(LogId log, std::string_view bytes) {
  writable().append(log, bytes);
}
void OverlayTransaction::trim_log(LogId log, std::uint64_t up_to) {
  writable().trim_log(log, up_to);
}

CommitReceipt OverlayTransaction::commit() {
  WriteSet& writes = writable();
  ended_ = true;
  return commit_writes(writes);
}

WriteSet& OverlayTransaction::writable() {
  assert(mode_ == Mode::Write && !ended_);
  return writes_;
}

}  // namespace tombola::storage
