// One execution environment: a process that holds the loaded handler, the Runtime API it talks to,
// and its log. One invocation at a time.
//
//   Starting ─> Idle ─> Busy ─> Finishing ─> Idle ...       Finishing: answered, has not asked
//   again
//        └────────┴───────┴─────────┴──────> Ending ─> Gone
//
// A timeout, a crash or a failed start ends it: the next invocation needs another one. Everything
// runs on the one-thread event loop given.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "triggers/function.h"
#include "triggers/lambda_runtime.h"
#include "triggers/runtimes/child_process.h"
#include "triggers/runtimes/invocation_log.h"
#include "triggers/runtimes/runtime_api.h"
#include "triggers/runtimes/runtime_context.h"

namespace tombola::triggers {

class Environment : private RuntimeApi::Owner {
 public:
  enum class State { Starting, Idle, Busy, Finishing, Ending, Gone };

  class Owner {
   public:
    virtual ~Owner() = default;
    // It has become Idle, Ending or Gone. The environment must not be destroyed within.
    virtual void environment_changed(Environment& environment) = 0;
  };

  // Starts the process that loads `file`. Throws std::system_error or http::ListenError when there
  // can be none. All but `file` must outlive it.
  Environment(const Function& function, RuntimeContext& context, const std::string& file,
              Owner& owner);

  State state() const { return state_; }

  // Only when Idle. `done` is called once: after the answer, the timeout, the crash, or end().
  void run(Invocation invocation, LambdaRuntime::Done done);

  // About to be Idle.
  bool will_serve() const {
    return (state_ == State::Starting || state_ == State::Finishing) && !retiring_;
  }

  // Within environment_changed() only: it ends because the handler could not be loaded. An
  // invocation that waited for it gets to know why.
  bool failed_to_start() const { return start_failure_.has_value(); }
  void fail(Invocation invocation, LambdaRuntime::Done done);

  // No further invocation: ends at once, or after the one under way.
  void retire();
  // Ends now and waits for the process; the invocation under way is Unreachable. No call of the
  // owner.
  void end();
  // Sends the signal that end() then waits for.
  void kill() { process_->kill(); }

 private:
  // Why an invocation fails that the handler did not answer.
  struct Failure {
    enum class Kind { Reported, Exited, TimedOut };
    Kind kind;
    std::string text;                    // Reported: the payload; Exited: how
    std::chrono::milliseconds limit{0};  // TimedOut

    InvocationLog::Failure logged() const;
  };

  void runtime_ready() override;
  void runtime_responded(std::string payload) override;
  void runtime_began_response(std::string content_type) override;
  void runtime_streamed(std::string_view part) override;
  void runtime_ended_response(std::optional<RuntimeApi::StreamFailure> failure) override;
  void runtime_failed(std::string payload) override;
  void runtime_failed_to_start(std::string payload) override;

  ChildProcess::Command command(const std::string& file) const;
  void process_ended(ChildProcess::Exit exit);
  void init_limit_reached();
  void deadline_reached();
  void start_failed(Failure failure);
  void note_failed_start(Failure failure);
  void begin_to_end();
  void tell_owner_of_end();
  void respond(InvokeResult result);
  bool streams_to_receiver() const { return response_.streamed && response_.receiver; }
  // Logs what Lambda logs, and gives the payload.
  std::string explain(const Failure& failure, const std::string& request_id);
  InvokeResult close(const Failure& failure, double duration_ms);
  InvokeResult close(InvokeStatus status, std::string payload);
  InvokeResult close(InvokeResult result, std::optional<InvocationLog::Failure> failure);

  const Function& function_;
  RuntimeContext& context_;
  Owner& owner_;
  State state_ = State::Starting;
  InvocationLog log_;
  RuntimeApi api_;
  http::EventLoop::Timer timer_;  // init limit, then the deadline
  bool retiring_ = false;
  std::optional<Failure> start_failure_;
  double failed_start_ms_ = 0;

  using Clock = std::chrono::steady_clock;
  Clock::time_point started_;
  std::optional<double> init_ms_;  // until the first invocation has reported it
  int memory_mb_max_ = 0;

  // Of the invocation under way, as far as it is streamed.
  struct Response {
    std::shared_ptr<ResponseReceiver> receiver = nullptr;
    bool streamed = false;
    bool ended = false;
    std::size_t size_bytes = 0;
    std::string collected = {};  // when nobody takes it
  };

  // The invocation under way.
  std::string request_id_;
  Response response_;
  Clock::time_point invoked_;
  LambdaRuntime::Done done_;

  std::optional<ChildProcess> process_;  // last: its callbacks use the rest
};

}  // namespace tombola::triggers
