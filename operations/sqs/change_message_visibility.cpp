// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/sqs/queue_request.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& change_message_visibility_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure("ChangeMessageVisibilityRequest",
                                              {queue_url_field(),
                                               {"ReceiptHandle", Shape::string(), Required},
                                               {"VisibilityTimeout", Shape::integer(), Required}});
  return shape;
}

std::string change_message_visibility(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, change_message_visibility_fields());
  const Queue queue = queue_of(request, context);
  const auto seconds =
      number_in(request, {"VisibilityTimeout", 0, limits::visibility_seconds_max,
                          "VisibilityTimeout must be an integer between 0 and 43200."});
  context.services->messages().change_visibility(
      queue, request.required("ReceiptHandle").as_string(), *seconds);
  return {};
}

}  // namespace tombola::operations::sqs
