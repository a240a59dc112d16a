// The deliveries of all mappings that one dispatcher has: what it asks of all of them together. The
// dispatcher's lock guards it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triggers/mapping_delivery.h"
#include "triggers/mapping_store.h"
#include "triggers/nudges.h"

namespace tombola::triggers {

class MappingDeliveries {
 public:
  // What they work with outlives them.
  explicit MappingDeliveries(DeliveryParts parts) : parts_(std::move(parts)) {}

  // New mappings begin at their stored positions; of those at work only the settings are taken, since
  // their positions are ahead of the stored ones at times, never behind.
  void load(std::vector<MappingStore::Stored> stored, std::int64_t now_ms);
  void erase(std::string_view uuid);
  void clear() { deliveries_.clear(); }
  // Null: there is none (any more).
  MappingDelivery* find(const std::string& uuid);

  // What has happened is noticed; each goes on from there. Whether there is more to refresh.
  void notice(Nudges::Marks marks, std::int64_t now_ms);
  bool run(Nudges::Marks marks, std::int64_t now_ms);
  // Whether there was anything to refresh.
  bool refresh(std::int64_t now_ms);
  void save_moves(std::int64_t now_ms);

  // The streams that they read.
  Nudges::Marks listened_to() const;
  // One of them stopped in the middle.
  bool turn_left() const;
  std::optional<std::int64_t> next_due_ms() const;
  MappingDelivery::Unfinished unfinished(const ServiceTime& time) const;

 private:
  const DeliveryParts parts_;
  std::map<std::string, MappingDelivery> deliveries_;  // by UUID
};

}  // namespace tombola::triggers
