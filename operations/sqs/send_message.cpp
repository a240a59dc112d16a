// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
#include "operations/operation.h"
#include "operations/sqs/queue_request.h"
#include "operations/sqs/sent_message.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& send_message_fields() {
  static const Shape shape = [] {
    std::vector<dynamodb::Field> fields = message_fields();
    fields.insert(fields.begin(), queue_url_field());
    return Shape::structure("SendMessageRequest", std::move(fields));
  }();
  return shape;
}

std::string send_message(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, send_message_fields());
  const Queue queue = queue_of(request, context);
  return send(sent_message_of(request, queue, context), queue, context).dump();
}

}  // namespace tombola::operations::sqs
