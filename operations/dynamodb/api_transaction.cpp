#include "operations/dynamodb/api_transaction.h"

#include "dynamodb/api_error.h"
#include "operations/dynamodb/cancellation_reasons.h"
#include "storage/layout.h"

namespace tombola::operations {
namespace {

// Ends a run of the body that is to be held: nothing is locked while it is.
struct ToBeHeld {};

CancellationReasons reasons_for(const std::vector<bool>& conflicts) {
  CancellationReasons reasons;
  for (const bool conflict : conflicts) {
    conflict ? reasons.add_conflict() : reasons.add_none();
  }
  return reasons;
}

}  // namespace

ApiTransaction::ApiTransaction(OperationContext& context, std::optional<std::string_view> token)
    : context_(context),
      token_(token.value_or("")),
      claims_(context.transactions.open_transactions()) {
  if (token && claims_.claim({storage::layout::token_key(context.name_space, token_)}).front()) {
    throw dynamodb::ApiError::modelled(
        "TransactionInProgressException",
        "The transaction with the given request token is already in progress.");
  }
}

void ApiTransaction::run(const std::function<void(storage::WriteTransaction&)>& body) {
  try {
    context_.transactions.write("transaction", body);
  } catch (const ToBeHeld&) {
    context_.transactions.hold().wait(token_);
    was_held_ = true;
    context_.transactions.write("transaction", body);
  }
}

void ApiTransaction::claim(const std::vector<std::optional<std::string>>& row_keys) {
  std::vector<std::string> present;
  for (const auto& row_key : row_keys) {
    if (row_key) {
      present.push_back(*row_key);
    }
  }
  const std::vector<bool> taken = claims_.claim(present);
  std::vector<bool> conflicts;
  std::size_t next = 0;
  for (const auto& row_key : row_keys) {
    conflicts.push_back(row_key && taken[next++]);
  }
  reasons_for(conflicts).throw_if_cancelled();
}

void ApiTransaction::checked() {
  if (!was_held_ && !token_.empty() && context_.transactions.hold().is_for(token_)) {
    throw ToBeHeld{};
  }
}

void require_no_conflict(const OperationContext& context,
                         const std::vector<std::string>& row_keys) {
  std::vector<bool> conflicts;
  for (const std::string& row_key : row_keys) {
    conflicts.push_back(context.transactions.open_transactions().has(row_key));
  }
  reasons_for(conflicts).throw_if_cancelled();
}

}  // namespace tombola::operations
