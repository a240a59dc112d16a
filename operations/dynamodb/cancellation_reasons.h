// Why a transaction was cancelled: one reason per action, in their order. Every action is looked
// at, also after the first that fails. Source: API_CancellationReason.
#pragma once

#include <string>
#include <vector>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/throttle.h"

namespace tombola::operations {

struct CancellationReason {
  std::string code = "None";
  std::string message;
  std::string item_json;
};

class CancellationReasons {
 public:
  void add_none() { reasons_.push_back({}); }
  // `item_json`: the item, if ReturnValuesOnConditionCheckFailure asked for it.
  void add_condition_failure(std::string item_json);
  void add_validation_error(std::string message);
  // Another transaction has the item.
  void add_conflict();

  // An INSERT of an item that is there.
  void add_duplicate_item();

  // The capacity of a table or index is used up.
  void add(const std::optional<ThrottlingRefusal>& refusal);
  // ItemCollectionSizeLimitExceededException, or thrown on.
  void add_collection_too_large(const dynamodb::ApiError& error);

  // Of the last action.
  const CancellationReason& last() const { return reasons_.back(); }

  bool is_cancelled() const;
  // TransactionCanceledException unless every reason is None.
  void throw_if_cancelled() const;

 private:
  std::vector<CancellationReason> reasons_;
};

}  // namespace tombola::operations
