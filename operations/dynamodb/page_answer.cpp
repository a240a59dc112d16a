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

}  // namespace

void check_select(const Request& request, bool reads_index) {
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
  if (*select == "ALL_PROJECTED_ATTRIBUTES" && !reads_index) {
    throw ApiError::validation(
        "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
}

void check_index(const Request& request) {
  if (const auto index = request.string("IndexName")) {
    throw ApiError::validation(
        fmt::format("The table does not have the specified index: {}", *index));
  }
}

std::string PageAnswer::text(const storage::ItemPage& page,
                             const dynamodb::TableDefinition& table) const {
  std::string items;
  const std::size_t count = append_items(items, page);
  std::string answer = "{";
  if (!counts_only(request_)) {
    answer.append(R"("Items":[)").append(items).append("],");
  }
  fmt::format_to(std::back_inserter(answer), R"("Count":{},"ScannedCount":{})", count,
                 page.items.size());
  if (page.stopped_early) {
    answer.append(R"(,"LastEvaluatedKey":)")
        .append(storage::key_json(storage::StoredItem(page.items.back()), table));
  }
  append_consumed_capacity_member(
      answer, capacity_detail_of(request_), request_.required("TableName").as_string(),
      dynamodb::read_units(page.size_bytes, request_.boolean("ConsistentRead").value_or(false)));
  answer.push_back('}');
  return answer;
}

std::size_t PageAnswer::append_items(std::string& out, const storage::ItemPage& page) const {
  std::size_t count = 0;
  for (const std::string& stored : page.items) {
    if (append_item(out, storage::StoredItem(stored))) {
      ++count;
    }
  }
  return count;
}

bool PageAnswer::append_item(std::string& out, const storage::StoredItem& item) const {
  const bool wanted = !counts_only(request_);
  const auto separate = [&] { out.append(out.empty() ? "" : ","); };
  if (!filter_) {
    if (wanted) {
      separate();
      projection_.append(out, item);
    }
    return true;
  }
  const dynamodb::Item parsed = item.item();
  if (!filter_->evaluate(&parsed)) {
    return false;
  }
  if (wanted) {
    separate();
    projection_.append(out, item, parsed);
  }
  return true;
}

storage::ItemPage read_page(storage::Transaction& transaction, const Request& request,
                            storage::KeyRange range, storage::Direction direction) {
  storage::ItemPageRequest page;
  page.range = std::move(range);
  page.direction = direction;
  if (const auto limit = request.integer("Limit")) {
    page.items_max = static_cast<std::size_t>(*limit);
  }
  page.size_bytes_max = limits::page_size_bytes_max;
  return storage::read_items(transaction, page);
}

}  // namespace tombola::operations
