// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/sqs/batch.h"
#include "operations/sqs/queue_request.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& change_message_visibility_batch_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = batch_shape(
      "ChangeMessageVisibilityBatchRequestEntry",
      {{"ReceiptHandle", Shape::string(), Required}, {"VisibilityTimeout", Shape::integer()}});
  return shape;
}

std::string change_message_visibility_batch(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, change_message_visibility_batch_fields());
  const Queue queue = queue_of(request, context);
  return run_batch(request, "ChangeMessageVisibilityBatchRequestEntry", [&](const Request& entry) {
    const auto seconds =
        number_in(entry, {"VisibilityTimeout", 0, limits::visibility_seconds_max,
                          "VisibilityTimeout must be an integer between 0 and 43200."});
    context.services->messages().change_visibility(
        queue, entry.required("ReceiptHandle").as_string(), seconds.value_or(0));
    return nlohmann::ordered_json::object();
  });
}

}  // namespace tombola::operations::sqs
