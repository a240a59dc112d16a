#include "services/sqs/queue_catalog.h"

#include "services/service_ids.h"
#include "storage/layout.h"

namespace tombola::services::sqs {

namespace layout = storage::layout;

std::optional<Queue> QueueCatalog::find(const dynamodb::Namespace& name_space,
                                        std::string_view name) {
  std::optional<Queue> found;
  transactions_.read([&](storage::Transaction& transaction) {
    if (const auto row = transaction.get(layout::queue_key(name_space, name))) {
      found = queue_from_json(*row);
    }
  });
  return found;
}

std::optional<Queue> QueueCatalog::find_arn(std::string_view arn) {
  const auto name = parse_queue_arn(arn);
  return name ? find(name->name_space, name->name) : std::nullopt;
}

std::vector<Queue> QueueCatalog::list(const dynamodb::Namespace& name_space) {
  std::vector<Queue> queues;
  transactions_.read([&](storage::Transaction& transaction) {
    const auto range = storage::KeyRange::with_prefix(layout::queue_prefix(name_space));
    for (const storage::Row& row : transaction.read(range, storage::Direction::Forward, {}).rows) {
      queues.push_back(queue_from_json(row.value));
    }
  });
  return queues;
}

QueueCatalog::Created QueueCatalog::create(Queue wanted) {
  const std::string key = layout::queue_key(wanted.name_space, wanted.name);
  Created created;
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    if (const auto row = write.bytes().get_for_update(key)) {
      created = {queue_from_json(*row), false};
      return;
    }
    wanted.id = new_service_id(write.bytes());
    wanted.created_ms = wanted.modified_ms = clock_.now_ms();
    write.bytes().put(key, queue_to_json(wanted));
    created = {wanted, true};
  });
  return created;
}

bool QueueCatalog::change(const dynamodb::Namespace& name_space, std::string_view name,
                          const std::function<void(Queue&)>& edit) {
  const std::string key = layout::queue_key(name_space, name);
  bool found = false;
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    const auto row = write.bytes().get_for_update(key);
    found = row.has_value();
    if (found) {
      Queue queue = queue_from_json(*row);
      edit(queue);
      write.bytes().put(key, queue_to_json(queue));
    }
  });
  return found;
}

std::optional<Queue> QueueCatalog::erase(const dynamodb::Namespace& name_space,
                                         std::string_view name) {
  const std::string key = layout::queue_key(name_space, name);
  std::optional<Queue> erased;
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    const auto row = write.bytes().get_for_update(key);
    erased = row ? std::optional(queue_from_json(*row)) : std::nullopt;
    if (row) {
      write.bytes().erase(key);
    }
  });
  if (erased) {
    // Nobody finds them without the queue, and its number is never given again.
    for (const std::string& prefix :
         {layout::message_prefix(erased->id), layout::visibility_prefix(erased->id),
          layout::deduplication_prefix(erased->id),
          layout::deduplication_time_prefix(erased->id)}) {
      transactions_.engine().erase_range(storage::KeyRange::with_prefix(prefix));
    }
  }
  return erased;
}

}  // namespace tombola::services::sqs
