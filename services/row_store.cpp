#include "services/row_store.h"

namespace tombola::services {

std::optional<std::string> RowStore::find(const std::string& key) const {
  std::optional<std::string> found;
  transactions_.read([&](storage::Transaction& transaction) { found = transaction.get(key); });
  return found;
}

std::vector<std::string> RowStore::list(std::string_view prefix) const {
  std::vector<std::string> values;
  transactions_.read([&](storage::Transaction& transaction) {
    const auto range = storage::KeyRange::with_prefix(prefix);
    for (storage::Row& row : transaction.read(range, storage::Direction::Forward, {}).rows) {
      values.push_back(std::move(row.value));
    }
  });
  return values;
}

void RowStore::change(const std::string& key, const Edit& edit) {
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    const auto row = write.bytes().get_for_update(key);
    if (auto changed = edit(row)) {
      write.bytes().put(key, *changed);
    } else if (row) {
      write.bytes().erase(key);
    }
  });
}

}  // namespace tombola::services
