// What an UpdateTable changes, for the table's status: what has to be admitted, and what shows
// until it is over.
#pragma once

#include <cstdint>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "dynamodb/validation/table_admission.h"
#include "operations/operation_context.h"
#include "operations/request.h"

namespace tombola::operations {

dynamodb::WantedChanges wanted_changes(const Request& request,
                                       const dynamodb::TableDefinition& table);

struct ChangeTimes {
  std::int64_t now_ms;
  std::int64_t delay_ms;  // 0: changes show in the answer alone

  // A moment at least, so that the answer shows it.
  std::int64_t until_ms() const { return now_ms + (delay_ms > 0 ? delay_ms : 1); }
};

// The changes from `before` to `after`, which the request asked for. What it repeats shows in the
// answer only.
std::vector<dynamodb::TableChange> changes_of(const Request& request,
                                              const dynamodb::TableDefinition& before,
                                              const dynamodb::TableDefinition& after,
                                              ChangeTimes times);

}  // namespace tombola::operations
