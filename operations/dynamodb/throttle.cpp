#include "operations/dynamodb/throttle.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "dynamodb/validation/item_rules.h"
#include "operations/dynamodb/write_answer.h"
#include "storage/item_encoding.h"

namespace tombola::operations {
namespace {

using dynamodb::CapacityUnits;
using dynamodb::IndexDefinition;
using dynamodb::TableDefinition;

constexpr std::string_view table_exceeded =
    "The level of configured provisioned throughput for the table was exceeded. Consider "
    "increasing your provisioning level with the UpdateTable API.";
// Without a full stop, as on AWS.
constexpr std::string_view index_exceeded =
    "The level of configured provisioned throughput for one or more global secondary indexes of "
    "the table was exceeded. Consider increasing your provisioning level for the under-provisioned "
    "global secondary indexes with the UpdateTable API";
constexpr std::string_view on_demand_exceeded =
    "Throughput exceeds the maximum OnDemandThroughput configured on table or index";

// What a second gives; none: there is no bound.
template <typename Definition>
std::optional<std::int64_t> units_per_second(const Definition& definition,
                                             dynamodb::BillingMode mode, Access access) {
  const bool reads = access == Access::Read;
  if (mode == dynamodb::BillingMode::PayPerRequest) {
    return reads ? definition.on_demand.max_read_units : definition.on_demand.max_write_units;
  }
  return reads ? definition.throughput.read_capacity_units
               : definition.throughput.write_capacity_units;
}

std::string reason_json(std::string_view resource_type, Access access, dynamodb::BillingMode mode,
                        const std::string& arn) {
  return fmt::format(R"({{"reason":"{}{}{}Exceeded","resource":{}}})", resource_type,
                     access == Access::Read ? "Read" : "Write",
                     mode == dynamodb::BillingMode::Provisioned ? "ProvisionedThroughput"
                                                                : "MaxOnDemandThroughput",
                     dynamodb::json_string(arn));
}

CapacityUnits table_part(const ConsumedUnits& units) {
  CapacityUnits sum = units.table;
  for (const auto& [name, consumed] : units.local_indexes) {
    sum += consumed;
  }
  return sum;
}

}  // namespace

std::string ThrottlingRefusal::message() const {
  return std::string(!is_provisioned ? on_demand_exceeded
                     : of_table      ? table_exceeded
                                     : index_exceeded);
}

std::string_view ThrottlingRefusal::code() const {
  return is_provisioned ? "ProvisionedThroughputExceeded" : "ThrottlingError";
}

// The model spells the member in two ways.
dynamodb::ApiError ThrottlingRefusal::error() const {
  return dynamodb::ApiError::modelled(
      is_provisioned ? "ProvisionedThroughputExceededException" : "ThrottlingException", message(),
      fmt::format(R"("{}":[{}])", is_provisioned ? "ThrottlingReasons" : "throttlingReasons",
                  reasons_json));
}

// What a request wants of one table or index.
struct Throttle::Demand {
  CapacityKey key;
  CapacityUnits units;
  std::optional<std::int64_t> rate;
  std::int64_t since_ms;
};

bool Throttle::has_capacity(const Demand& demand, CapacityUnits spoken_for, std::int64_t now_ms) {
  if (!demand.rate || demand.units.is_zero()) {
    return true;
  }
  if (buckets_.size() >= limits::capacity_buckets_max && buckets_.count(demand.key) == 0) {
    buckets_.clear();
  }
  dynamodb::TokenBucket& bucket =
      buckets_.try_emplace(demand.key, *demand.rate, demand.since_ms, now_ms).first->second;
  bucket.set_rate(*demand.rate, now_ms);
  return bucket.has_more_than(spoken_for, now_ms);
}

std::optional<ThrottlingRefusal> Throttle::admit(const TableDefinition& table, Access access,
                                                 const ConsumedUnits& units,
                                                 UnitsByCapacity& spoken_for, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  ThrottlingRefusal refusal;
  refusal.is_provisioned = table.billing_mode == dynamodb::BillingMode::Provisioned;
  refusal.of_table = false;
  std::vector<Demand> demands;
  const auto check = [&](Demand demand, std::string_view resource_type, const std::string& arn) {
    const auto found = spoken_for.find(demand.key);
    const CapacityUnits so_far = found == spoken_for.end() ? CapacityUnits() : found->second;
    if (has_capacity(demand, so_far, now_ms)) {
      demands.push_back(demand);
      return true;
    }
    refusal.reasons_json.append(refusal.reasons_json.empty() ? "" : ",")
        .append(reason_json(resource_type, access, table.billing_mode, arn));
    return false;
  };
  refusal.of_table = !check({{table.id, 0, access},
                             table_part(units),
                             units_per_second(table, table.billing_mode, access),
                             table.created_ms},
                            "Table", table.arn());
  for (const auto& [name, consumed] : units.global_indexes) {
    if (const IndexDefinition* index = table.find_index(name)) {
      check({{table.id, index->id, access},
             consumed,
             units_per_second(*index, table.billing_mode, access),
             table.created_ms},
            "Index", table.index_arn(*index));
    }
  }
  if (!refusal.reasons_json.empty()) {
    return refusal;
  }
  for (const Demand& demand : demands) {
    spoken_for[demand.key] += demand.units;
  }
  return std::nullopt;
}

void Throttle::take(const UnitsByCapacity& units, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, taken] : units) {
    const auto bucket = buckets_.find(key);
    if (bucket != buckets_.end()) {
      bucket->second.take(taken, now_ms);
    }
  }
}

Consumption::~Consumption() {
  if (context_.throttle != nullptr && !spoken_for_.empty()) {
    context_.throttle->take(spoken_for_, context_.service_clock.now_ms());
  }
}

std::optional<ThrottlingRefusal> Consumption::admit(const TableDefinition& table, Access access,
                                                    const ConsumedUnits& units) {
  if (context_.throttle == nullptr) {
    return std::nullopt;
  }
  return context_.throttle->admit(table, access, units, spoken_for_,
                                  context_.service_clock.now_ms());
}

void Consumption::require(const TableDefinition& table, Access access, const ConsumedUnits& units) {
  clear();
  if (const auto refusal = admit(table, access, units)) {
    throw refusal->error();
  }
}

void Consumption::require_attempt(const TableDefinition& table,
                                  const std::optional<std::string>& old_bytes,
                                  std::size_t new_size_bytes) {
  if (context_.throttle == nullptr) {
    return;
  }
  ConsumedUnits units;
  units.table = dynamodb::write_units(stored_size_bytes(old_bytes), new_size_bytes);
  require(table, Access::Write, units);
}

ConsumedUnits planned_write_units(const TableDefinition& table,
                                  const std::optional<std::string>& old_bytes,
                                  const dynamodb::Item* new_item) {
  ConsumedUnits units;
  units.table = dynamodb::write_units(stored_size_bytes(old_bytes),
                                      new_item ? dynamodb::item_size_bytes(*new_item) : 0);
  if (!table.indexes.empty()) {
    std::optional<dynamodb::Item> old_item;
    if (old_bytes) {
      old_item = storage::StoredItem(*old_bytes).item();
    }
    units.add_indexes(storage::index_write_units(table, old_item ? &*old_item : nullptr, new_item),
                      table);
  }
  return units;
}

}  // namespace tombola::operations
