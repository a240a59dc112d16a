// Exports and imports of tables: what became of them, and under which tokens clients asked for them.
// They outlive their tables and are kept for 90 days, as AWS lists them. Every call works in the
// caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::storage {

// Its value is the letter that its rows begin with.
enum class TableJobKind : char { Export = 'e', Import = 'j' };

struct TableJob {
  std::string id;       // the end of its ARN: when it began, and eight digits
  std::string token;    // ClientToken; may be empty
  std::string request;  // what must be the same when the token comes again
  std::int64_t started_ms = 0;
  std::int64_t shows_until_ms = 0;  // so long it shows as being in progress
  std::string description;          // as it is described when it is over: JSON
};

std::optional<TableJob> find_table_job(Transaction& transaction,
                                       const dynamodb::Namespace& name_space, TableJobKind kind,
                                       std::string_view id);
// Within the eight hours for which a token is good.
std::optional<TableJob> find_table_job_by_token(Transaction& transaction,
                                                const dynamodb::Namespace& name_space,
                                                TableJobKind kind, std::string_view token,
                                                std::int64_t now_ms);
// Held until the commit: of two requests that come with the same token, the later sees the earlier.
std::optional<TableJob> find_table_job_by_token_for_update(Transaction& transaction,
                                                           const dynamodb::Namespace& name_space,
                                                           TableJobKind kind,
                                                           std::string_view token,
                                                           std::int64_t now_ms);
// The newest first.
std::vector<TableJob> all_table_jobs(Transaction& transaction,
                                     const dynamodb::Namespace& name_space, TableJobKind kind);

// Forgets some that are too old.
void put_table_job(Transaction& transaction, const dynamodb::Namespace& name_space,
                   TableJobKind kind, const TableJob& job);

}  // namespace tombola::storage
