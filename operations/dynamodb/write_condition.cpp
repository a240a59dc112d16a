#include "operations/dynamodb/write_condition.h"

#include "dynamodb/api_error.h"
#include "dynamodb/expressions/legacy_parameters.h"
#include "storage/item_encoding.h"

namespace tombola::operations {

WriteCondition::WriteCondition(const Request& request,
                               dynamodb::ExpressionPlaceholders& placeholders)
    : returns_item_on_failure_(request.string("ReturnValuesOnConditionCheckFailure") == "ALL_OLD") {
  if (const auto text = request.string("ConditionExpression")) {
    condition_ =
        dynamodb::Condition::parse(*text, dynamodb::ExpressionKind::Condition, placeholders);
  } else {
    condition_ = dynamodb::parse_expected(
        request.member("Expected"), request.string("ConditionalOperator"), placeholders.layer());
  }
}

std::vector<const dynamodb::DocumentPath*> WriteCondition::paths() const {
  return condition_ ? condition_->paths() : std::vector<const dynamodb::DocumentPath*>();
}

std::optional<std::string> WriteCondition::failure(
    const std::optional<std::string>& old_bytes) const {
  if (!condition_) {
    return std::nullopt;
  }
  std::optional<dynamodb::Item> item;
  if (old_bytes) {
    item = storage::StoredItem(*old_bytes).item();
  }
  if (condition_->evaluate(item ? &*item : nullptr)) {
    return std::nullopt;
  }
  return old_bytes && returns_item_on_failure_ ? std::string(storage::StoredItem(*old_bytes).json())
                                               : "";
}

void WriteCondition::require(const std::optional<std::string>& old_bytes) const {
  if (auto shown = failure(old_bytes)) {
    throw dynamodb::ApiError::conditional_check_failed(std::move(*shown));
  }
}

}  // namespace tombola::operations
