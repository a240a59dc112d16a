// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
#include "operations/operation.h"
#include "operations/sqs/queue_attributes.h"
#include "operations/sqs/queue_request.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& set_queue_attributes_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "SetQueueAttributesRequest",
      {queue_url_field(), {"Attributes", Shape::map_of(Shape::string()), Required}});
  return shape;
}

std::string set_queue_attributes(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, set_queue_attributes_fields());
  const Queue before = queue_of(request, context);
  const auto attributes = attributes_of(request, before, context);
  const auto fifo = attributes.find("FifoQueue");
  if (fifo != attributes.end() && (fifo->second == "true") != before.is_fifo()) {
    throw services::sqs::invalid_attribute_value("FifoQueue");
  }
  context.services->queues().change(before.name_space, before.name, [&](Queue& queue) {
    apply_attributes(queue, attributes);
    queue.modified_ms = context.service_clock.now_ms();
  });
  return {};
}

}  // namespace tombola::operations::sqs
