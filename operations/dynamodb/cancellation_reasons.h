// Why a transaction was cancelled: one reason per action, in their order. Every action is looked
// at, also after the first that fails. Source: API_CancellationReason.
#pragma once

#include <string>
#include <vector>

#include "dynamodb/api_error.h"

namespace tombola::operations {

class CancellationReasons {
 public:
  void add_none() { reasons_.push_back({}); }
  // `item_json`: the item, if ReturnValuesOnConditionCheckFailure asked for it.
  void add_condition_failure(std::string item_json);
  void add_validation_error(std::string message);
  // Another transaction has the item.
  void add_conflict();

  // TransactionCanceledException unless every reason is None.
  void throw_if_cancelled() const;

 private:
  struct Reason {
    std::string code = "None";
    std::string message;
    std::string item_json;
  };
  std::vector<Reason> reasons_;
};

}  // namespace tombola::operations
