#include "operations/dynamodb/page_answer.h"

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"
#include "operations/dynamodb/consumed_capacity.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;

bool counts_only(const Request& request) {
  return request.string("Select") == "COUNT";
}

bool is_consistent(const Request& request) {
  return request.boolean("ConsistentRead").value_or(false);
}

// Limit and the page's bytes end a page.
storage::ItemPageRequest page_request(const Request& request, storage::KeyRange range,
                                      storage::Direction direction) {
  storage::ItemPageRequest page;
  page.range = std::move(range);
  page.direction = direction;
  if (const auto limit = request.integer("Limit")) {
    page.items_max = static_cast<std::size_t>(*limit);
  }
  page.size_bytes_max = limits::page_size_bytes_max;
  return page;
}

}  // namespace

void check_select(const Request& request) {
  const auto select = request.string("Select");
  if (!select) {
    return;
  }
  const bool has_projection = request.has("ProjectionExpression");
  const bool has_attributes = request.has("AttributesToGet");
  if (*select == "SPECIFIC_ATTRIBUTES") {
    if (!has_projection && !has_attributes) {
      throw ApiError::validation(
          "1 validation error detected: Must specify the AttributesToGet or ProjectionExpression "
          "when choosing to get SPECIFIC_ATTRIBUTES");
    }
    return;
  }
  if (has_projection || has_attributes) {
    throw ApiError::validation(
        fmt::format("Cannot specify the {} when choosing to get {}",
                    has_projection ? "ProjectionExpression" : "AttributesToGet",
                    *select == "COUNT" ? "only the Count" : *select));
  }
  if (*select == "ALL_PROJECTED_ATTRIBUTES" && !request.has("IndexName")) {
    throw ApiError::validation(
        "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
}

std::string PageAnswer::text(storage::Transaction& transaction, storage::KeyRange range,
                             storage::Direction direction, Consumption& consumption) const {
  const PageItemsRules rules{is_consistent(request_), counts_only(request_)};
  std::string answer = rules.counts_only ? "{" : R"({"Items":[)";
  PageItems items(target_, projection_, filter_, rules, answer);
  const storage::ItemPageEnd page =
      items.read(transaction, page_request(request_, std::move(range), direction));
  answer.append(rules.counts_only ? "" : "],");
  fmt::format_to(std::back_inserter(answer), R"("Count":{},"ScannedCount":{})", items.count(),
                 page.count);
  if (page.stopped_early) {
    answer.append(R"(,"LastEvaluatedKey":)")
        .append(target_.last_evaluated_key(storage::StoredItem(page.last_item)));
  }
  const auto read = dynamodb::read_units(page.size_bytes, rules.is_consistent);
  const ConsumedUnits units = target_.units(read, items.fetched());
  consumption.require(target_.table(), Access::Read, units);
  append_consumed_capacity_member(answer, capacity_detail_of(request_),
                                  request_.required("TableName").as_string(), units);
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations
