// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html
#include "operations/operation.h"
#include "operations/sqs/queue_request.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& tag_queue_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "TagQueueRequest", {queue_url_field(), {"Tags", Shape::map_of(Shape::string()), Required}});
  return shape;
}

std::string tag_queue(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, tag_queue_fields());
  const Queue found = queue_of(request, context);
  context.services->queues().change(found.name_space, found.name, [&](Queue& queue) {
    for (const dynamodb::JsonValue::Member tag : request.required("Tags").members()) {
      queue.tags[std::string(tag.name)] = tag.value.as_string();
    }
  });
  return {};
}

}  // namespace tombola::operations::sqs
