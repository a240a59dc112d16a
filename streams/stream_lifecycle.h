// Turning a table's stream on and off. Each call works on the definition in the caller's
// transaction, which holds the table for update; the caller stores the definition.
#pragma once

#include "dynamodb/model/table_definition.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::streams {

struct NewStream {
  dynamodb::StreamViewType view_type = dynamodb::StreamViewType::NewAndOldImages;
  std::size_t shards = 1;  // that it begins with, each with an equal part of the keys
};

// A new incarnation: own id, label and ARN, no old records. Requires that none is enabled.
void enable_stream(storage::WriteTransaction& transaction, storage::Catalog& catalog,
                   storage::ServiceClock& clock, dynamodb::TableDefinition& table,
                   const NewStream& wanted);

// Closes the shards; the records stay readable through the ARN for 24 hours. Requires that the
// stream is enabled.
void disable_stream(storage::WriteTransaction& transaction, storage::Catalog& catalog,
                    storage::ServiceClock& clock, dynamodb::TableDefinition& table);

// The stream shows that it is being enabled or disabled until then, by the service clock.
void settle_stream_later(storage::WriteTransaction& transaction, storage::Catalog& catalog,
                         dynamodb::TableDefinition& table, std::int64_t until_ms);

// 2026-01-02T03:04:05.678, UTC.
std::string stream_label(std::int64_t time_ms);

}  // namespace tombola::streams
