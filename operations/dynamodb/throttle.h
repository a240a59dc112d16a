// Throttling (--throttle): requests beyond the capacity of a provisioned table or index, or beyond
// the maximum throughput of one on demand, are refused as AWS does. Without the flag there is no
// Throttle, and a request pays a comparison with null.
//
// A global index that lacks write capacity holds up the writes of its table. What local indexes
// cost is the table's. Source: "Understanding DynamoDB throttling", API_ThrottlingReason; the
// texts: API_TransactWriteItems, "Diagnosing throttling", and what users report of both exceptions.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "dynamodb/api_error.h"
#include "dynamodb/model/token_bucket.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/operation_context.h"

namespace tombola::operations {

enum class Access { Read, Write };

// Of a part of a request: what was exceeded.
struct ThrottlingRefusal {
  bool is_provisioned = true;  // else on demand
  bool of_table = true;        // else of global indexes alone
  // {"reason":"TableWriteProvisionedThroughputExceeded","resource":"<ARN>"},...
  std::string reasons_json;

  std::string message() const;
  // In a transaction's reasons and a statement's error: ProvisionedThroughputExceeded or
  // ThrottlingError.
  std::string_view code() const;
  // ProvisionedThroughputExceededException or ThrottlingException.
  dynamodb::ApiError error() const;
};

// Of a table (0) or one of its global indexes.
struct CapacityKey {
  dynamodb::TableId table;
  dynamodb::IndexId index;
  Access access;
  bool operator<(const CapacityKey& other) const {
    return std::tie(table, index, access) < std::tie(other.table, other.index, other.access);
  }
};
using UnitsByCapacity = std::map<CapacityKey, dynamodb::CapacityUnits>;

// The capacities of all tables. Thread-safe.
class Throttle {
 public:
  // What stands in the way of a request that takes `units` after `spoken_for`; adds them to that if
  // nothing does.
  std::optional<ThrottlingRefusal> admit(const dynamodb::TableDefinition& table, Access access,
                                         const ConsumedUnits& units, UnitsByCapacity& spoken_for,
                                         std::int64_t now_ms);
  void take(const UnitsByCapacity& units, std::int64_t now_ms);

 private:
  struct Demand;
  bool has_capacity(const Demand& demand, dynamodb::CapacityUnits spoken_for, std::int64_t now_ms);

  std::mutex mutex_;
  std::map<CapacityKey, dynamodb::TokenBucket> buckets_;
};

// What one request takes. Its parts count against each other; it is taken when the request ends,
// whether or not it came to anything, as long as it was admitted.
class Consumption {
 public:
  explicit Consumption(const OperationContext& context) : context_(context) {}
  Consumption(const Consumption&) = delete;
  Consumption& operator=(const Consumption&) = delete;
  ~Consumption();

  // Nothing of it so far: its transaction begins again, or it was refused as a whole.
  void clear() { spoken_for_.clear(); }
  void clear_if(bool refused) {
    if (refused) {
      clear();
    }
  }
  // One part more, or what refuses it.
  std::optional<ThrottlingRefusal> admit(const dynamodb::TableDefinition& table, Access access,
                                         const ConsumedUnits& units);
  // The only part of a request. Throws the refusal.
  void require(const dynamodb::TableDefinition& table, Access access, const ConsumedUnits& units);
  // The same for a write, which takes this much even when its condition fails. `new_size_bytes`: 0
  // where that is not known yet.
  void require_attempt(const dynamodb::TableDefinition& table,
                       const std::optional<std::string>& old_bytes, std::size_t new_size_bytes);

  bool is_counted() const { return context_.throttle != nullptr; }

 private:
  const OperationContext& context_;
  UnitsByCapacity spoken_for_;
};

// What a write will cost, in full. `new_item`: null for none.
ConsumedUnits planned_write_units(const dynamodb::TableDefinition& table,
                                  const std::optional<std::string>& old_bytes,
                                  const dynamodb::Item* new_item);

}  // namespace tombola::operations
