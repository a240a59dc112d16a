#include "triggers/mapping_deliveries.h"

#include <algorithm>
#include <utility>

namespace tombola::triggers {

void MappingDeliveries::load(std::vector<MappingStore::Stored> stored, std::int64_t now_ms) {
  for (MappingStore::Stored& one : stored) {
    if (MappingDelivery* delivery = find(one.mapping.uuid)) {
      // What the old filter held back stays so.
      delivery->save_moves(now_ms);
      delivery->set_mapping(std::move(one.mapping));
      continue;
    }
    std::string uuid = one.mapping.uuid;
    deliveries_.try_emplace(std::move(uuid), parts_, std::move(one.mapping),
                            std::move(one.position));
  }
}

void MappingDeliveries::erase(std::string_view uuid) {
  deliveries_.erase(std::string(uuid));
}

MappingDelivery* MappingDeliveries::find(const std::string& uuid) {
  const auto found = deliveries_.find(uuid);
  return found == deliveries_.end() ? nullptr : &found->second;
}

void MappingDeliveries::notice(Nudges::Marks marks, std::int64_t now_ms) {
  for (auto& [uuid, delivery] : deliveries_) {
    if ((marks & Nudges::catalog_changed) != 0) {
      delivery.catalog_changed();
    }
    if ((marks & Nudges::clock_changed) != 0) {
      delivery.clock_changed(now_ms);
    }
  }
}

bool MappingDeliveries::run(Nudges::Marks marks, std::int64_t now_ms) {
  bool again = false;
  for (auto& [uuid, delivery] : deliveries_) {
    const auto stream = delivery.stream();
    if (stream && (marks & Nudges::of_stream(*stream)) != 0) {
      delivery.records_came();
    }
    delivery.run(now_ms);
    again = again || delivery.refresh_due(now_ms);
  }
  return again;
}

bool MappingDeliveries::refresh(std::int64_t now_ms) {
  bool refreshed = false;
  for (auto& [uuid, delivery] : deliveries_) {
    if (delivery.refresh_due(now_ms)) {
      delivery.refresh(now_ms);
      refreshed = true;
    }
  }
  return refreshed;
}

void MappingDeliveries::save_moves(std::int64_t now_ms) {
  for (auto& [uuid, delivery] : deliveries_) {
    delivery.save_moves(now_ms);
  }
}

Nudges::Marks MappingDeliveries::listened_to() const {
  Nudges::Marks marks = 0;
  for (const auto& [uuid, delivery] : deliveries_) {
    if (const auto stream = delivery.stream()) {
      marks |= Nudges::of_stream(*stream);
    }
  }
  return marks;
}

bool MappingDeliveries::turn_left() const {
  return std::any_of(deliveries_.begin(), deliveries_.end(),
                     [](const auto& entry) { return entry.second.turn_left(); });
}

std::optional<std::int64_t> MappingDeliveries::next_due_ms() const {
  std::optional<std::int64_t> due_ms;
  for (const auto& [uuid, delivery] : deliveries_) {
    if (const auto next = delivery.next_due_ms()) {
      due_ms = std::min(due_ms.value_or(INT64_MAX), *next);
    }
  }
  return due_ms;
}

MappingDelivery::Unfinished MappingDeliveries::unfinished(const ServiceTime& time) const {
  MappingDelivery::Unfinished unfinished;
  for (const auto& [uuid, delivery] : deliveries_) {
    delivery.describe(unfinished, time);
  }
  return unfinished;
}

}  // namespace tombola::triggers
