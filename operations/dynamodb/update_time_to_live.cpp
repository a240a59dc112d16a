// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
//
// The change is done when the answer is given; AWS takes up to an hour, and takes no other for that
// long. With --table-delay it shows for so long, and keeps others out.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"
#include "dynamodb/model/table_state.h"
#include "dynamodb/validation/table_admission.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/time_to_live.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::TableDefinition;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateTimeToLiveInput",
      {{"TableName", Shape::string(), Presence::Required},
       {"TimeToLiveSpecification",
        Shape::structure(
            "TimeToLiveSpecification",
            {{"Enabled", Shape::boolean(), Presence::Required},
             {"AttributeName", Shape::string().length(1, limits::time_to_live_attribute_length_max),
              Presence::Required}}),
        Presence::Required}});
  return shape;
}

// Texts: reported by users of AWS.
void check_change(const TableDefinition& table, bool enabled, std::string_view attribute) {
  if (table.time_to_live && table.time_to_live->attribute != attribute) {
    throw ApiError::validation(fmt::format(
        "TimeToLive is active on a different AttributeName: current AttributeName is {}",
        table.time_to_live->attribute));
  }
  if (table.time_to_live.has_value() == enabled) {
    throw ApiError::validation(
        fmt::format("TimeToLive is already {}", enabled ? "enabled" : "disabled"));
  }
}

void check_admitted(const TableDefinition& table, std::int64_t now_ms) {
  if (dynamodb::table_status(table, now_ms) == dynamodb::TableStatus::Creating) {
    throw dynamodb::still_in_use(fmt::format("Table {} is being created", table.name));
  }
}

// One change at a time.
void check_interval(const TableDefinition& table, std::int64_t now_ms) {
  if (dynamodb::change_under_way(table, dynamodb::TableChange::Kind::TimeToLive, now_ms)) {
    throw ApiError::validation(
        "Time to live has been modified multiple times within a fixed interval");
  }
}

}  // namespace

std::string update_time_to_live(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const Request specification(request.required("TimeToLiveSpecification"));
  const bool enabled = specification.boolean("Enabled").value();
  const std::string attribute(specification.string("AttributeName").value());
  const std::string name = table_name_of(request, context);

  std::optional<storage::KeyRange> left_behind;
  context.transactions.change_catalog([&](storage::WriteTransaction& transaction) {
    const auto found =
        context.catalog.find_for_update(transaction.bytes(), context.name_space, name);
    if (!found) {
      throw_table_not_found(name);
    }
    const std::int64_t now_ms = context.service_clock.now_ms();
    check_admitted(*found, now_ms);
    check_change(*found, enabled, attribute);
    check_interval(*found, now_ms);
    TableDefinition table = *found;
    dynamodb::settle(table, now_ms);
    if (enabled) {
      table.time_to_live = {attribute, table.next_index_id++};
      storage::fill_expiry_index(transaction, table);
    } else {
      left_behind = storage::expiry_index_range(table);
      table.time_to_live.reset();
    }
    if (context.table_delay_ms > 0) {
      dynamodb::TableChange change;
      change.kind = dynamodb::TableChange::Kind::TimeToLive;
      change.until_ms = now_ms + context.table_delay_ms;
      change.text = attribute;
      table.changes.push_back(std::move(change));
    }
    context.catalog.put(transaction.bytes(), table);
  });
  // No definition leads to these rows any more.
  if (left_behind) {
    context.transactions.engine().erase_range(*left_behind);
  }
  return nlohmann::ordered_json(
             {{"TimeToLiveSpecification", {{"Enabled", enabled}, {"AttributeName", attribute}}}})
      .dump();
}

}  // namespace tombola::operations
