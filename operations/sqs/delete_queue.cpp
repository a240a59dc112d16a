// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html
#include "operations/operation.h"
#include "operations/sqs/queue_request.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& delete_queue_fields() {
  static const Shape shape = Shape::structure("DeleteQueueRequest", {queue_url_field()});
  return shape;
}

std::string delete_queue(OperationContext& context, dynamodb::JsonValue json) {
  const Queue queue = queue_of(checked(json, delete_queue_fields()), context);
  context.services->queues().erase(queue.name_space, queue.name);
  // Who waits for its messages hears that it is gone.
  context.services->waits().arrived(queue.id);
  return {};
}

}  // namespace tombola::operations::sqs
