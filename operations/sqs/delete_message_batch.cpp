// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html
#include "operations/operation.h"
#include "operations/sqs/batch.h"
#include "operations/sqs/queue_request.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& delete_message_batch_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      batch_shape("DeleteMessageBatchRequestEntry", {{"ReceiptHandle", Shape::string(), Required}});
  return shape;
}

std::string delete_message_batch(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, delete_message_batch_fields());
  const Queue queue = queue_of(request, context);
  return run_batch(request, "DeleteMessageBatchRequestEntry", [&](const Request& entry) {
    context.services->messages().erase(queue, entry.required("ReceiptHandle").as_string());
    return nlohmann::ordered_json::object();
  });
}

}  // namespace tombola::operations::sqs
