// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
#include "operations/operation.h"
#include "operations/sqs/queue_request.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& delete_message_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "DeleteMessageRequest", {queue_url_field(), {"ReceiptHandle", Shape::string(), Required}});
  return shape;
}

std::string delete_message(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, delete_message_fields());
  const Queue queue = queue_of(request, context);
  context.services->messages().erase(queue, request.required("ReceiptHandle").as_string());
  return {};
}

}  // namespace tombola::operations::sqs
