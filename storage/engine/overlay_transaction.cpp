#include "storage/engine/overlay_transaction.h"

#include <cassert>
#include <utility>

#include "storage/engine/counter_encoding.h"

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

std::optional<std::string> copy_of(const SharedValue& value) {
  return value ? std::optional(*value) : std::nullopt;
}

}  // namespace

std::optional<std::string> OverlayTransaction::get(std::string_view key) {
  return own_over(writes_.find(key), [&] { return get_in_snapshot(key); });
}

SharedValue OverlayTransaction::get_shared(std::string_view key) {
  const Write* own = writes_.find(key);
  if (own == nullptr) return get_shared_in_snapshot(key);
  return shared(own_over(own, [&] { return get_in_snapshot(key); }));
}

Page OverlayTransaction::read(const KeyRange& range, Direction direction, ReadLimit limit) {
  return page_of(limit, [&](const RowVisitor& visitor) { visit(range, direction, visitor); });
}

void OverlayTransaction::visit(const KeyRange& range, Direction direction,
                               const RowVisitor& visitor) {
  if (!is_empty(range)) visit_over_snapshot(writes_, range, direction, visitor);
}

Counter OverlayTransaction::get_counter(std::string_view key) {
  const std::optional<std::string> bytes = get(key);
  return bytes ? decode_counter(*bytes) : Counter{};
}

std::optional<std::string> OverlayTransaction::get_for_update(std::string_view key) {
  const WriteSet& own = writable();
  // Taken even if an own write hides the value: the guarantee is on the key.
  std::optional<std::string> newest = newest_for_update(key);
  return own_over(own.find(key), [&] { return std::move(newest); });
}

SharedValue OverlayTransaction::get_for_share(std::string_view key) {
  const WriteSet& own = writable();
  SharedValue newest = newest_for_share(key);
  const Write* write = own.find(key);
  if (write == nullptr) return newest;
  return shared(own_over(write, [&] { return copy_of(newest); }));
}

void OverlayTransaction::put(std::string_view key, std::string value) {
  writable().put(key, std::move(value));
}
void OverlayTransaction::erase(std::string_view key) {
  writable().erase(key);
}
void OverlayTransaction::add(std::string_view key, const Counter& delta) {
  writable().add(key, delta);
}
void OverlayTransaction::append(LogId log, std::string bytes) {
  writable().append(log, std::move(bytes));
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
