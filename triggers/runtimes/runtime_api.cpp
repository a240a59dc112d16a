#include "triggers/runtimes/runtime_api.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "triggers/runtimes/function_error.h"

namespace tombola::triggers {

namespace {

constexpr std::string_view prefix = "/2018-06-01/runtime/";
constexpr std::string_view error_type_header = "Lambda-Runtime-Function-Error-Type";

http::Response json(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

http::Response accepted() {
  return json(202, R"({"status":"OK"})");
}

http::Response refused(int status, std::string_view type, std::string_view message) {
  return json(status, fmt::format(R"({{"errorMessage":"{}","errorType":"{}"}})", message, type));
}

http::Response invalid_state_transition() {
  return refused(403, "InvalidStateTransition", "Transition is not allowed");
}

http::Response too_large() {
  return refused(413, "RequestEntityTooLarge",
                 fmt::format("Exceeded maximum allowed payload size ({} bytes).",
                             limits::invocation_response_bytes_max));
}

http::ListenerOptions listener_options() {
  http::ListenerOptions options;
  options.addresses = {"127.0.0.1"};
  // More than Lambda takes: what is too large for Lambda has to be told from what is not HTTP.
  options.body.size_bytes_max = limits::runtime_api_body_bytes_max;
  options.body.too_large = too_large();
  options.idle_timeout = std::chrono::seconds(0);  // a handler may take its time between two calls
  return options;
}

// A header's value is one line; in JSON a line break can only be white space.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return text;
}

// The error object goes to the caller as it came. One without a body still has its type.
std::string error_payload(http::Request request) {
  if (!request.body.empty()) return std::move(request.body);
  return error_object(request.header(error_type_header), "");
}

}  // namespace

RuntimeApi::RuntimeApi(http::EventLoop& loop, Owner& owner)
    : owner_(owner), listener_(loop, *this, listener_options()) {
  listener_.start();
}

std::string RuntimeApi::address() const {
  return fmt::format("127.0.0.1:{}", listener_.port());
}

void RuntimeApi::handle(http::Request request, http::Responder respond) {
  // Runtimes do not send Origin, a web page that guesses the port does.
  if (http::has_header(request.headers, "Origin")) return respond({403, {}, ""});
  respond_to(std::move(request), std::move(respond));
}

void RuntimeApi::respond_to(http::Request request, http::Responder respond) {
  std::string_view path = request.path();
  if (path.substr(0, prefix.size()) != prefix) {
    return respond({404, {{"Content-Type", "text/plain"}}, "404 page not found\n"});
  }
  path.remove_prefix(prefix.size());
  const bool is_post = request.method == "POST";
  if (path == "invocation/next" && request.method == "GET") return next(std::move(respond));
  if (path == "init/error" && is_post) return start_error(std::move(request), std::move(respond));

  constexpr std::string_view invocation = "invocation/";
  const std::size_t slash = path.rfind('/');
  if (is_post && path.substr(0, invocation.size()) == invocation && slash >= invocation.size()) {
    const std::string id(path.substr(invocation.size(), slash - invocation.size()));
    const std::string what(path.substr(slash + 1));
    if (what == "response" || what == "error") {
      return answer(id, what, std::move(request), std::move(respond));
    }
  }
  respond({404, {{"Content-Type", "text/plain"}}, "404 page not found\n"});
}

void RuntimeApi::next(http::Responder respond) {
  if (state_ == State::Working) return respond(invalid_state_transition());
  const bool asks_again = state_ == State::Waiting;
  // A runtime whose connection broke asks anew; the earlier question leads nowhere.
  if (asks_again) (*waiting_next_)(invalid_state_transition());
  waiting_next_.emplace(std::move(respond));
  state_ = State::Waiting;
  if (!asks_again) owner_.runtime_ready();
}

void RuntimeApi::give(Work work) {
  assert(state_ == State::Waiting);
  http::Response response = json(200, std::move(work.event_json));
  const auto add = [&response](const char* name, std::string value) {
    if (!value.empty()) response.headers.push_back({name, one_line(std::move(value))});
  };
  add("Lambda-Runtime-Aws-Request-Id", work.request_id);
  add("Lambda-Runtime-Deadline-Ms", std::to_string(work.deadline_ms));
  add("Lambda-Runtime-Invoked-Function-Arn", std::move(work.function_arn));
  add("Lambda-Runtime-Trace-Id", std::move(work.trace_id));
  add("Lambda-Runtime-Client-Context", std::move(work.client_context));
  request_id_ = std::move(work.request_id);
  state_ = State::Working;
  http::Responder respond = *std::exchange(waiting_next_, std::nullopt);
  respond(std::move(response));
}

void RuntimeApi::answer(const std::string& id, std::string_view what, http::Request request,
                        http::Responder respond) {
  if (state_ == State::Starting || id != request_id_) {
    return respond(refused(400, "InvalidRequestID", "Invalid request ID"));
  }
  if (state_ != State::Working) return respond(invalid_state_transition());

  state_ = State::Answered;
  if (what == "error") {
    respond(accepted());
    return owner_.runtime_failed(error_payload(std::move(request)));
  }
  if (request.body.size() > limits::invocation_response_bytes_max) {
    respond(too_large());
    return owner_.runtime_failed(response_too_large_error());
  }
  respond(accepted());
  owner_.runtime_responded(std::move(request.body));
}

void RuntimeApi::start_error(http::Request request, http::Responder respond) {
  if (state_ != State::Starting) return respond(invalid_state_transition());
  respond(accepted());
  owner_.runtime_failed_to_start(error_payload(std::move(request)));
}

}  // namespace tombola::triggers
