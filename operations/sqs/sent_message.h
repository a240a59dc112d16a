// What SendMessage and each entry of SendMessageBatch say: one message.
#pragma once

#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "services/sqs/message.h"
#include "services/sqs/queue.h"

namespace tombola::operations::sqs {

std::vector<dynamodb::Field> message_fields();

struct SentMessage {
  services::sqs::Message message;
  std::int64_t delay_seconds = 0;
};
// Throws ServiceError.
SentMessage sent_message_of(const Request& request, const services::sqs::Queue& queue,
                            const OperationContext& context);

// Sends it. {"MessageId":...,"MD5OfMessageBody":...}
nlohmann::ordered_json send(const SentMessage& sent, const services::sqs::Queue& queue,
                            const OperationContext& context);

}  // namespace tombola::operations::sqs
