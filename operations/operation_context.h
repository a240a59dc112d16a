// What an operation works with. No globals: whatever an operation touches, it reaches from here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "dynamodb/model/table_definition.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::services {
class Services;
}

namespace tombola::operations {

struct LambdaContext;
class StackEngine;
class Throttle;

struct OperationContext {
  storage::TransactionRunner& transactions;
  storage::Catalog& catalog;
  storage::ServiceClock& service_clock;
  // Whose tables the caller sees.
  dynamodb::Namespace name_space;
  // host:port of this server, for clients that ask where to call.
  std::string endpoint = {};
  // What the Lambda API works with (operations/lambda/lambda_context.h); null where it is not
  // served.
  LambdaContext* lambda = nullptr;
  // Queues, topics and buckets (services/services.h); null where they are not served.
  services::Services* services = nullptr;
  // How long changes of tables show before they are over (--table-delay), by the service clock.
  std::int64_t table_delay_ms = 0;
  // What requests are admitted by (operations/dynamodb/throttle.h); null: nothing throttles.
  Throttle* throttle = nullptr;
  std::size_t stream_shards = 1;  // that a stream begins with
  // CloudFormation's stacks (operations/cloudformation/stack_engine.h); null where they are not
  // served.
  StackEngine* stacks = nullptr;
  // Which region the call was signed for, whatever namespace it is shown; empty: not signed.
  std::string signed_region = {};
  // Who signed; empty: nobody.
  std::string access_key_id = {};
};

}  // namespace tombola::operations
