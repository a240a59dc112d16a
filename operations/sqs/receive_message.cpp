// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
//
// With WaitTimeSeconds the call waits, without a thread, until a message comes.
#include <chrono>

#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/sqs/queue_request.h"
#include "operations/sqs/received_message.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using services::sqs::Message;
using services::sqs::MessageStore;
using services::sqs::Queue;

const Shape& receive_message_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "ReceiveMessageRequest", {queue_url_field(),
                                {"AttributeNames", Shape::list_of(Shape::string())},
                                {"MessageSystemAttributeNames", Shape::list_of(Shape::string())},
                                {"MessageAttributeNames", Shape::list_of(Shape::string())},
                                {"MaxNumberOfMessages", Shape::integer()},
                                {"VisibilityTimeout", Shape::integer()},
                                {"WaitTimeSeconds", Shape::integer()},
                                {"ReceiveRequestAttemptId", Shape::string(), Unsupported}});
  return shape;
}

namespace {

MessageStore::ReceiveRequest receive_request_of(const Request& request, const Queue& queue) {
  MessageStore::ReceiveRequest receive;
  receive.messages_max = static_cast<std::size_t>(
      number_in(request, {"MaxNumberOfMessages", 1, limits::received_messages_max,
                          "Must be between 1 and 10, if provided."})
          .value_or(1));
  receive.visibility_seconds =
      number_in(request, {"VisibilityTimeout", 0, limits::visibility_seconds_max,
                          "Must be >= 0 and <= 43200, if provided."})
          .value_or(queue.number("VisibilityTimeout"));
  return receive;
}

}  // namespace

void receive_message(OperationContext& context, dynamodb::JsonValue json, AnswerDone done) {
  const Request request = checked(json, receive_message_fields());
  const Queue queue = queue_of(request, context);
  const MessageStore::ReceiveRequest receive = receive_request_of(request, queue);
  const std::int64_t wait_seconds =
      number_in(request, {"WaitTimeSeconds", 0, limits::receive_wait_seconds_max,
                          "Must be >= 0 and <= 20, if provided."})
          .value_or(queue.number("ReceiveMessageWaitTimeSeconds"));
  MessageStore& messages = context.services->messages();
  const auto attempt = [queue, receive, view = MessageView::of(request), done = std::move(done),
                        &messages](bool last) {
    try {
      const std::vector<Message> received = messages.receive(queue, receive);
      if (received.empty() && !last) {
        return false;
      }
      done([&] { return view.answer(queue, received); });
    } catch (...) {
      done([error = std::current_exception()]() -> std::string { std::rethrow_exception(error); });
    }
    return true;
  };
  if (wait_seconds == 0) {
    attempt(true);
    return;
  }
  context.services->waits().wait(queue.id, std::chrono::seconds(wait_seconds), attempt);
}

}  // namespace tombola::operations::sqs
