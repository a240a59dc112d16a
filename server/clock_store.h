// The service clock's state is part of the data directory: a frozen clock is still frozen after a
// restart, an advanced one still ahead.
#pragma once

#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::server {

// What was saved; a clock that runs with real time if nothing was. Throws std::runtime_error on a
// row that this build cannot read.
storage::ServiceClock::State load_clock(storage::TransactionRunner& transactions);

void save_clock(storage::TransactionRunner& transactions, storage::ServiceClock::State state);

}  // namespace tombola::server
