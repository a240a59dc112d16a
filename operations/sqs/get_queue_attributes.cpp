// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "operations/sqs/queue_attributes.h"
#include "operations/sqs/queue_request.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& get_queue_attributes_fields() {
  static const Shape shape =
      Shape::structure("GetQueueAttributesRequest",
                       {queue_url_field(), {"AttributeNames", Shape::list_of(Shape::string())}});
  return shape;
}

std::string get_queue_attributes(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, get_queue_attributes_fields());
  const Queue queue = queue_of(request, context);
  nlohmann::ordered_json attributes = described_attributes(request, queue, context);
  nlohmann::ordered_json answer = nlohmann::ordered_json::object();
  if (!attributes.empty()) {
    answer["Attributes"] = std::move(attributes);
  }
  return answer.dump();
}

}  // namespace tombola::operations::sqs
