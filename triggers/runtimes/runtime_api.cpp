#include "triggers/runtimes/runtime_api.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "triggers/functions/limits.h"
#include "triggers/runtimes/function_error.h"

namespace tombola::triggers {

namespace {

constexpr std::string_view prefix = "/2018-06-01/runtime/";
constexpr std::string_view error_type_header = "Lambda-Runtime-Function-Error-Type";
constexpr std::string_view error_body_trailer = "Lambda-Runtime-Function-Error-Body";
constexpr std::string_view response_mode_header = "Lambda-Runtime-Function-Response-Mode";

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

// invocation/<request id>/<response or error>
struct InvocationCall {
  std::string request_id;
  std::string what;
};

std::optional<InvocationCall> invocation_call(const http::Request& request) {
  constexpr std::string_view invocation = "invocation/";
  std::string_view path = request.path();
  if (request.method != "POST" || !path.starts_with(prefix)) return std::nullopt;
  path.remove_prefix(prefix.size());
  const std::size_t slash = path.rfind('/');
  if (!path.starts_with(invocation) || slash < invocation.size()) return std::nullopt;
  return InvocationCall{
      std::string(path.substr(invocation.size(), slash - invocation.size())),
      std::string(path.substr(slash + 1)),
  };
}

bool is_streamed(const http::Request& request) {
  return http::equals_ignoring_case(request.header(response_mode_header), "streaming");
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

// How a runtime tells of an error amid a response: behind it.
std::optional<RuntimeApi::StreamFailure> failure_of(const http::Request& request) {
  if (!http::has_header(request.trailers, error_type_header) &&
      !http::has_header(request.trailers, error_body_trailer)) {
    return std::nullopt;
  }
  const std::string_view body = http::find_header(request.trailers, error_body_trailer);
  return RuntimeApi::StreamFailure{
      std::string(http::find_header(request.trailers, error_type_header)),
      dynamodb::from_base64(body).value_or(std::string(body)),
  };
}

}  // namespace

// Takes what a runtime streams, as long as there is somebody to tell.
class RuntimeApi::ResponseBody : public http::BodyReceiver {
 public:
  explicit ResponseBody(RuntimeApi& api) : api_(&api) {}

  void receive(std::string_view bytes) override {
    if (api_ != nullptr) api_->owner_.runtime_streamed(bytes);
  }
  // Mostly the process is about to end, and how it did is worth more than that it did.
  void cut_off() override {
    if (api_ != nullptr) api_->state_ = State::CutOff;
  }
  void forget() { api_ = nullptr; }

 private:
  RuntimeApi* api_;
};

RuntimeApi::RuntimeApi(http::EventLoop& loop, Owner& owner)
    : owner_(owner), listener_(loop, *this, listener_options()) {
  listener_.start();
}

RuntimeApi::~RuntimeApi() {
  if (response_body_) response_body_->forget();
}

http::ListenerOptions RuntimeApi::listener_options() {
  http::ListenerOptions options;
  options.addresses = {"127.0.0.1"};
  // More than Lambda takes: what is too large for Lambda has to be told from what is not HTTP.
  options.body.size_bytes_max = limits::runtime_api_body_bytes_max;
  options.body.too_large = too_large();
  options.header_size_bytes_max = limits::runtime_api_head_bytes_max;
  options.idle_timeout = std::chrono::seconds(0);  // a handler may take its time between two calls
  options.body_receiver_of = [this](const http::Request& head) { return begin_response(head); };
  return options;
}

// Whoever takes what follows; null: it is not a response that may be streamed now.
std::shared_ptr<http::BodyReceiver> RuntimeApi::begin_response(const http::Request& head) {
  const auto call = invocation_call(head);
  if (!call || call->what != "response" || !is_streamed(head) || state_ != State::Working ||
      call->request_id != request_id_ || http::has_header(head.headers, "Origin")) {
    return nullptr;
  }
  state_ = State::Responding;
  response_body_ = std::make_shared<ResponseBody>(*this);
  owner_.runtime_began_response(std::string(head.header("Content-Type")));
  return response_body_;
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
  const auto call = invocation_call(request);
  if (call && (call->what == "response" || call->what == "error")) {
    return answer(call->request_id, call->what, std::move(request), std::move(respond));
  }
  respond({404, {{"Content-Type", "text/plain"}}, "404 page not found\n"});
}

void RuntimeApi::next(http::Responder respond) {
  if (state_ == State::Working || state_ == State::Responding) {
    return respond(invalid_state_transition());
  }
  if (state_ == State::CutOff) {
    state_ = State::Answered;
    owner_.runtime_ended_response(StreamFailure{"Runtime.TruncatedResponse", {}});
  }
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
  if (state_ == State::Responding && what == "response" && is_streamed(request)) {
    state_ = State::Answered;
    response_body_.reset();
    respond(accepted());
    return owner_.runtime_ended_response(failure_of(request));
  }
  if (state_ != State::Working) return respond(invalid_state_transition());
  if (what == "response" && http::has_header(request.headers, response_mode_header)) {
    return respond(refused(400, "InvalidFunctionResponseMode", "Invalid function response mode"));
  }

  state_ = State::Answered;
  if (what == "error") {
    respond(accepted());
    return owner_.runtime_failed(error_payload(std::move(request)));
  }
  if (request.body.size() > limits::invocation_response_bytes_max) {
    respond(too_large());
    return owner_.runtime_failed(response_too_large_error(limits::invocation_response_bytes_max));
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
