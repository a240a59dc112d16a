// A standard queue hands out what has been visible longest; a FIFO queue what was sent first, of
// each message group only as long as none of it is in flight. Either looks at a page at a time.
//
// A receipt handle is "<queue id> <message number> <receipt>" in base64. Of a standard queue every
// handle of a message deletes it, of a FIFO queue the last one, as long as the message is in
// flight.
#include "services/sqs/message_store.h"

#include <charconv>
#include <set>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "services/random_id.h"
#include "services/sqs/queue_turn.h"
#include "services/sqs/sqs_error.h"
#include "storage/layout.h"

namespace tombola::services::sqs {

namespace layout = storage::layout;

namespace {

struct Receipt {
  std::uint64_t queue = 0;
  std::uint64_t number = 0;
  std::string receipt;
};

std::optional<Receipt> parse_receipt_handle(std::string_view handle) {
  const auto text = dynamodb::from_base64(handle);
  if (!text) {
    return std::nullopt;
  }
  Receipt receipt;
  const char* const end = text->data() + text->size();
  const auto queue = std::from_chars(text->data(), end, receipt.queue);
  if (queue.ec != std::errc() || queue.ptr == end || *queue.ptr != ' ') {
    return std::nullopt;
  }
  const auto number = std::from_chars(queue.ptr + 1, end, receipt.number);
  if (number.ec != std::errc() || number.ptr == end || *number.ptr != ' ') {
    return std::nullopt;
  }
  receipt.receipt.assign(number.ptr + 1, end);
  return receipt;
}

Receipt receipt_of(const Queue& queue, std::string_view handle) {
  const auto receipt = parse_receipt_handle(handle);
  if (!receipt || receipt->queue != queue.id) {
    throw receipt_handle_is_invalid(handle);
  }
  return *receipt;
}

bool is_in_flight(const Message& message, std::int64_t now_ms) {
  return message.receive_count > 0 && message.visible_ms > now_ms;
}

}  // namespace

class MessageStore::Turn : public QueueTurn {
 public:
  Turn(storage::WriteTransaction& transaction, const Queue& queue, std::int64_t now_ms)
      : QueueTurn(transaction, queue, now_ms), write(transaction) {}

  storage::WriteTransaction& write;
  std::set<std::uint64_t> dead_letter_queues;  // those that got something
};

std::string MessageStore::receipt_handle(const Queue& queue, const Message& message) {
  return dynamodb::to_base64(fmt::format("{} {} {}", queue.id, message.number, message.receipt));
}

Message MessageStore::send(const Queue& queue, Message message, std::int64_t delay_seconds) {
  message.id = random_uuid();
  Message sent;
  transactions_.write(layout::next_message_key(queue.id), [&](storage::WriteTransaction& write) {
    Turn turn(write, queue, clock_.now_ms());
    if (queue.is_fifo()) {
      if (auto duplicate = turn.duplicate_of(message)) {
        sent = std::move(*duplicate);
        return;
      }
    }
    message.sent_ms = turn.now_ms();
    message.visible_ms = turn.now_ms() + delay_seconds * 1000;
    sent = turn.add(message);
    if (queue.is_fifo()) {
      turn.remember(sent);
    }
  });
  arrived_(queue.id);
  return sent;
}

std::vector<Message> MessageStore::receive(const Queue& queue, const ReceiveRequest& request) {
  std::vector<Message> received;
  std::set<std::uint64_t> dead_letter_queues;
  transactions_.write(layout::next_message_key(queue.id), [&](storage::WriteTransaction& write) {
    Turn turn(write, queue, clock_.now_ms());
    turn.forget_old();
    received = queue.is_fifo() ? take_fifo(turn, request.messages_max)
                               : take_standard(turn, request.messages_max);
    for (Message& message : received) {
      const Message before = message;
      ++message.receive_count;
      message.first_received_ms =
          message.first_received_ms == 0 ? turn.now_ms() : message.first_received_ms;
      message.visible_ms = turn.now_ms() + request.visibility_seconds * 1000;
      message.receipt = random_uuid();
      turn.put(before, message);
    }
    dead_letter_queues = turn.dead_letter_queues;
  });
  for (const std::uint64_t dead_letter_queue : dead_letter_queues) {
    arrived_(dead_letter_queue);
  }
  return received;
}

std::vector<Message> MessageStore::take_standard(Turn& turn, std::size_t messages_max) const {
  while (true) {
    std::vector<Message> taken;
    bool moved = false;
    for (const std::uint64_t number : turn.visible(messages_max)) {
      Message message = turn.find(number).value();
      if (move_to_dead_letters(turn, message)) {
        moved = true;
      } else {
        taken.push_back(std::move(message));
      }
    }
    // Others have come into view where some went away.
    if (!moved) {
      return taken;
    }
  }
}

std::vector<Message> MessageStore::take_fifo(Turn& turn, std::size_t messages_max) const {
  std::vector<Message> taken;
  std::set<std::string> held_groups;
  for (std::uint64_t next = 0;;) {
    const QueueTurn::MessagePage page = turn.from(next);
    for (const Message& message : page.messages) {
      if (taken.size() == messages_max) {
        return taken;
      }
      if (held_groups.contains(message.group_id)) {
        continue;
      }
      if (message.visible_ms > turn.now_ms()) {
        held_groups.insert(message.group_id);
      } else if (!move_to_dead_letters(turn, message)) {
        taken.push_back(message);
      }
    }
    if (page.complete) {
      return taken;
    }
    next = page.messages.back().number + 1;
  }
}

// Whether it was received too often and went there. A queue whose dead-letter queue is gone keeps
// its messages.
bool MessageStore::move_to_dead_letters(Turn& turn, Message message) const {
  const auto policy = turn.queue().redrive_policy();
  if (!policy || message.receive_count < policy->receives_max) {
    return false;
  }
  const auto name = parse_queue_arn(policy->dead_letter_queue_arn);
  const auto row =
      name ? turn.write.bytes().get(layout::queue_key(name->name_space, name->name)) : std::nullopt;
  if (!row) {
    return false;
  }
  const Queue target = queue_from_json(*row);
  turn.erase(message);
  message.dead_letter_source_arn = turn.queue().arn();
  message.visible_ms = turn.now_ms();
  QueueTurn(turn.write, target, turn.now_ms()).add(std::move(message));
  turn.dead_letter_queues.insert(target.id);
  return true;
}

Message MessageStore::message_of(Turn& turn, std::string_view receipt_handle) const {
  const Receipt receipt = receipt_of(turn.queue(), receipt_handle);
  const auto message = turn.find(receipt.number);
  if (!message || (turn.queue().is_fifo() && message->receipt != receipt.receipt)) {
    throw invalid_parameter_value(
        fmt::format("Value {} for parameter ReceiptHandle is invalid. Reason: Message does not "
                    "exist or is not available for visibility timeout change.",
                    receipt_handle));
  }
  return *message;
}

void MessageStore::erase(const Queue& queue, std::string_view receipt_handle) {
  const Receipt receipt = receipt_of(queue, receipt_handle);
  transactions_.write(layout::next_message_key(queue.id), [&](storage::WriteTransaction& write) {
    Turn turn(write, queue, clock_.now_ms());
    const auto message = turn.find(receipt.number);
    if (!message) {
      return;
    }
    if (queue.is_fifo() &&
        (message->receipt != receipt.receipt || !is_in_flight(*message, turn.now_ms()))) {
      throw invalid_parameter_value(
          fmt::format("Value {} for parameter ReceiptHandle is invalid. Reason: The receipt handle "
                      "has expired.",
                      receipt_handle));
    }
    turn.erase(*message);
  });
  // The next of its group can be received.
  arrived_(queue.id);
}

void MessageStore::change_visibility(const Queue& queue, std::string_view receipt_handle,
                                     std::int64_t seconds) {
  transactions_.write(layout::next_message_key(queue.id), [&](storage::WriteTransaction& write) {
    Turn turn(write, queue, clock_.now_ms());
    const Message before = message_of(turn, receipt_handle);
    if (!is_in_flight(before, turn.now_ms())) {
      throw message_not_in_flight(receipt_handle);
    }
    Message message = before;
    message.visible_ms = turn.now_ms() + seconds * 1000;
    turn.put(before, message);
  });
  arrived_(queue.id);
}

void MessageStore::purge(const Queue& queue) {
  for (bool complete = false; !complete;) {
    transactions_.write(layout::next_message_key(queue.id), [&](storage::WriteTransaction& write) {
      Turn turn(write, queue, clock_.now_ms());
      const QueueTurn::MessagePage page = turn.from(0);
      for (const Message& message : page.messages) {
        turn.erase(message);
      }
      complete = page.complete;
    });
  }
}

MessageStore::Counts MessageStore::counts(const Queue& queue) {
  Counts counts;
  const auto now_ms = static_cast<std::uint64_t>(clock_.now_ms());
  const std::string prefix = layout::visibility_prefix(queue.id);
  const std::string visible_until = layout::visibility_key(queue.id, now_ms + 1, 0);
  storage::KeyRange range = storage::KeyRange::with_prefix(prefix);
  transactions_.read([&](storage::Transaction& transaction) {
    while (true) {
      const storage::Page page =
          transaction.read(range, storage::Direction::Forward, {limits::queue_page_messages});
      for (const storage::Row& row : page.rows) {
        if (row.key < visible_until) {
          ++counts.visible;
        } else {
          ++(row.value == "i" ? counts.in_flight : counts.delayed);
        }
      }
      if (page.complete) {
        return;
      }
      range.begin = page.rows.back().key + '\0';
    }
  });
  return counts;
}

std::optional<std::int64_t> MessageStore::next_visible_ms(std::uint64_t queue) {
  const std::string prefix = layout::visibility_prefix(queue);
  const storage::KeyRange range = {
      layout::visibility_key(queue, static_cast<std::uint64_t>(clock_.now_ms()) + 1, 0),
      storage::KeyRange::with_prefix(prefix).end};
  std::optional<std::int64_t> next;
  transactions_.read([&](storage::Transaction& transaction) {
    const storage::Page page = transaction.read(range, storage::Direction::Forward, {1});
    if (!page.rows.empty()) {
      next = static_cast<std::int64_t>(
          layout::read_big_endian(std::string_view(page.rows.front().key).substr(prefix.size())));
    }
  });
  return next;
}

}  // namespace tombola::services::sqs
