// Hands what is published to the subscriptions of its topic, queues and functions, and remembers
// the last messages, for who wants to see what was published. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "services/sns/topic.h"
#include "services/sqs/message.h"

namespace tombola::services {
class Services;
}

namespace tombola::services::sns {

struct Publication {
  std::string topic_arn;
  std::string id;  // MessageId
  std::string subject;
  std::string message;
  // By protocol, where that is another than the message (MessageStructure json).
  std::map<std::string, std::string> messages_by_protocol;
  sqs::MessageAttributes attributes;
  std::int64_t time_ms = 0;

  const std::string& message_for(const std::string& protocol) const;
};

class Publisher {
 public:
  // What went wrong, in one line for people; nothing when the invocation was accepted.
  using InvokeFunction =
      std::function<std::optional<std::string>(const std::string& function_arn, std::string event)>;
  Publisher(Services& services, InvokeFunction invoke)
      : services_(services), invoke_(std::move(invoke)) {}

  // Gives it an id and its time. A subscription whose queue or function is gone gets nothing, as on
  // AWS. Returns the id.
  std::string publish(Publication publication, const Topic& topic);

  // The last limits::published_messages_kept, oldest first.
  std::vector<Publication> last_publications() const;

 private:
  void deliver(const Publication& publication, const Subscription& subscription);
  void deliver_to_queue(const Publication& publication, const Subscription& subscription);

  Services& services_;
  const InvokeFunction invoke_;
  mutable std::mutex mutex_;
  std::deque<Publication> last_;
};

// What a queue gets whose subscription is not raw: AWS's JSON document.
std::string notification_json(const Publication& publication, const Subscription& subscription);
// What a function gets.
std::string notification_event_json(const Publication& publication,
                                    const Subscription& subscription);

}  // namespace tombola::services::sns
