// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
//
// A queue of that name with the same attributes is the answer, too. Its name may be used again at
// once after it was deleted; on AWS after a minute.
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/sqs/queue_attributes.h"
#include "operations/sqs/queue_request.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& create_queue_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("CreateQueueRequest", {{"QueueName", Shape::string(), Required},
                                              {"Attributes", Shape::map_of(Shape::string())},
                                              {"tags", Shape::map_of(Shape::string())}});
  return shape;
}

namespace {

constexpr std::string_view fifo_suffix = ".fifo";

void check_name(std::string_view name, bool fifo) {
  const bool has_suffix = name.ends_with(fifo_suffix);
  const std::string_view stem =
      fifo && has_suffix ? name.substr(0, name.size() - fifo_suffix.size()) : name;
  if (name.size() <= limits::queue_name_length_max && is_plain_name(stem) && fifo == has_suffix) {
    return;
  }
  throw services::sqs::invalid_parameter_value(
      fifo
          ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or "
            "underscores, must end with .fifo suffix and be 1 to 80 in length."
          : "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
}

bool asks_for_fifo(const Request& request) {
  const auto attributes = request.structure("Attributes");
  return attributes && attributes->string("FifoQueue") == "true";
}

}  // namespace

std::string create_queue(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, create_queue_fields());
  Queue queue;
  queue.name_space = context.name_space;
  queue.name = request.required("QueueName").as_string();
  check_name(queue.name, asks_for_fifo(request));
  const auto attributes = attributes_of(request, queue, context);
  apply_attributes(queue, attributes);
  if (const auto tags = request.member("tags")) {
    for (const dynamodb::JsonValue::Member tag : tags->members()) {
      queue.tags[std::string(tag.name)] = tag.value.as_string();
    }
  }
  const auto created = context.services->queues().create(queue);
  for (const auto& [name, value] : attributes) {
    if (created.queue.attribute(name) != value) {
      throw services::sqs::queue_name_exists(name);
    }
  }
  return nlohmann::json{{"QueueUrl", queue_url(created.queue, context)}}.dump();
}

}  // namespace tombola::operations::sqs
