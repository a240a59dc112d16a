// Finding records in a table's streams, for people: it reads all that is kept.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "storage/catalog.h"
#include "storage/change_log.h"
#include "storage/transaction_runner.h"
#include "streams/shard.h"

namespace tombola::triggers {

struct FoundRecord {
  storage::StreamEntry stream;
  streams::Shard shard;
  storage::LoggedChange change;
};

// The newest `count` that `wanted` takes, of those that can be read still, the newest first.
std::vector<FoundRecord> find_records(
    storage::Transaction& transaction, const std::vector<storage::StreamEntry>& streams,
    std::int64_t now_ms, std::size_t count,
    const std::function<bool(const storage::LoggedChange&)>& wanted);

}  // namespace tombola::triggers
