// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html
//
// In one page: there is no NextToken.
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "operations/sqs/queue_request.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& list_dead_letter_source_queues_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure("ListDeadLetterSourceQueuesRequest",
                                              {queue_url_field(),
                                               {"NextToken", Shape::string(), Unsupported},
                                               {"MaxResults", Shape::integer()}});
  return shape;
}

std::string list_dead_letter_source_queues(OperationContext& context, dynamodb::JsonValue json) {
  const Queue target = queue_of(checked(json, list_dead_letter_source_queues_fields()), context);
  nlohmann::json urls = nlohmann::json::array();
  for (const Queue& queue : context.services->queues().list(context.name_space)) {
    const auto policy = queue.redrive_policy();
    if (policy && policy->dead_letter_queue_arn == target.arn()) {
      urls.push_back(queue_url(queue, context));
    }
  }
  return nlohmann::json{{"queueUrls", urls}}.dump();
}

}  // namespace tombola::operations::sqs
