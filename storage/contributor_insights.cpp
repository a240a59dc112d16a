// A row: {"version":1,"enabled":true,"throttled_keys_only":false,"created_ms":...,...}
#include "storage/contributor_insights.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "storage/layout.h"

namespace tombola::storage {
namespace {

using nlohmann::json;

constexpr int row_version = 1;

std::string key_of(InsightsOwner owner) {
  return layout::insights_key(owner.table, owner.index);
}

std::optional<ContributorInsights> insights_from(const std::optional<std::string>& row) {
  if (!row) {
    return std::nullopt;
  }
  const json document = json::parse(*row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("Contributor Insights have an unknown version");
  }
  return ContributorInsights{document.at("enabled"), document.at("throttled_keys_only"),
                             document.at("created_ms"), document.at("updated_ms"),
                             document.at("settles_ms")};
}

}  // namespace

std::optional<ContributorInsights> find_insights(Transaction& transaction, InsightsOwner owner) {
  return insights_from(transaction.get(key_of(owner)));
}

std::optional<ContributorInsights> find_insights_for_update(Transaction& transaction,
                                                            InsightsOwner owner) {
  return insights_from(transaction.get_for_update(key_of(owner)));
}

void put_insights(Transaction& transaction, InsightsOwner owner,
                  const ContributorInsights& insights) {
  const json row = {{"version", row_version},
                    {"enabled", insights.enabled},
                    {"throttled_keys_only", insights.throttled_keys_only},
                    {"created_ms", insights.created_ms},
                    {"updated_ms", insights.updated_ms},
                    {"settles_ms", insights.settles_ms}};
  transaction.put(key_of(owner), row.dump());
}

void erase_insights(Transaction& transaction, InsightsOwner owner) {
  transaction.erase(key_of(owner));
}

void erase_all_insights(Transaction& transaction, const dynamodb::TableDefinition& table) {
  erase_insights(transaction, {table.id});
  for (const dynamodb::IndexDefinition& index : table.indexes) {
    erase_insights(transaction, {table.id, index.id});
  }
}

}  // namespace tombola::storage
