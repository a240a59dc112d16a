// Beside its row each message has one under the time from which it can be received, whose value
// says why it waits: 'r' it does not, or may be received again; 'd' it was sent with a delay; 'i'
// it was received.
#include "services/sqs/queue_turn.h"

#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "services/sqs/sqs_error.h"
#include "storage/layout.h"

namespace tombola::services::sqs {
namespace {

namespace layout = storage::layout;
using nlohmann::json;
using storage::Direction;
using storage::KeyRange;

constexpr std::size_t number_size_bytes = 8;

std::uint64_t number_of(const std::string& key) {
  return layout::read_big_endian(std::string_view(key).substr(key.size() - number_size_bytes));
}

char why_it_waits(const Message& message, std::int64_t now_ms) {
  if (message.visible_ms <= now_ms) {
    return 'r';
  }
  return message.receive_count == 0 ? 'd' : 'i';
}

}  // namespace

QueueTurn::QueueTurn(storage::WriteTransaction& write, const Queue& queue, std::int64_t now_ms)
    : bytes_(write.bytes()), queue_(queue), now_ms_(now_ms) {
  const auto row = bytes_.get_for_share(layout::queue_key(queue.name_space, queue.name));
  if (!row || queue_from_json(*row).id != queue.id) {
    throw queue_does_not_exist();
  }
  // Taken and written by every turn, so that no two are at work together on any engine.
  const std::string key = layout::next_message_key(queue.id);
  bytes_.put(key, bytes_.get_for_update(key).value_or("1"));
}

std::string QueueTurn::visibility_key(const Message& message) const {
  return layout::visibility_key(queue_.id, static_cast<std::uint64_t>(message.visible_ms),
                                message.number);
}

std::optional<Message> QueueTurn::find(std::uint64_t number) const {
  const auto row = bytes_.get(layout::message_key(queue_.id, number));
  return row ? std::optional(message_from_json(number, *row)) : std::nullopt;
}

Message QueueTurn::add(Message message) {
  const std::string key = layout::next_message_key(queue_.id);
  message.number = std::stoull(bytes_.get(key).value());
  bytes_.put(key, std::to_string(message.number + 1));
  put(message, message);
  return message;
}

void QueueTurn::put(const Message& before, const Message& message) {
  bytes_.erase(visibility_key(before));
  bytes_.put(layout::message_key(queue_.id, message.number), message_to_json(message));
  bytes_.put(visibility_key(message), std::string(1, why_it_waits(message, now_ms_)));
}

void QueueTurn::erase(const Message& message) {
  bytes_.erase(visibility_key(message));
  bytes_.erase(layout::message_key(queue_.id, message.number));
}

std::vector<std::uint64_t> QueueTurn::visible(std::size_t count_max) const {
  const KeyRange range = {
      layout::visibility_prefix(queue_.id),
      layout::visibility_key(queue_.id, static_cast<std::uint64_t>(now_ms_) + 1, 0)};
  std::vector<std::uint64_t> numbers;
  for (const storage::Row& row : bytes_.read(range, Direction::Forward, {count_max}).rows) {
    numbers.push_back(number_of(row.key));
  }
  return numbers;
}

QueueTurn::MessagePage QueueTurn::from(std::uint64_t number) const {
  const KeyRange range = {layout::message_key(queue_.id, number),
                          KeyRange::with_prefix(layout::message_prefix(queue_.id)).end};
  const storage::Page rows = bytes_.read(range, Direction::Forward,
                                         {limits::queue_page_messages, limits::queue_page_bytes});
  MessagePage page{{}, rows.complete};
  for (const storage::Row& row : rows.rows) {
    page.messages.push_back(message_from_json(number_of(row.key), row.value));
  }
  return page;
}

void QueueTurn::forget_old() {
  const std::int64_t sent_before_ms = now_ms_ - queue_.retention_ms();
  MessagePage page{{}, false};
  for (std::uint64_t next = 0; !page.complete; next = page.messages.back().number + 1) {
    page = from(next);
    for (const Message& message : page.messages) {
      // Numbers follow the order of sending, but for what came to a dead-letter queue.
      if (message.sent_ms > sent_before_ms) {
        return;
      }
      erase(message);
    }
    if (page.complete) {
      return;
    }
  }
}

std::string QueueTurn::deduplication_key(const Message& message) const {
  // With scope messageGroup, an id counts within its group.
  std::string id = message.deduplication_id;
  if (queue_.attribute("DeduplicationScope") == "messageGroup") {
    id = message.group_id + '\0' + id;
  }
  return layout::deduplication_key(queue_.id, id);
}

std::optional<Message> QueueTurn::duplicate_of(const Message& message) const {
  const auto row = bytes_.get(deduplication_key(message));
  if (!row) {
    return std::nullopt;
  }
  const json first = json::parse(*row);
  if (first.at("sent").get<std::int64_t>() + limits::deduplication_ms <= now_ms_) {
    return std::nullopt;
  }
  Message duplicate = message;
  duplicate.id = first.at("id");
  duplicate.number = first.at("number");
  return duplicate;
}

void QueueTurn::remember(const Message& message) {
  forget_old_deduplication();
  const std::string key = deduplication_key(message);
  bytes_.put(
      key, json{{"id", message.id}, {"number", message.number}, {"sent", message.sent_ms}}.dump());
  bytes_.put(layout::deduplication_time_key(
                 queue_.id, static_cast<std::uint64_t>(message.sent_ms),
                 std::string_view(key).substr(layout::deduplication_prefix(queue_.id).size())),
             "");
}

void QueueTurn::forget_old_deduplication() {
  const std::int64_t until_ms = now_ms_ - limits::deduplication_ms;
  if (until_ms < 0) {
    return;
  }
  const std::string prefix = layout::deduplication_time_prefix(queue_.id);
  const KeyRange range = {prefix, layout::deduplication_time_key(
                                      queue_.id, static_cast<std::uint64_t>(until_ms) + 1, "")};
  for (const storage::Row& row :
       bytes_.read(range, Direction::Forward, {limits::queue_page_messages}).rows) {
    const std::string id = row.key.substr(prefix.size() + number_size_bytes);
    bytes_.erase(row.key);
    const std::string key = layout::deduplication_key(queue_.id, id);
    const auto current = bytes_.get(key);
    // It may have been used again since.
    if (current && json::parse(*current).at("sent").get<std::int64_t>() <= until_ms) {
      bytes_.erase(key);
    }
  }
}

}  // namespace tombola::services::sqs
