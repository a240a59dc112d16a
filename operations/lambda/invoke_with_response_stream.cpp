// https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
//
// The stream comes when the handler has ended: all that it wrote in one PayloadChunk, and
// InvokeComplete.
#include <utility>

#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "operations/lambda/event_stream.h"
#include "operations/lambda/invocation_request.h"
#include "operations/operation.h"

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

std::string stream_of(const InvokeResult& result, bool with_log) {
  const bool failed = !result.function_error.empty();
  nlohmann::ordered_json complete = nlohmann::ordered_json::object();
  if (failed) {
    complete["ErrorCode"] = result.function_error;
    complete["ErrorDetails"] = result.payload;
  }
  if (with_log) {
    complete["LogResult"] = dynamodb::to_base64(result.log_tail);
  }
  std::string stream;
  if (!failed && !result.payload.empty()) {
    stream = event_stream_message("PayloadChunk", "application/octet-stream", result.payload);
  }
  return stream + event_stream_message("InvokeComplete", "application/json", complete.dump());
}

}  // namespace

void invoke_with_response_stream(OperationContext& context, dynamodb::JsonValue json,
                                 std::string payload, PayloadDone done) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  RequestedInvocation requested = requested_invocation(request, std::move(payload), false, context);
  if (request.string("InvocationType") == "DryRun") {
    return done({204, {}, {}});
  }
  const bool with_log = request.string("LogType") == "Tail";
  const std::string trace_id = requested.trace_id();
  requested.function->runtime->invoke(
      std::move(requested.invocation),
      [done = std::move(done), version = requested.function->function.version, trace_id,
       with_log](InvokeResult result) {
        if (auto instead = unreachable_answer(result)) {
          return done(std::move(*instead));
        }
        done({200,
              {{"Content-Type", "application/vnd.amazon.eventstream"},
               {"x-amzn-RequestId", result.request_id},
               {"X-Amz-Executed-Version", version},
               {"X-Amzn-Trace-Id", trace_id}},
              stream_of(result, with_log)});
      });
}

}  // namespace tombola::operations::lambda
