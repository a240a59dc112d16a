// https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
//
// Each part that the handler writes is a PayloadChunk; what another handler returns is a single one.
// InvokeComplete comes when the invocation has ended, which may be later than the response, and says
// what went wrong: with a function that did not stream "Unhandled" and the error object, amid a stream
// the error's own type.
#include "operations/lambda/invoke_with_response_stream.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "operations/lambda/event_stream.h"
#include "operations/lambda/invocation_request.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;
using triggers::InvokeResult;

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("InvokeWithResponseStreamRequest",
                       {{"FunctionName", namespaced_function_name_shape(), Required},
                        {"Qualifier", qualifier_shape()},
                        {"InvocationType", Shape::string().one_of({"RequestResponse", "DryRun"})},
                        {"LogType", Shape::string().one_of({"None", "Tail"})},
                        {"ClientContext", Shape::string()},
                        {"TenantId", Shape::string(), Unsupported}});
  return shape;
}

// The events of one invocation, as the runtime has them.
class EventStream : public triggers::ResponseReceiver {
 public:
  EventStream(std::shared_ptr<AnswerInParts> answer, PayloadAnswer head, bool with_log)
      : answer_(std::move(answer)), head_(std::move(head)), with_log_(with_log) {}

  void begin(std::string /*content_type*/) override { answer_->begin(std::move(head_)); }
  void receive(std::string_view part) override {
    answer_->part(event_stream_message("PayloadChunk", "application/octet-stream", part));
  }
  void end() override {}

  // The invocation has ended.
  void complete(InvokeResult result) {
    if (!result.streamed) {
      if (auto instead = unreachable_answer(result)) {
        return answer_->whole(std::move(*instead));
      }
      begin({});
      if (result.function_error.empty() && !result.payload.empty()) {
        receive(result.payload);
      }
    }
    answer_->part(
        event_stream_message("InvokeComplete", "application/json", completion(result).dump()));
    answer_->end();
  }

 private:
  nlohmann::ordered_json completion(const InvokeResult& result) const {
    nlohmann::ordered_json complete = nlohmann::ordered_json::object();
    if (result.status == triggers::InvokeStatus::Unreachable) {
      complete["ErrorCode"] = "Runtime.TruncatedResponse";
    } else if (!result.function_error.empty()) {
      complete["ErrorCode"] = result.function_error;
      if (!result.payload.empty()) {
        complete["ErrorDetails"] = result.payload;
      }
    }
    if (with_log_) {
      complete["LogResult"] = dynamodb::to_base64(result.log_tail);
    }
    return complete;
  }

  const std::shared_ptr<AnswerInParts> answer_;
  PayloadAnswer head_;
  const bool with_log_;
};

// All parts as one payload.
class CollectedAnswer : public AnswerInParts {
 public:
  explicit CollectedAnswer(PayloadDone done) : done_(std::move(done)) {}

  void whole(PayloadAnswer answer) override { done_(std::move(answer)); }
  void begin(PayloadAnswer head) override { answer_ = std::move(head); }
  void part(std::string bytes) override { answer_.payload += bytes; }
  void end() override { done_(std::move(answer_)); }

 private:
  const PayloadDone done_;
  PayloadAnswer answer_;
};

}  // namespace

void invoke_with_response_stream_in_parts(OperationContext& context, dynamodb::JsonValue json,
                                          std::string payload,
                                          std::shared_ptr<AnswerInParts> answer) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  RequestedInvocation requested = requested_invocation(request, std::move(payload), false, context);
  if (request.string("InvocationType") == "DryRun") {
    return answer->whole({204, {}, {}});
  }
  PayloadAnswer head{200,
                     {{"Content-Type", "application/vnd.amazon.eventstream"},
                      {"x-amzn-RequestId", requested.invocation.request_id},
                      {"X-Amz-Executed-Version", requested.function->function.version},
                      {"X-Amzn-Trace-Id", requested.trace_id()}},
                     {}};
  const auto events = std::make_shared<EventStream>(std::move(answer), std::move(head),
                                                    request.string("LogType") == "Tail");
  requested.invocation.receiver = events;
  requested.function->runtime->invoke(
      std::move(requested.invocation),
      [events](InvokeResult result) { events->complete(std::move(result)); });
}

void invoke_with_response_stream(OperationContext& context, dynamodb::JsonValue request,
                                 std::string payload, PayloadDone done) {
  invoke_with_response_stream_in_parts(context, request, std::move(payload),
                                       std::make_shared<CollectedAnswer>(std::move(done)));
}

}  // namespace tombola::operations::lambda
