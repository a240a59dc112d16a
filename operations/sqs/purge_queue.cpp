// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html
#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/sqs/queue_request.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& purge_queue_fields() {
  static const Shape shape = Shape::structure("PurgeQueueRequest", {queue_url_field()});
  return shape;
}

std::string purge_queue(OperationContext& context, dynamodb::JsonValue json) {
  const Queue found = queue_of(checked(json, purge_queue_fields()), context);
  const std::int64_t now_ms = context.service_clock.now_ms();
  context.services->queues().change(found.name_space, found.name, [&](Queue& queue) {
    if (queue.purged_ms != 0 && now_ms < queue.purged_ms + limits::purge_interval_ms) {
      throw services::sqs::purge_in_progress(queue.name);
    }
    queue.purged_ms = now_ms;
  });
  context.services->messages().purge(found);
  return {};
}

}  // namespace tombola::operations::sqs
