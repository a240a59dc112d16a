// The queues by name: rows of the engine. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/sqs/queue.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::services::sqs {

class QueueCatalog {
 public:
  QueueCatalog(storage::TransactionRunner& transactions, storage::ServiceClock& clock)
      : transactions_(transactions), clock_(clock) {}

  std::optional<Queue> find(const dynamodb::Namespace& name_space, std::string_view name);
  std::optional<Queue> find_arn(std::string_view arn);
  // By name.
  std::vector<Queue> list(const dynamodb::Namespace& name_space);

  // The queue of that name: the one that is there, or a new one with these attributes and tags.
  struct Created {
    Queue queue;
    bool is_new = false;
  };
  Created create(Queue wanted);
  // False: there is no such queue. What `edit` throws leaves all as it was.
  bool change(const dynamodb::Namespace& name_space, std::string_view name,
              const std::function<void(Queue&)>& edit);
  // With its messages. None: there is no such queue.
  std::optional<Queue> erase(const dynamodb::Namespace& name_space, std::string_view name);

 private:
  storage::TransactionRunner& transactions_;
  storage::ServiceClock& clock_;
};

}  // namespace tombola::services::sqs
