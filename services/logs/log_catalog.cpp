#include "services/logs/log_catalog.h"

#include "services/logs/logs_error.h"
#include "services/service_ids.h"
#include "storage/layout.h"

namespace tombola::services::logs {

namespace layout = storage::layout;
using storage::Direction;
using storage::KeyRange;

std::optional<LogGroup> hold_group(storage::Transaction& transaction,
                                   const dynamodb::Namespace& name_space, std::string_view name) {
  const auto row = transaction.get_for_share(layout::log_group_key(name_space, name));
  return row ? std::optional(log_group_from_json(*row)) : std::nullopt;
}

std::optional<LogGroup> LogCatalog::find(const dynamodb::Namespace& name_space,
                                         std::string_view name) {
  std::optional<LogGroup> found;
  transactions_.read([&](storage::Transaction& transaction) {
    if (const auto row = transaction.get(layout::log_group_key(name_space, name))) {
      found = log_group_from_json(*row);
    }
  });
  return found;
}

std::vector<LogGroup> LogCatalog::read_groups(const std::string& prefix) {
  std::vector<LogGroup> groups;
  transactions_.read([&](storage::Transaction& transaction) {
    for (const storage::Row& row :
         transaction.read(KeyRange::with_prefix(prefix), Direction::Forward, {}).rows) {
      groups.push_back(log_group_from_json(row.value));
    }
  });
  return groups;
}

std::vector<LogGroup> LogCatalog::list(const dynamodb::Namespace& name_space) {
  return read_groups(layout::log_group_prefix(name_space));
}

std::vector<LogGroup> LogCatalog::list_all() {
  return read_groups(layout::log_group_prefix());
}

bool LogCatalog::create(LogGroup wanted) {
  const std::string key = layout::log_group_key(wanted.name_space, wanted.name);
  bool is_new = false;
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    is_new = !write.bytes().get_for_update(key).has_value();
    if (is_new) {
      wanted.id = new_service_id(write.bytes());
      wanted.created_ms = clock_.now_ms();
      write.bytes().put(key, log_group_to_json(wanted));
    }
  });
  return is_new;
}

bool LogCatalog::change(const dynamodb::Namespace& name_space, std::string_view name,
                        const std::function<void(LogGroup&)>& edit) {
  const std::string key = layout::log_group_key(name_space, name);
  bool found = false;
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    const auto row = write.bytes().get_for_update(key);
    found = row.has_value();
    if (found) {
      LogGroup group = log_group_from_json(*row);
      edit(group);
      write.bytes().put(key, log_group_to_json(group));
    }
  });
  return found;
}

bool LogCatalog::erase(const dynamodb::Namespace& name_space, std::string_view name) {
  const std::string key = layout::log_group_key(name_space, name);
  std::optional<LogGroup> erased;
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    const auto row = write.bytes().get_for_update(key);
    erased = row ? std::optional(log_group_from_json(*row)) : std::nullopt;
    if (erased) {
      write.bytes().erase(key);
      write.bytes().erase(layout::log_bytes_key(erased->id));
    }
  });
  if (erased) {
    // Nobody finds them without the group, and its number is never given again.
    for (const std::string& prefix :
         {layout::log_stream_prefix(erased->id), layout::log_event_prefix(erased->id),
          layout::events_by_stream_prefix(erased->id)}) {
      transactions_.engine().erase_range(KeyRange::with_prefix(prefix));
    }
  }
  return erased.has_value();
}

std::int64_t LogCatalog::stored_bytes(const LogGroup& group) {
  std::int64_t bytes = 0;
  transactions_.read([&](storage::Transaction& transaction) {
    bytes = transaction.get_counter(layout::log_bytes_key(group.id)).bytes;
  });
  return bytes;
}

std::optional<LogStream> LogCatalog::find_stream(const LogGroup& group, std::string_view name) {
  std::optional<LogStream> found;
  transactions_.read([&](storage::Transaction& transaction) {
    if (const auto row = transaction.get(layout::log_stream_key(group.id, name))) {
      found = log_stream_from_json(*row);
    }
  });
  return found;
}

std::vector<LogStream> LogCatalog::streams(const LogGroup& group) {
  std::vector<LogStream> streams;
  transactions_.read([&](storage::Transaction& transaction) {
    const auto range = KeyRange::with_prefix(layout::log_stream_prefix(group.id));
    for (const storage::Row& row : transaction.read(range, Direction::Forward, {}).rows) {
      streams.push_back(log_stream_from_json(row.value));
    }
  });
  return streams;
}

bool LogCatalog::create_stream(const LogGroup& group, std::string_view name) {
  const std::string key = layout::log_stream_key(group.id, name);
  bool is_new = false;
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    if (!hold_group(write.bytes(), group.name_space, group.name)) {
      throw group_not_found();
    }
    is_new = !write.bytes().get_for_update(key).has_value();
    if (is_new) {
      LogStream stream;
      stream.id = new_service_id(write.bytes());
      stream.name = name;
      stream.created_ms = clock_.now_ms();
      write.bytes().put(key, log_stream_to_json(stream));
    }
  });
  return is_new;
}

}  // namespace tombola::services::logs
