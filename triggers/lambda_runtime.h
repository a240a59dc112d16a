// How a function's code is run. One LambdaRuntime serves one Function; a new kind of runtime is one
// class behind this interface.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"

namespace tombola::triggers {

// Who invokes, for those who look at it later (invocation_history.h).
struct InvocationCause {
  enum class Source { Invoke, Event, EventSourceMapping, HttpRoute, FunctionUrl, Replay };
  Source source = Source::Invoke;
  int attempt = 1;
  // Of an event source mapping, or of the replay of its records:
  std::string mapping_uuid = {};
  std::string shard_id = {};
  std::vector<std::uint64_t> numbers = {};  // of the records, ascending
};

// Takes a response as the handler streams it. Called from the runtime's thread, before the
// invocation's Done; returns soon. A handler that does not stream never calls it.
class ResponseReceiver {
 public:
  virtual ~ResponseReceiver() = default;
  virtual void begin(std::string content_type) = 0;
  virtual void receive(std::string_view part) = 0;
  // The response is whole. The handler may still be at work.
  virtual void end() = 0;
};

struct Invocation {
  std::string request_id;  // UUID; the runtime makes one when empty
  std::string event_json;
  std::string trace_id;           // X-Ray header; made when empty
  std::string client_context;     // JSON, may be empty
  std::string function_arn = {};  // as the caller named it; empty: the function's own
  InvocationCause cause = {};
  // Who takes a streamed response; null: nobody, it is the payload like any other.
  std::shared_ptr<ResponseReceiver> receiver = nullptr;
};

enum class InvokeStatus {
  Success,        // payload is what the handler returned, JSON ("null" for nothing)
  FunctionError,  // it threw, timed out, exited, or could not be loaded; payload is the error
                  // object
  Unreachable,  // it never ran: no interpreter, no file, no free environment; does not use a retry
};

struct InvokeResult {
  InvokeStatus status = InvokeStatus::Success;
  // JSON. A handler that streams its response decides itself: then it is what was streamed.
  std::string payload;
  // X-Amz-Function-Error: "Unhandled"; empty on success. Of a response that was streamed to a
  // receiver: the error's type.
  std::string function_error;
  // The invocation's receiver had the response, or its beginning: the payload is empty, or what went
  // wrong.
  bool streamed = false;
  std::string request_id;
  std::string executed_version = "$LATEST";
  std::string log_tail;  // the invocation's last log lines, at most 4 KB
  double duration_ms = 0;
  std::string reason;  // Unreachable: why, in one line for a person
};

// Where handlers' lines go. Called from the runtime's thread; returns quickly.
class LogSink {
 public:
  virtual ~LogSink() = default;
  struct Line {
    std::string_view function_name;
    std::string_view log_stream;  // 2026/01/02/[$LATEST]<32 hex>
    std::int64_t time_ms;         // real time
    // One line as Lambda writes it, without the newline. What was several lines to the handler
    // (console.log of an object, an error's trace) has '\r' between them, as on Lambda.
    std::string_view text;
    std::string_view log_group = {};      // /aws/lambda/<name>, or the one that was chosen
    dynamodb::Namespace name_space = {};  // whose
  };
  virtual void write(const Line& line) = 0;
};

class LambdaRuntime {
 public:
  virtual ~LambdaRuntime() = default;

  using Done = std::function<void(InvokeResult)>;
  // Never blocks and never throws; any thread may call. `done` is called exactly once, on the
  // runtime's event loop, never from within this call; every line the handler wrote has gone to the
  // LogSink by then. Counted from when an environment takes it, an invocation ends within the
  // function's timeout; before that it waits for one that starts or gets free.
  virtual void invoke(Invocation invocation, Done done) = 0;

  // Ends the processes and waits for them; invocations under way end as Unreachable. Any thread may
  // call, more than once.
  virtual void shut_down() = 0;
};

}  // namespace tombola::triggers
