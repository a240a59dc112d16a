// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html
#include "operations/operation.h"
#include "operations/sqs/queue_request.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& untag_queue_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("UntagQueueRequest",
                       {queue_url_field(), {"TagKeys", Shape::list_of(Shape::string()), Required}});
  return shape;
}

std::string untag_queue(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, untag_queue_fields());
  const Queue found = queue_of(request, context);
  context.services->queues().change(found.name_space, found.name, [&](Queue& queue) {
    for (const dynamodb::JsonValue key : request.required("TagKeys").elements()) {
      queue.tags.erase(std::string(key.as_string()));
    }
  });
  return {};
}

}  // namespace tombola::operations::sqs
