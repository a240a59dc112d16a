// What API Gateway keeps for an account in a region beside its APIs: API keys and usage plans. Rows of
// the engine, and in memory. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "services/api_gateway/api.h"
#include "services/row_store.h"

namespace tombola::services::api_gateway {

struct Account {
  // By id, as GetApiKey answers them, with their values.
  Documents api_keys;
  // By id, as GetUsagePlan answers them, and "keyIds":[...].
  Documents usage_plans;
};

class AccountStore {
 public:
  explicit AccountStore(storage::TransactionRunner& transactions) : rows_(transactions) {}

  std::shared_ptr<const Account> find(const dynamodb::Namespace& name_space);
  // What `edit` throws leaves all as it was.
  void change(const dynamodb::Namespace& name_space, const std::function<void(Account&)>& edit);

 private:
  RowStore rows_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const Account>> accounts_;
};

}  // namespace tombola::services::api_gateway
