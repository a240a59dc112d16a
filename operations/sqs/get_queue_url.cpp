// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "operations/sqs/queue_request.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;

const Shape& get_queue_url_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "GetQueueUrlRequest",
      {{"QueueName", Shape::string(), Required}, {"QueueOwnerAWSAccountId", Shape::string()}});
  return shape;
}

std::string get_queue_url(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, get_queue_url_fields());
  dynamodb::Namespace name_space = context.name_space;
  if (const auto owner = request.string("QueueOwnerAWSAccountId")) {
    name_space.account = *owner;
  }
  const auto queue =
      context.services->queues().find(name_space, request.required("QueueName").as_string());
  if (!queue) {
    throw services::sqs::queue_does_not_exist();
  }
  return nlohmann::json{{"QueueUrl", queue_url(*queue, context)}}.dump();
}

}  // namespace tombola::operations::sqs
