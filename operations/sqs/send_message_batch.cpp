// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/sqs/batch.h"
#include "operations/sqs/queue_request.h"
#include "operations/sqs/sent_message.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Queue;

const Shape& send_message_batch_fields() {
  static const Shape shape = batch_shape("SendMessageBatchRequestEntry", message_fields());
  return shape;
}

namespace {

constexpr std::string_view entry_shape = "SendMessageBatchRequestEntry";

// All messages together must fit, before any is sent.
void check_size(const Request& request) {
  std::size_t size_bytes = 0;
  const auto entries = request.member("Entries");
  if (!entries) {
    return;
  }
  for (const dynamodb::JsonValue entry : entries->elements()) {
    size_bytes += Request(entry).required("MessageBody").as_string().size();
  }
  if (size_bytes > limits::queue_batch_bytes_max) {
    throw services::sqs::batch_too_long(size_bytes, limits::queue_batch_bytes_max);
  }
}

}  // namespace

std::string send_message_batch(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, send_message_batch_fields());
  const Queue queue = queue_of(request, context);
  check_size(request);
  return run_batch(request, entry_shape, [&](const Request& entry) {
    return send(sent_message_of(entry, queue, context), queue, context);
  });
}

}  // namespace tombola::operations::sqs
