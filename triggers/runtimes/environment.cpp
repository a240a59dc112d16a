#include "triggers/runtimes/environment.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "storage/clock.h"
#include "triggers/functions/limits.h"
#include "triggers/runtimes/environment_variables.h"
#include "triggers/runtimes/function_error.h"
#include "triggers/runtimes/identifiers.h"
#include "triggers/runtimes/source_files.h"

namespace tombola::triggers {

namespace {

// Who debugs takes their time; handlers that ask how much is left are told so.
constexpr std::chrono::milliseconds debugging_time = std::chrono::hours(24);

std::chrono::milliseconds time_of(const Function& function) {
  return function.inspect_port != 0 ? debugging_time
                                    : std::chrono::milliseconds(function.timeout_ms);
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

}  // namespace

Environment::Environment(const Function& function, RuntimeContext& context, const std::string& file,
                         Owner& owner)
    : function_(function),
      context_(context),
      owner_(owner),
      log_(function, context.log()),
      api_(context.loop(), *this),
      started_(Clock::now()) {
  process_.emplace(
      context.loop(), command(file), [this](std::string_view line) { log_.write(line); },
      [this](ChildProcess::Exit exit) { process_ended(exit); });
  if (function.inspect_port == 0) {
    timer_ =
        context.loop().schedule(context.options().init_limit, [this] { init_limit_reached(); });
  }
}

ChildProcess::Command Environment::command(const std::string& file) const {
  EnvironmentFacts facts;
  facts.runtime_api = api_.address();
  facts.log_stream = log_.stream();
  facts.task_root = function_.root();
  facts.runtime_directory = context_.runtime_directory();
  facts.home = context_.home();
  facts.endpoint_url = context_.endpoint_url();
  facts.search_path = context_.options().search_path;
  facts.secret_access_key = context_.options().secret_access_key;
  facts.packages = context_.packages();

  const auto bootstrap = [&](std::string_view name) {
    std::string file = fmt::format("{}/{}", facts.runtime_directory, name);
    if (!stamp_of(file).exists()) {
      throw std::runtime_error(fmt::format(
          "{} is gone; was the data directory deleted? Stop the server and start it again", file));
    }
    return file;
  };
  ChildProcess::Command result;
  switch (function_.runtime) {
    case RuntimeKind::Python: {
      const Interpreter& python = context_.python();
      facts.execution_environment =
          fmt::format("AWS_Lambda_python{}.{}", python.major, python.minor);
      facts.runtime_version = fmt::format("{}.{}", python.major, python.minor);
      // -B: compiled files are told apart by whole seconds, and would hide a quick second change.
      result.arguments = {
          python.program,       "-B", "-X", "utf8", bootstrap(python_bootstrap_name), file,
          function_.export_name};
      break;
    }
    case RuntimeKind::Executable:
      result.arguments = {file};
      break;
    default: {
      const Interpreter& node = context_.node();
      facts.execution_environment = fmt::format("AWS_Lambda_nodejs{}.x", node.major);
      facts.runtime_version = std::to_string(node.major);
      result.arguments = {node.program, "--enable-source-maps"};
      if (function_.inspect_port != 0) {
        result.arguments.push_back(fmt::format("--inspect=127.0.0.1:{}", function_.inspect_port));
      }
      for (std::string argument : {bootstrap(node_bootstrap_name), file, function_.export_name}) {
        result.arguments.push_back(std::move(argument));
      }
      break;
    }
  }
  result.environment = environment_variables(function_, facts);
  result.directory = facts.task_root;
  return result;
}

// --- The life of an invocation ---

void Environment::runtime_ready() {
  if (state_ == State::Busy && response_.ended) respond(close(InvokeStatus::Success, {}));
  if (state_ != State::Starting && state_ != State::Finishing) return;
  timer_.cancel();
  if (state_ == State::Starting) init_ms_ = milliseconds_since(started_);
  if (retiring_) return begin_to_end();
  state_ = State::Idle;
  owner_.environment_changed(*this);
}

void Environment::run(Invocation invocation, LambdaRuntime::Done done) {
  state_ = State::Busy;
  done_ = std::move(done);
  request_id_ = invocation.request_id;
  response_ = {.receiver = std::move(invocation.receiver)};
  process_->drain_output();  // what was written since the last invocation is not this one's
  if (memory_mb_max_ == 0)
    memory_mb_max_ = process_->memory_mb();  // it may crash and leave no number
  log_.start(request_id_);
  const std::int64_t now_ms = storage::ProcessClock().now_ms();
  invoked_ = Clock::now();
  if (function_.inspect_port == 0) {
    timer_ = context_.loop().schedule(time_of(function_), [this] { deadline_reached(); });
  }
  RuntimeApi::Work work;
  work.request_id = std::move(invocation.request_id);
  work.event_json = std::move(invocation.event_json);
  work.deadline_ms = now_ms + time_of(function_).count();
  work.function_arn =
      invocation.function_arn.empty() ? function_.arn() : std::move(invocation.function_arn);
  work.trace_id = invocation.trace_id.empty() ? new_trace_id(now_ms) : invocation.trace_id;
  work.client_context = std::move(invocation.client_context);
  api_.give(std::move(work));
}

void Environment::runtime_responded(std::string payload) {
  if (state_ == State::Busy) respond(close(InvokeStatus::Success, std::move(payload)));
}

void Environment::runtime_failed(std::string payload) {
  if (state_ == State::Busy) respond(close(InvokeStatus::FunctionError, std::move(payload)));
}

void Environment::respond(InvokeResult result) {
  // The timer runs on: who does not ask for the next invocation in the function's time hangs.
  state_ = State::Finishing;
  std::exchange(done_, nullptr)(std::move(result));
}

// --- A response that is streamed ---

void Environment::runtime_began_response(std::string content_type) {
  if (state_ != State::Busy) return;
  response_.streamed = true;
  if (response_.receiver) response_.receiver->begin(std::move(content_type));
}

void Environment::runtime_streamed(std::string_view part) {
  if (state_ != State::Busy) return;
  response_.size_bytes += part.size();
  const std::size_t size_bytes_max = response_.receiver ? limits::streamed_response_bytes_max
                                                        : limits::invocation_response_bytes_max;
  if (response_.size_bytes > size_bytes_max) {
    return runtime_ended_response(RuntimeApi::StreamFailure{
        "Function.ResponseSizeTooLarge", response_too_large_error(size_bytes_max)});
  }
  if (response_.receiver) {
    response_.receiver->receive(part);
  } else {
    response_.collected += part;
  }
}

// Whoever takes the response has it now. What the handler does besides is part of the invocation,
// until the runtime asks for the next one.
void Environment::runtime_ended_response(std::optional<RuntimeApi::StreamFailure> failure) {
  if (state_ != State::Busy) return;
  if (!failure && response_.receiver) {
    response_.ended = true;
    return response_.receiver->end();
  }
  if (!failure) return respond(close(InvokeStatus::Success, std::move(response_.collected)));

  InvokeResult result;
  result.status = InvokeStatus::FunctionError;
  result.duration_ms = milliseconds_since(invoked_);
  result.payload = std::move(failure->body);
  if (response_.receiver) {
    result.function_error = std::move(failure->type);
  } else if (result.payload.empty()) {
    result.payload = error_object(failure->type, "");
  }
  respond(close(std::move(result), std::nullopt));
}

void Environment::deadline_reached() {
  const bool busy = state_ == State::Busy;
  begin_to_end();
  if (!busy) return;
  process_->drain_output();
  const std::chrono::milliseconds limit(function_.timeout_ms);
  InvokeResult result =
      close({Failure::Kind::TimedOut, "", limit}, static_cast<double>(limit.count()));
  std::exchange(done_, nullptr)(std::move(result));
}

void Environment::process_ended(ChildProcess::Exit exit) {
  const State before = std::exchange(state_, State::Gone);
  timer_.cancel();
  if (before == State::Starting) {
    note_failed_start({Failure::Kind::Exited, exit.description()});
  }
  std::optional<InvokeResult> result;
  if (before == State::Busy) {
    result = close({Failure::Kind::Exited, exit.description()}, milliseconds_since(invoked_));
  }
  tell_owner_of_end();
  if (result) std::exchange(done_, nullptr)(std::move(*result));
}

// --- A start that fails ---

void Environment::runtime_failed_to_start(std::string payload) {
  if (state_ == State::Starting) start_failed({Failure::Kind::Reported, std::move(payload)});
}

void Environment::init_limit_reached() {
  start_failed({Failure::Kind::TimedOut, "", context_.options().init_limit});
}

void Environment::start_failed(Failure failure) {
  note_failed_start(std::move(failure));
  begin_to_end();
}

void Environment::note_failed_start(Failure failure) {
  failed_start_ms_ = milliseconds_since(started_);
  process_->drain_output();
  log_.init_failed(failed_start_ms_, failure.logged());
  start_failure_ = std::move(failure);
}

// AWS starts such a function once more within the invocation, which takes the time of that. Here
// its one start stands for both.
void Environment::fail(Invocation invocation, LambdaRuntime::Done done) {
  request_id_ = std::move(invocation.request_id);
  log_.start(request_id_);
  done(close(*start_failure_, failed_start_ms_));
}

// --- The end ---

void Environment::retire() {
  retiring_ = true;
  if (state_ == State::Starting || state_ == State::Idle) begin_to_end();
}

void Environment::begin_to_end() {
  state_ = State::Ending;
  timer_.cancel();
  process_->drain_output();
  process_->kill();
  tell_owner_of_end();
}

// Whoever waits by now hears of a failed start; later invocations get an environment of their own.
void Environment::tell_owner_of_end() {
  owner_.environment_changed(*this);
  start_failure_.reset();
}

void Environment::end() {
  const bool busy = state_ == State::Busy;
  state_ = State::Gone;
  timer_.cancel();
  process_->end();
  if (!busy) return;
  InvokeResult result = close(InvokeStatus::Unreachable, "");
  result.reason = "the function's environments were shut down";
  result.payload = error_object("Unreachable", result.reason);
  std::exchange(done_, nullptr)(std::move(result));
}

std::string Environment::explain(const Failure& failure, const std::string& request_id) {
  switch (failure.kind) {
    case Failure::Kind::Reported:
      return failure.text;
    case Failure::Kind::Exited: {
      const std::string message = exit_message(request_id, failure.text);
      log_.write(message);
      log_.write("Runtime.ExitError");
      return error_object("Runtime.ExitError", message);
    }
    case Failure::Kind::TimedOut:
      log_.write(fmt::format("{} {} {}", iso_time(storage::ProcessClock().now_ms()), request_id,
                             timeout_text(failure.limit.count())));
      return timeout_error(request_id, failure.limit.count());
  }
  return {};
}

InvocationLog::Failure Environment::Failure::logged() const {
  if (kind == Kind::TimedOut) return {.is_timeout = true};
  return {.error_type = kind == Kind::Exited ? "Runtime.ExitError" : error_type_of(text)};
}

InvokeResult Environment::close(const Failure& failure, double duration_ms) {
  InvokeResult result;
  result.status = InvokeStatus::FunctionError;
  result.duration_ms = duration_ms;
  result.payload = explain(failure, request_id_);
  if (streams_to_receiver()) {
    result.function_error = error_type_of(result.payload);
    if (failure.kind == Failure::Kind::Exited && !response_.ended) {  // AWS gives no reason then
      result.function_error = "Runtime.TruncatedResponse";
      result.payload.clear();
    }
  }
  return close(std::move(result), failure.logged());
}

InvokeResult Environment::close(InvokeStatus status, std::string payload) {
  InvokeResult result;
  result.status = status;
  result.duration_ms = milliseconds_since(invoked_);
  result.payload = std::move(payload);
  return close(std::move(result), std::nullopt);
}

InvokeResult Environment::close(InvokeResult result,
                                std::optional<InvocationLog::Failure> failure) {
  process_->drain_output();
  memory_mb_max_ = std::max(memory_mb_max_, process_->memory_mb());
  if (result.status == InvokeStatus::FunctionError && result.function_error.empty()) {
    result.function_error = "Unhandled";
  }
  result.streamed = streams_to_receiver();
  response_ = {};
  result.request_id = request_id_;
  result.log_tail = log_.end({.request_id = request_id_,
                              .duration_ms = result.duration_ms,
                              .memory_mb_max = memory_mb_max_,
                              .init_ms = std::exchange(init_ms_, std::nullopt),
                              .failure = std::move(failure)});
  return result;
}

}  // namespace tombola::triggers
