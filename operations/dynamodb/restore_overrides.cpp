#include "operations/dynamodb/restore_overrides.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/index_settings.h"
#include "operations/dynamodb/throughput_settings.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::BillingMode;
using dynamodb::IndexDefinition;
using dynamodb::IndexRequest;
using dynamodb::KeyElement;
using dynamodb::TableDefinition;

[[noreturn]] void refuse(std::string_view sentence) {
  throw ApiError::validation(fmt::format("Invalid Request: {}", sentence));
}

// Of a table, or of an index.
std::string of_index(std::string_view index) {
  return index.empty() ? "" : fmt::format(" for index {}", index);
}

struct Billing {
  BillingMode mode;
  bool is_overridden;
};

Billing billing_of(const TableDefinition& source, const Request& request) {
  const auto mode = request.string("BillingModeOverride");
  if (!mode) {
    return {source.billing_mode, false};
  }
  return {*mode == "PAY_PER_REQUEST" ? BillingMode::PayPerRequest : BillingMode::Provisioned, true};
}

void check_may_be_provisioned(const Billing& billing, std::string_view index) {
  if (billing.mode == BillingMode::PayPerRequest) {
    refuse((billing.is_overridden ? "Cannot override ProvisionedThroughput if BillingMode is "
                                    "overridden to PAY_PER_REQUEST"
                                  : "Cannot override ProvisionedThroughput unless BillingMode is "
                                    "PROVISIONED") +
           of_index(index));
  }
}

void override_throughput(TableDefinition& table, const Request& request, const Billing& billing) {
  const auto throughput = request.structure("ProvisionedThroughputOverride");
  if (throughput) {
    check_may_be_provisioned(billing, "");
    table.throughput = {*throughput->integer("ReadCapacityUnits"),
                        *throughput->integer("WriteCapacityUnits")};
  } else if (billing.mode == BillingMode::PayPerRequest) {
    table.throughput = {};
  } else if (billing.is_overridden) {
    refuse("Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED");
  }
}

void override_bound(std::optional<std::int64_t>& bound, const std::optional<std::int64_t>& wanted,
                    std::string_view name, BillingMode mode) {
  if (!wanted) {
    return;
  }
  if (mode == BillingMode::Provisioned) {
    refuse(fmt::format(
        "Cannot override {} for OnDemandThroughput unless BillingModeOverride is PAY_PER_REQUEST",
        name));
  }
  if (*wanted < 1) {
    refuse(fmt::format("Requested {} for OnDemandThroughput is outside of valid range", name));
  }
  bound = wanted;
}

void override_bounds(TableDefinition& table, const Request& request, BillingMode mode) {
  if (mode == BillingMode::Provisioned) {
    table.on_demand = {};
  }
  const dynamodb::UnitsRequest wanted = on_demand_of(request, "OnDemandThroughputOverride");
  override_bound(table.on_demand.max_read_units, wanted.read, "MaxReadRequestUnits", mode);
  override_bound(table.on_demand.max_write_units, wanted.write, "MaxWriteRequestUnits", mode);
}

bool is_same_index(const IndexDefinition& index, const IndexRequest& request) {
  std::vector<std::string> schema;
  for (const dynamodb::KeySchemaElement& element : request.schema) {
    schema.push_back(element.key_type + element.name);
  }
  std::vector<std::string> own;
  for (const KeyElement& element : index.hash) {
    own.push_back("HASH" + element.name);
  }
  for (const KeyElement& element : index.range) {
    own.push_back("RANGE" + element.name);
  }
  const std::vector<std::string> names =
      request.non_key_attributes.value_or(std::vector<std::string>{});
  return index.is_global == request.is_global && schema == own &&
         dynamodb::to_string(index.projection) == request.projection_type &&
         std::set<std::string>(names.begin(), names.end()) ==
             std::set<std::string>(index.non_key_attributes.begin(),
                                   index.non_key_attributes.end());
}

// The source's index that the request means, under the request's name.
IndexDefinition overriding_index(const TableDefinition& source, const IndexRequest& request,
                                 const Billing& billing) {
  const auto found =
      std::find_if(source.indexes.begin(), source.indexes.end(),
                   [&](const IndexDefinition& index) { return is_same_index(index, request); });
  if (found == source.indexes.end()) {
    refuse(
        fmt::format("Index {} does not match a secondary index that existed in the source table "
                    "and cannot be created during the restore operation",
                    request.name));
  }
  IndexDefinition index = *found;
  index.name = request.name;
  if (request.throughput) {
    check_may_be_provisioned(billing, request.name);
    index.throughput = *request.throughput;
  } else if (request.is_global && billing.mode == BillingMode::Provisioned) {
    refuse("Must specify provisioned throughput" + of_index(request.name));
  }
  return index;
}

void add_indexes(TableDefinition& table, const TableDefinition& source, const Request& request,
                 const Billing& billing, bool global) {
  const auto list =
      request.member(global ? "GlobalSecondaryIndexOverride" : "LocalSecondaryIndexOverride");
  if (list) {
    for (dynamodb::JsonValue json : list->elements()) {
      table.indexes.push_back(
          overriding_index(source, index_request_of(Request(json), global), billing));
    }
    return;
  }
  for (const IndexDefinition& index : source.indexes) {
    if (index.is_global == global) {
      table.indexes.push_back(index);
    }
  }
}

// Throughput begins anew.
void begin_throughput(TableDefinition& table) {
  dynamodb::begin_warm(dynamodb::ThroughputTarget(table), {}, table.billing_mode);
  for (IndexDefinition& index : table.indexes) {
    if (!index.is_global) {
      continue;
    }
    if (table.billing_mode == BillingMode::PayPerRequest) {
      index.throughput = {};
    } else {
      index.on_demand = {};
      if (index.throughput == dynamodb::ProvisionedThroughput{}) {
        refuse("Must specify provisioned throughput" + of_index(index.name));
      }
    }
    index.throughput_history = {};
    index.warm = {};
    dynamodb::begin_warm(dynamodb::ThroughputTarget(index), {}, table.billing_mode);
  }
}

// Those of keys that the table and its indexes have.
void keep_used_definitions(TableDefinition& table, const TableDefinition& source) {
  std::set<std::string> used = {table.hash_key.name};
  if (table.range_key) {
    used.insert(table.range_key->name);
  }
  for (const IndexDefinition& index : table.indexes) {
    for (const auto* elements : {&index.hash, &index.range}) {
      for (const KeyElement& element : *elements) {
        used.insert(element.name);
      }
    }
  }
  for (const KeyElement& element : source.attribute_definitions) {
    if (used.count(element.name) > 0) {
      table.attribute_definitions.push_back(element);
    }
  }
}

}  // namespace

std::vector<dynamodb::Field> restore_override_fields() {
  using dynamodb::Shape;
  return {{"BillingModeOverride", billing_mode_shape()},
          {"GlobalSecondaryIndexOverride", global_secondary_indexes_shape()},
          {"LocalSecondaryIndexOverride", local_secondary_indexes_shape()},
          {"VectorIndexOverride",
           Shape::list_of(Shape::structure("VectorIndex", {{"IndexName", Shape::string()}})),
           dynamodb::Presence::Unsupported},
          {"ProvisionedThroughputOverride", provisioned_throughput_shape()},
          {"OnDemandThroughputOverride", on_demand_throughput_shape()},
          {"SSESpecificationOverride", sse_specification_shape()}};
}

TableDefinition restored_table(const TableDefinition& source, const Request& request,
                               const dynamodb::Namespace& name_space) {
  const Billing billing = billing_of(source, request);
  TableDefinition table;
  table.name_space = name_space;
  table.hash_key = source.hash_key;
  table.range_key = source.range_key;
  table.billing_mode = billing.mode;
  table.throughput = source.throughput;
  table.on_demand = source.on_demand;
  table.kms_key_arn =
      kms_key_of(request, name_space, "SSESpecificationOverride").value_or(source.kms_key_arn);
  table.next_index_id = source.next_index_id;
  override_throughput(table, request, billing);
  override_bounds(table, request, billing.mode);
  add_indexes(table, source, request, billing, false);
  add_indexes(table, source, request, billing, true);
  begin_throughput(table);
  keep_used_definitions(table, source);
  return table;
}

}  // namespace tombola::operations
