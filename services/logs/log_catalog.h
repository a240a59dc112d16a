// Log groups and log streams by name: rows of the engine. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/logs/log_group.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::services::logs {

class LogCatalog {
 public:
  LogCatalog(storage::TransactionRunner& transactions, storage::ServiceClock& clock)
      : transactions_(transactions), clock_(clock) {}

  std::optional<LogGroup> find(const dynamodb::Namespace& name_space, std::string_view name);
  // By name.
  std::vector<LogGroup> list(const dynamodb::Namespace& name_space);
  // Of every account and region.
  std::vector<LogGroup> list_all();
  // False: there is one of that name.
  bool create(LogGroup wanted);
  // False: there is no such group. What `edit` throws leaves all as it was.
  bool change(const dynamodb::Namespace& name_space, std::string_view name,
              const std::function<void(LogGroup&)>& edit);
  // With its streams and events. False: there is no such group.
  bool erase(const dynamodb::Namespace& name_space, std::string_view name);
  // What its events take (log_event.h, event_size_bytes).
  std::int64_t stored_bytes(const LogGroup& group);

  std::optional<LogStream> find_stream(const LogGroup& group, std::string_view name);
  // By name.
  std::vector<LogStream> streams(const LogGroup& group);
  // False: there is one of that name. Throws group_not_found.
  bool create_stream(const LogGroup& group, std::string_view name);

 private:
  std::vector<LogGroup> read_groups(const std::string& prefix);

  storage::TransactionRunner& transactions_;
  storage::ServiceClock& clock_;
};

// The group as it is now, which stays until the transaction ends; none: it is gone.
std::optional<LogGroup> hold_group(storage::Transaction& transaction,
                                   const dynamodb::Namespace& name_space, std::string_view name);

}  // namespace tombola::services::logs
