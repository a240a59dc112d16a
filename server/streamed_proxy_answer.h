// The answer of a function URL or an API that streams: sent while the function writes it.
//
//   content type application/vnd.awslambda.http-integration-response, and whatever an API streams:
//     {"statusCode":...,"headers":{...},"cookies":[...]}, eight zero bytes, the body
//   any other at a URL, and what a function returns that does not stream:
//     200 and what was written or returned, as it is
//
// https://docs.aws.amazon.com/lambda/latest/dg/config-rs-invoke-furls.html,
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html, and
// as users of AWS report: metadata without zero bytes are a 502, no response at all an empty 200.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "http/listener.h"
#include "http/message.h"
#include "http/streamed_body.h"
#include "triggers/lambda_runtime.h"

namespace tombola::server {

// What metadata say of the answer, without its body. Pure. Throws MalformedProxyResponse.
http::Response head_of_metadata(std::string_view metadata);

// Thread-safe: the runtime tells it of the response, a timer may give it up.
class StreamedProxyAnswer : public triggers::ResponseReceiver {
 public:
  struct Parts {
    // A response without metadata is none.
    bool wants_metadata = false;
    // What to answer when the function failed, or its response is malformed (a result that is a
    // success).
    std::function<http::Response(const triggers::InvokeResult&)> failure;
    std::vector<http::Header> added;  // to the function's headers
    // Tells the developer in one line what went wrong; any thread.
    std::function<void(std::string)> report;
    http::Responder respond;
  };
  explicit StreamedProxyAnswer(Parts parts) : parts_(std::move(parts)) {}

  void begin(std::string content_type) override;
  void receive(std::string_view part) override;
  void end() override;
  // The invocation has ended.
  void finish(const triggers::InvokeResult& result);
  // Nobody waits any longer: this is the answer, or the one that is under way breaks off.
  void give_up(http::Response answer, const std::string& problem);

 private:
  // Over: nothing that comes changes the answer.
  enum class State { AwaitsMetadata, AwaitsBody, SendsBody, Over };

  void take(std::string_view part);
  void take_metadata(std::string_view part);
  void take_end();
  void send_head(http::Response head);
  void refuse(http::Response response, const std::string& problem);
  void refuse_malformed(const std::string& problem);
  void break_off(const std::string& problem);

  std::mutex mutex_;
  Parts parts_;
  State state_ = State::AwaitsBody;
  std::string content_type_;
  std::string metadata_;  // as far as they have come
  const std::shared_ptr<http::BodyStream> body_ = std::make_shared<http::BodyStream>();
};

}  // namespace tombola::server
