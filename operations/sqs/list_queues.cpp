// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/sqs/queue_request.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& list_queues_fields() {
  static const Shape shape =
      Shape::structure("ListQueuesRequest", {{"QueueNamePrefix", Shape::string()},
                                             {"NextToken", Shape::string()},
                                             {"MaxResults", Shape::integer()}});
  return shape;
}

std::string list_queues(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, list_queues_fields());
  const auto page = number_in(request, {"MaxResults", 1, limits::list_queues_page_max,
                                        "MaxResults must be an integer between 1 and 1000."});
  const auto page_max = static_cast<std::size_t>(page.value_or(limits::list_queues_page_max));
  const std::string_view prefix = request.string("QueueNamePrefix").value_or("");
  std::string after;
  if (const auto token = request.string("NextToken")) {
    const auto name = dynamodb::from_base64(*token);
    if (!name) {
      throw services::sqs::invalid_parameter_value("Invalid or expired next token.");
    }
    after = *name;
  }
  nlohmann::ordered_json answer = nlohmann::ordered_json::object();
  std::string last;
  for (const Queue& queue : context.services->queues().list(context.name_space)) {
    if (!queue.name.starts_with(prefix) || (!after.empty() && queue.name <= after)) {
      continue;
    }
    if (answer.contains("QueueUrls") && answer["QueueUrls"].size() == page_max) {
      // Only who asks for pages gets a token, as on AWS.
      if (page) {
        answer["NextToken"] = dynamodb::to_base64(last);
      }
      break;
    }
    answer["QueueUrls"].push_back(queue_url(queue, context));
    last = queue.name;
  }
  return answer.dump();
}

}  // namespace tombola::operations::sqs
