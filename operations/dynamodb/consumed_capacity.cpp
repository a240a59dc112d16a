#include "operations/dynamodb/consumed_capacity.h"

#include "dynamodb/json/json_text.h"

namespace tombola::operations {
namespace {

// {"CapacityUnits":1} or, in a transaction, {"CapacityUnits":1,"ReadCapacityUnits":1}, without
// braces.
void append_units(std::string& out, dynamodb::CapacityUnits units, std::string_view kind) {
  out.append(R"("CapacityUnits":)").append(units.to_string());
  if (!kind.empty()) {
    out.append(R"(,")").append(kind).append(R"(":)").append(units.to_string());
  }
}

// ,"GlobalSecondaryIndexes":{"name":{"CapacityUnits":1}}: only those that were touched.
void append_indexes(std::string& out, std::string_view member, const storage::IndexUnits& indexes,
                    std::string_view kind) {
  if (indexes.empty()) {
    return;
  }
  out.append(R"(,")").append(member).append(R"(":{)");
  for (const auto& [name, units] : indexes) {
    out.append(out.ends_with('{') ? "" : ",");
    dynamodb::append_json_string(out, name);
    out.append(":{");
    append_units(out, units, kind);
    out.push_back('}');
  }
  out.push_back('}');
}

void append_table(std::string& out, CapacityDetail detail, std::string_view table,
                  const ConsumedUnits& units, std::string_view kind) {
  out.append(R"({"TableName":)");
  dynamodb::append_json_string(out, table);
  out.push_back(',');
  append_units(out, units.total(), kind);
  if (detail == CapacityDetail::Indexes) {
    out.append(R"(,"Table":{)");
    append_units(out, units.table, kind);
    out.push_back('}');
    append_indexes(out, "LocalSecondaryIndexes", units.local_indexes, kind);
    append_indexes(out, "GlobalSecondaryIndexes", units.global_indexes, kind);
  }
  out.push_back('}');
}

template <typename Entries>
void append_entries(std::string& out, CapacityDetail detail, const Entries& units,
                    std::string_view kind) {
  if (detail == CapacityDetail::None) {
    return;
  }
  out.append(R"(,"ConsumedCapacity":[)");
  for (const auto& [table, consumed] : units) {
    out.append(out.ends_with('[') ? "" : ",");
    append_table(out, detail, table, consumed, kind);
  }
  out.push_back(']');
}

}  // namespace

CapacityDetail capacity_detail_of(const Request& request) {
  const std::string_view text = request.string("ReturnConsumedCapacity").value_or("NONE");
  return text == "TOTAL"     ? CapacityDetail::Total
         : text == "INDEXES" ? CapacityDetail::Indexes
                             : CapacityDetail::None;
}

void ConsumedUnits::add_indexes(const storage::IndexUnits& units,
                                const dynamodb::TableDefinition& definition) {
  for (const auto& [name, consumed] : units) {
    const dynamodb::IndexDefinition* index = definition.find_index(name);
    (index != nullptr && index->is_global ? global_indexes : local_indexes)[name] += consumed;
  }
}

ConsumedUnits& ConsumedUnits::operator+=(const ConsumedUnits& other) {
  table += other.table;
  for (const auto& [name, units] : other.local_indexes) {
    local_indexes[name] += units;
  }
  for (const auto& [name, units] : other.global_indexes) {
    global_indexes[name] += units;
  }
  return *this;
}

dynamodb::CapacityUnits ConsumedUnits::total() const {
  dynamodb::CapacityUnits sum = table;
  for (const auto& [name, units] : local_indexes) {
    sum += units;
  }
  for (const auto& [name, units] : global_indexes) {
    sum += units;
  }
  return sum;
}

void append_consumed_capacity_member(std::string& out, CapacityDetail detail,
                                     std::string_view table, const ConsumedUnits& units) {
  if (detail == CapacityDetail::None) {
    return;
  }
  out.append(out.ends_with('{') ? "" : ",").append(R"("ConsumedCapacity":)");
  append_table(out, detail, table, units, "");
}

void append_consumed_capacities_member(std::string& out, CapacityDetail detail,
                                       const UnitsByTable& units) {
  append_entries(out, detail, units, "");
}

void append_consumed_capacities_member(std::string& out, CapacityDetail detail,
                                       const UnitsByStatement& units) {
  append_entries(out, detail, units, "");
}

void append_transaction_capacities_member(std::string& out, CapacityDetail detail,
                                          const UnitsByTable& units, std::string_view kind) {
  append_entries(out, detail, units, kind);
}

}  // namespace tombola::operations
