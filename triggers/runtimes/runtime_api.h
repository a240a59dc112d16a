// The Runtime API of one environment, as Lambda offers it to the process that runs the handler:
// http://<AWS_LAMBDA_RUNTIME_API>/2018-06-01/runtime/... on a loopback port of its own.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
//
// It keeps the order of calls that Lambda asks for: next, then one response or error for what next
// gave, then next again; init/error only before the first next. A response may be streamed: then it is
// told part by part. Everything runs on the one-thread event loop given.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/event_loop.h"
#include "http/listener.h"

namespace tombola::triggers {

class RuntimeApi : private http::Handler {
 public:
  // Why a response broke off that was being streamed.
  struct StreamFailure {
    std::string type;
    std::string body;  // the error object, as the runtime has it; may be empty
  };

  // What the runtime tells. Called after its call has been answered, but for the parts of a response;
  // the RuntimeApi must not be destroyed within.
  class Owner {
   public:
    virtual ~Owner() = default;
    // It waits for an invocation.
    virtual void runtime_ready() = 0;
    virtual void runtime_responded(std::string payload) = 0;
    // The same, streamed: it begins, its parts, its end.
    virtual void runtime_began_response(std::string content_type) = 0;
    virtual void runtime_streamed(std::string_view part) = 0;
    virtual void runtime_ended_response(std::optional<StreamFailure> failure) = 0;
    // `payload`: the error object, passed through.
    virtual void runtime_failed(std::string payload) = 0;
    virtual void runtime_failed_to_start(std::string payload) = 0;
  };

  struct Work {
    std::string request_id;
    std::string event_json;
    std::int64_t deadline_ms = 0;
    std::string function_arn;
    std::string trace_id;
    std::string client_context;
  };

  // Listens at once; throws http::ListenError.
  RuntimeApi(http::EventLoop& loop, Owner& owner);
  ~RuntimeApi() override;

  // "127.0.0.1:40123", the value of AWS_LAMBDA_RUNTIME_API.
  std::string address() const;

  // Answers the waiting next. Only after runtime_ready(), once.
  void give(Work work);

 private:
  // CutOff: its connection ended amid a response. It is gone, or will ask for the next invocation.
  enum class State { Starting, Waiting, Working, Responding, CutOff, Answered };
  class ResponseBody;

  http::ListenerOptions listener_options();
  std::shared_ptr<http::BodyReceiver> begin_response(const http::Request& head);
  void handle(http::Request request, http::Responder respond) override;
  void next(http::Responder respond);
  void answer(const std::string& id, std::string_view what, http::Request request,
              http::Responder respond);
  void start_error(http::Request request, http::Responder respond);
  void respond_to(http::Request request, http::Responder respond);

  Owner& owner_;
  State state_ = State::Starting;
  std::optional<http::Responder> waiting_next_;
  std::string request_id_;                       // of the invocation it works on or has answered
  std::shared_ptr<ResponseBody> response_body_;  // that is streamed
  http::Listener listener_;
};

}  // namespace tombola::triggers
