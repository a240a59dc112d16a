// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "operations/sqs/queue_request.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& list_queue_tags_fields() {
  static const Shape shape = Shape::structure("ListQueueTagsRequest", {queue_url_field()});
  return shape;
}

std::string list_queue_tags(OperationContext& context, dynamodb::JsonValue json) {
  const Queue queue = queue_of(checked(json, list_queue_tags_fields()), context);
  return queue.tags.empty() ? "{}" : nlohmann::json{{"Tags", queue.tags}}.dump();
}

}  // namespace tombola::operations::sqs
