// The messages of queues: rows of the engine, so that they survive a restart. Thread-safe; what
// changes a queue's messages happens one after the other, in the order of the queue's lock.
//
// Time is the service clock's: a moved clock makes messages visible, or forgotten.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/sqs/message.h"
#include "services/sqs/queue.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::services::sqs {

class MessageStore {
 public:
  // `arrived` is told the queue's id after something came that may be received at once.
  MessageStore(storage::TransactionRunner& transactions, storage::ServiceClock& clock,
               std::function<void(std::uint64_t queue)> arrived)
      : transactions_(transactions), clock_(clock), arrived_(std::move(arrived)) {}

  // All throw queue_does_not_exist when the queue has been deleted meanwhile.

  // Gives the message with its id, number and time; of a FIFO queue that has had it within five
  // minutes: those of the first.
  Message send(const Queue& queue, Message message, std::int64_t delay_seconds);

  struct ReceiveRequest {
    std::size_t messages_max = 1;
    std::int64_t visibility_seconds = 30;
  };
  // In flight from now on. Those that were received too often go to the dead-letter queue instead.
  std::vector<Message> receive(const Queue& queue, const ReceiveRequest& request);

  // Throws receipt_handle_is_invalid and, of a FIFO queue, that the handle has expired. A message
  // that is gone already is fine.
  void erase(const Queue& queue, std::string_view receipt_handle);
  // Throws, beside that, that the message is not in flight.
  void change_visibility(const Queue& queue, std::string_view receipt_handle, std::int64_t seconds);
  void purge(const Queue& queue);

  struct Counts {
    std::size_t visible = 0;
    std::size_t in_flight = 0;
    std::size_t delayed = 0;
  };
  Counts counts(const Queue& queue);
  // When the next message that cannot be received now can be; none: there is none.
  std::optional<std::int64_t> next_visible_ms(std::uint64_t queue);

  static std::string receipt_handle(const Queue& queue, const Message& message);

 private:
  class Turn;
  Message message_of(Turn& turn, std::string_view receipt_handle) const;
  std::vector<Message> take_standard(Turn& turn, std::size_t messages_max) const;
  std::vector<Message> take_fifo(Turn& turn, std::size_t messages_max) const;
  bool move_to_dead_letters(Turn& turn, Message message) const;

  storage::TransactionRunner& transactions_;
  storage::ServiceClock& clock_;
  const std::function<void(std::uint64_t queue)> arrived_;
};

}  // namespace tombola::services::sqs
