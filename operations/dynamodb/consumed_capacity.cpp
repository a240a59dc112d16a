#include "operations/dynamodb/consumed_capacity.h"

#include "dynamodb/json/json_text.h"

namespace tombola::operations {

CapacityDetail capacity_detail_of(const Request& request) {
  const std::string_view text = request.string("ReturnConsumedCapacity").value_or("NONE");
  return text == "TOTAL"     ? CapacityDetail::Total
         : text == "INDEXES" ? CapacityDetail::Indexes
                             : CapacityDetail::None;
}

void append_consumed_capacity(std::string& out, CapacityDetail detail, std::string_view table,
                              dynamodb::CapacityUnits units) {
  out.append(R"({"TableName":)");
  dynamodb::append_json_string(out, table);
  out.append(R"(,"CapacityUnits":)").append(units.to_string());
  if (detail == CapacityDetail::Indexes) {
    out.append(R"(,"Table":{"CapacityUnits":)").append(units.to_string()).push_back('}');
  }
  out.push_back('}');
}

void append_consumed_capacity_member(std::string& out, CapacityDetail detail,
                                     std::string_view table, dynamodb::CapacityUnits units) {
  if (detail == CapacityDetail::None) {
    return;
  }
  out.append(out.ends_with('{') ? "" : ",").append(R"("ConsumedCapacity":)");
  append_consumed_capacity(out, detail, table, units);
}

void append_consumed_capacities_member(std::string& out, CapacityDetail detail,
                                       const UnitsByTable& units) {
  if (detail == CapacityDetail::None) {
    return;
  }
  out.append(R"(,"ConsumedCapacity":[)");
  for (const auto& [table, consumed] : units) {
    out.append(out.ends_with('[') ? "" : ",");
    append_consumed_capacity(out, detail, table, consumed);
  }
  out.push_back(']');
}

}  // namespace tombola::operations
