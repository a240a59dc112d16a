// Topics and subscriptions: rows of the engine. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "services/sns/topic.h"
#include "storage/transaction_runner.h"

namespace tombola::services::sns {

class TopicStore {
 public:
  explicit TopicStore(storage::TransactionRunner& transactions) : transactions_(transactions) {}

  std::optional<Topic> find(std::string_view arn);
  // By name.
  std::vector<Topic> list(const dynamodb::Namespace& name_space);
  // The topic of that name: the one that is there, or the new one.
  Topic create(const Topic& wanted);
  // False: there is no such topic. What `edit` throws leaves all as it was.
  bool change(std::string_view arn, const std::function<void(Topic&)>& edit);
  // With its subscriptions; none of that name is fine.
  void erase(std::string_view arn);

  std::optional<Subscription> find_subscription(std::string_view arn);
  // Of all topics.
  std::vector<Subscription> subscriptions(const dynamodb::Namespace& name_space);
  std::vector<Subscription> subscriptions_of(const Topic& topic);
  // The subscription of that protocol and endpoint: the one that is there, or the new one. Throws
  // topic_does_not_exist.
  Subscription subscribe(const Subscription& wanted);
  bool change_subscription(std::string_view arn, const std::function<void(Subscription&)>& edit);
  void unsubscribe(std::string_view arn);

 private:
  std::vector<Subscription> read_subscriptions(storage::Transaction& transaction,
                                               std::string_view prefix);

  storage::TransactionRunner& transactions_;
};

}  // namespace tombola::services::sns
