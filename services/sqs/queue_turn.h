// One change of a queue's messages: a transaction that has the queue to itself. Who has a turn sees
// what the turn before it left.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/sqs/message.h"
#include "services/sqs/queue.h"
#include "storage/transaction_runner.h"

namespace tombola::services::sqs {

class QueueTurn {
 public:
  // Waits for its turn. Throws queue_does_not_exist.
  QueueTurn(storage::WriteTransaction& write, const Queue& queue, std::int64_t now_ms);

  const Queue& queue() const { return queue_; }
  std::int64_t now_ms() const { return now_ms_; }

  std::optional<Message> find(std::uint64_t number) const;
  // With its number, after all others.
  Message add(Message message);
  void put(const Message& before, const Message& message);
  void erase(const Message& message);

  // Numbers of messages that can be received, by when they could first; at most that many.
  std::vector<std::uint64_t> visible(std::size_t count_max) const;
  // Messages from that number on, in the order of sending: a page of them.
  struct MessagePage {
    std::vector<Message> messages;
    bool complete = true;  // false: there are more
  };
  MessagePage from(std::uint64_t number) const;
  // Erases those that are older than the queue keeps them.
  void forget_old();

  // What was sent under the deduplication id in the last five minutes.
  std::optional<Message> duplicate_of(const Message& message) const;
  void remember(const Message& message);

 private:
  std::string visibility_key(const Message& message) const;
  std::string deduplication_key(const Message& message) const;
  void forget_old_deduplication();

  storage::Transaction& bytes_;
  const Queue& queue_;
  std::int64_t now_ms_;
};

}  // namespace tombola::services::sqs
