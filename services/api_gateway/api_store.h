// The APIs: rows of the engine, and in memory as they are served. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/api_gateway/api.h"
#include "services/row_store.h"

namespace tombola::services::api_gateway {

// The row that AccountStore keeps among those of a namespace's APIs.
inline constexpr std::string_view account_row_id = "account";

class ApiStore {
 public:
  explicit ApiStore(storage::TransactionRunner& transactions) : rows_(transactions) {}

  // Null: there is none of that id and kind in that namespace.
  std::shared_ptr<const Api> find(const dynamodb::Namespace& name_space, ApiKind kind,
                                  std::string_view id);
  // By id, whoever's they are: ids are unique, and who calls an API does not sign.
  std::shared_ptr<const Api> find_served(std::string_view id);
  // Of that name; of several the newest.
  std::shared_ptr<const Api> find_served_by_name(std::string_view name);
  // Everybody's.
  std::vector<std::shared_ptr<const Api>> all_served();
  // The oldest first.
  std::vector<std::shared_ptr<const Api>> list(const dynamodb::Namespace& name_space, ApiKind kind);

  void create(const Api& api);
  // False: there is none. What `edit` throws leaves all as it was; it may run again.
  bool change(const dynamodb::Namespace& name_space, ApiKind kind, std::string_view id,
              const std::function<void(Api&)>& edit);
  bool erase(const dynamodb::Namespace& name_space, ApiKind kind, std::string_view id);

 private:
  using Apis = std::map<std::string, std::shared_ptr<const Api>, std::less<>>;

  Apis& loaded();  // with the mutex held
  void remember(Api api);
  void forget(const std::string& id);

  RowStore rows_;
  std::mutex changes_;  // one change after the other, so that memory ends as the rows do
  std::mutex mutex_;
  std::optional<Apis> apis_;
};

}  // namespace tombola::services::api_gateway
