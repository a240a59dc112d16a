// The row holds the last number as decimal text.
#include "services/service_ids.h"

#include <string>

#include "storage/layout.h"

namespace tombola::services {

std::uint64_t new_service_id(storage::Transaction& transaction) {
  const std::string key = storage::layout::value_key("service-ids");
  const auto last = transaction.get_for_update(key);
  const std::uint64_t id = (last ? std::stoull(*last) : 0) + 1;
  transaction.put(key, std::to_string(id));
  return id;
}

}  // namespace tombola::services
