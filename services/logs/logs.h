// CloudWatch Logs: groups, streams, events, and what is on its way there. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "services/logs/log_catalog.h"
#include "services/logs/log_events.h"
#include "services/logs/log_intake.h"
#include "services/scheduling.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::services::logs {

class Logs {
 public:
  // All of them outlive the logs.
  struct Parts {
    storage::TransactionRunner& transactions;
    storage::ServiceClock& clock;
    Schedule schedule;
    std::int64_t stored_bytes_max;
    std::function<void(std::string)> report;  // of what people should know, one line; may be empty
  };
  explicit Logs(Parts parts)
      : catalog_(parts.transactions, parts.clock),
        events_({parts.transactions, parts.clock, catalog_, parts.stored_bytes_max, parts.report}),
        intake_(events_, std::move(parts.schedule), parts.report) {}

  LogCatalog& catalog() { return catalog_; }
  LogEvents& events() { return events_; }
  LogIntake& intake() { return intake_; }

 private:
  LogCatalog catalog_;
  LogEvents events_;
  LogIntake intake_;
};

}  // namespace tombola::services::logs
