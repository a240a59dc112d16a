#include "operations/dynamodb/cancellation_reasons.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dynamodb/json/json_text.h"

namespace tombola::operations {

void CancellationReasons::add_condition_failure(std::string item_json) {
  reasons_.push_back(
      {"ConditionalCheckFailed", "The conditional request failed", std::move(item_json)});
}

void CancellationReasons::add_validation_error(std::string message) {
  reasons_.push_back({"ValidationError", std::move(message), ""});
}

void CancellationReasons::add_conflict() {
  reasons_.push_back({"TransactionConflict", "Transaction is ongoing for the item", ""});
}

void CancellationReasons::add_duplicate_item() {
  reasons_.push_back({"DuplicateItem", "Duplicate primary key exists in table", ""});
}

void CancellationReasons::add(const std::optional<ThrottlingRefusal>& refusal) {
  if (refusal) {
    reasons_.push_back({std::string(refusal->code()), refusal->message(), ""});
  } else {
    add_none();
  }
}

void CancellationReasons::add_collection_too_large(const dynamodb::ApiError& error) {
  if (error.name() != "ItemCollectionSizeLimitExceededException") {
    throw error;
  }
  reasons_.push_back({"ItemCollectionSizeLimitExceeded", error.message(), ""});
}

bool CancellationReasons::is_cancelled() const {
  return std::any_of(reasons_.begin(), reasons_.end(),
                     [](const CancellationReason& reason) { return reason.code != "None"; });
}

void CancellationReasons::throw_if_cancelled() const {
  if (!is_cancelled()) {
    return;
  }
  std::vector<std::string_view> codes;
  std::string members = R"("CancellationReasons":[)";
  for (const CancellationReason& reason : reasons_) {
    members.append(codes.empty() ? "" : ",");
    codes.push_back(reason.code);
    members.append(R"({"Code":)").append(dynamodb::json_string(reason.code));
    if (!reason.message.empty()) {
      members.append(R"(,"Message":)").append(dynamodb::json_string(reason.message));
    }
    if (!reason.item_json.empty()) {
      members.append(R"(,"Item":)").append(reason.item_json);
    }
    members.push_back('}');
  }
  members.push_back(']');
  throw dynamodb::ApiError::modelled(
      "TransactionCanceledException",
      fmt::format("Transaction cancelled, please refer cancellation reasons for specific reasons "
                  "[{}]",
                  fmt::join(codes, ", ")),
      std::move(members));
}

}  // namespace tombola::operations
