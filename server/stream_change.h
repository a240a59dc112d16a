// What POST /_tombola/streams asks for:
//
//   {"table": T, "roll": true}        each open shard of the table's stream is followed by a child,
//                                     as every four hours
//   {"table": T, "split": SHARD_ID}   an open shard is followed by two children, each with half of
//                                     its keys, as under load
//
// T is the table's name or its ARN. The answer has the new shards as DescribeStream tells them:
// {"Shards":[{"ShardId","SequenceNumberRange","ParentShardId"},...]}.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "dynamodb/model/table_definition.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::server {

// The text says why; nothing was changed.
class StreamChangeRefused : public std::runtime_error {
 public:
  StreamChangeRefused(int status, const std::string& reason)
      : std::runtime_error(reason), http_status(status) {}
  int http_status;  // 400: makes no sense; 404: there is no such thing; 409: not with this shard
};

struct StreamChangeParts {
  storage::TransactionRunner& transactions;
  storage::Catalog& catalog;
  storage::ServiceClock& clock;
  dynamodb::Namespace name_space;  // of a table that is named without its ARN
};

// Throws StreamChangeRefused and EngineError.
nlohmann::ordered_json change_stream(std::string_view body, const StreamChangeParts& parts);

}  // namespace tombola::server
