// A row: {"version":1,"sent":"...","document":"...","revision_id":"..."}
#include "storage/resource_policies.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "storage/layout.h"

namespace tombola::storage {
namespace {

using nlohmann::json;

constexpr int row_version = 1;
// A table's own, and one for each stream that was given one.
constexpr ReadLimit policies_page{10'000, SIZE_MAX};

std::string key_of(PolicyOwner owner) {
  return layout::policy_key(owner.table, owner.stream);
}

std::optional<ResourcePolicy> policy_from(const std::optional<std::string>& row) {
  if (!row) {
    return std::nullopt;
  }
  const json document = json::parse(*row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("a resource policy has an unknown version");
  }
  return ResourcePolicy{document.at("sent"), document.at("document"), document.at("revision_id")};
}

}  // namespace

std::optional<ResourcePolicy> find_policy(Transaction& transaction, PolicyOwner owner) {
  return policy_from(transaction.get(key_of(owner)));
}

std::optional<ResourcePolicy> find_policy_for_update(Transaction& transaction, PolicyOwner owner) {
  return policy_from(transaction.get_for_update(key_of(owner)));
}

void put_policy(Transaction& transaction, PolicyOwner owner, const ResourcePolicy& policy) {
  const json row = {{"version", row_version},
                    {"sent", policy.sent},
                    {"document", policy.document},
                    {"revision_id", policy.revision_id}};
  transaction.put(key_of(owner), row.dump());
}

void erase_policy(Transaction& transaction, PolicyOwner owner) {
  transaction.erase(key_of(owner));
}

void erase_policies(Transaction& transaction, dynamodb::TableId table) {
  const KeyRange range = KeyRange::with_prefix(layout::policies_prefix(table));
  for (const Row& row : transaction.read(range, Direction::Forward, policies_page).rows) {
    transaction.erase(row.key);
  }
}

}  // namespace tombola::storage
