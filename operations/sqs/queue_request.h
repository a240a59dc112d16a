// What the requests of SQS have in common: how they are checked, and which queue they are about.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "services/services.h"
#include "services/sqs/queue.h"

namespace tombola::operations::sqs {

// Types as every JSON protocol checks them, then what is required, in SQS's words. Throws
// ServiceError, and ApiError on a type.
Request checked(dynamodb::JsonValue json, const dynamodb::Shape& fields);
// QueueUrl: http://<host:port>/<account>/<name>; only the last two parts count, since clients know
// this server by several names.
dynamodb::Field queue_url_field();
// Throws queue_does_not_exist.
services::sqs::Queue queue_of(const Request& request, const OperationContext& context);
std::string queue_url(const services::sqs::Queue& queue, const OperationContext& context);

// The number, which must lie in that range. Throws invalid_parameter_value with that reason.
struct NumberRange {
  std::string_view name;
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::string_view reason;
};
std::optional<std::int64_t> number_in(const Request& request, const NumberRange& range);

// [A-Za-z0-9_-]+
bool is_plain_name(std::string_view text);

}  // namespace tombola::operations::sqs
