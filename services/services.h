// What there is beside DynamoDB and Lambda: enough of SQS, SNS and S3 that what a function's
// failures go to is real, CloudWatch Logs, which its lines go to, and what deployments ask for: SSM,
// STS, IAM, API Gateway. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "services/api_gateway/account_store.h"
#include "services/api_gateway/api_store.h"
#include "services/iam/identity_store.h"
#include "services/logs/logs.h"
#include "services/logs/logs_limits.h"
#include "services/s3/object_store.h"
#include "services/scheduling.h"
#include "services/sns/publisher.h"
#include "services/sns/topic_store.h"
#include "services/sqs/message_store.h"
#include "services/sqs/queue_catalog.h"
#include "services/sqs/receive_waits.h"
#include "services/ssm/parameter_store.h"
#include "services/sts/sessions.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::services {

class Services {
 public:
  // All of them outlive the services.
  struct Parts {
    storage::TransactionRunner& transactions;
    storage::ServiceClock& clock;
    Schedule schedule;
    // How a subscription of a function is served; empty: there are no functions.
    sns::Publisher::InvokeFunction invoke = {};
    std::int64_t log_bytes_max = logs::limits::stored_bytes_max_in_memory;
    // Told what people should know, in one line; may be empty.
    std::function<void(std::string)> report = {};
  };
  explicit Services(Parts parts);

  // Calls that wait are answered; later ones do not wait.
  void shut_down() { waits_.shut_down(); }

  sqs::QueueCatalog& queues() { return queues_; }
  sqs::MessageStore& messages() { return messages_; }
  sqs::ReceiveWaits& waits() { return waits_; }
  sns::TopicStore& topics() { return topics_; }
  sns::Publisher& publisher() { return publisher_; }
  const sns::Publisher& publisher() const { return publisher_; }
  s3::ObjectStore& objects() { return objects_; }
  ssm::ParameterStore& parameters() { return parameters_; }
  api_gateway::ApiStore& apis() { return apis_; }
  api_gateway::AccountStore& api_accounts() { return api_accounts_; }
  iam::IdentityStore& identities() { return identities_; }
  sts::Sessions& sessions() { return sessions_; }
  const sts::Sessions& sessions() const { return sessions_; }
  logs::Logs& logs() { return logs_; }
  // The service clock's.
  std::int64_t now_ms() const { return clock_.now_ms(); }

 private:
  std::optional<std::chrono::milliseconds> next_due(std::uint64_t queue);

  storage::ServiceClock& clock_;
  sqs::QueueCatalog queues_;
  sqs::ReceiveWaits waits_;
  sqs::MessageStore messages_;
  sns::TopicStore topics_;
  sns::Publisher publisher_;
  s3::ObjectStore objects_;
  ssm::ParameterStore parameters_;
  api_gateway::ApiStore apis_;
  api_gateway::AccountStore api_accounts_;
  iam::IdentityStore identities_;
  sts::Sessions sessions_;
  logs::Logs logs_;
};

}  // namespace tombola::services
