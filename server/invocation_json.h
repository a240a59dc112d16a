// Remembered invocations as Tombola's own endpoints show them.
//
//   {"request_id":"...","function":"stream-handler","function_arn":"arn:aws:lambda:...",
//    "source":"event-source-mapping","attempt":1,"mapping":"<uuid>","shard":"shardId-...",
//    "first_sequence_number":"1...","last_sequence_number":"1...","records":3,
//    "began":"2026-01-02T03:04:05.678Z","status":"success","duration_ms":1.2,"event":{...},
//    "answer":...,"log":"START ..."}
//
// "source" is invoke, event, event-source-mapping, http-route, function-url or replay; what follows
// "attempt" up to "records" is of mappings and replays only. "status" is running, success,
// function-error (with "function_error" and the error as "answer") or unreachable (with "reason").
#pragma once

#include <nlohmann/json.hpp>

#include "triggers/invocation_history.h"

namespace tombola::server {

nlohmann::ordered_json invocation_json(const triggers::RecordedInvocation& invocation);

}  // namespace tombola::server
