// GET /_tombola/why?table=T&key=JSON, or &sequence=N: why the table's functions were or were not
// invoked for an item's newest records, or for one record.
//
//   {"table":"T","key":{"id":{"S":"1"}},"stream_enabled":true,
//    "records":[{"sequence_number":"1...","event_name":"INSERT","written":"2026-01-02T...",
//      "mappings":[{"mapping":"<uuid>","function":"f","verdict":"filtered","basis":"recomputed",
//        "text":"the filter holds it back: ...","invocation":{...}?}]}],
//    "unchanged_writes":["2026-01-02T..."]}
//
// "records" has the newest first, "unchanged_writes" the times of writes that changed nothing and
// so left no record. "basis" is recorded, when it is remembered, or recomputed with today's
// settings.
#pragma once

#include <nlohmann/json.hpp>

#include "http/message.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"
#include "storage/unchanged_writes.h"
#include "triggers/dispatcher.h"
#include "triggers/invocation_history.h"

namespace tombola::server {

// All of them outlive the call.
struct WhyParts {
  storage::TransactionRunner& transactions;
  storage::Catalog& catalog;
  storage::ServiceClock& service_clock;
  triggers::Dispatcher& dispatcher;
  const triggers::InvocationHistory& history;
  const storage::UnchangedWrites& unchanged_writes;
  dynamodb::Namespace name_space;
};

// Throws AdminRefused. Reads the whole stream: not on a socket thread.
nlohmann::ordered_json why(const WhyParts& parts, const http::Request& request);

}  // namespace tombola::server
