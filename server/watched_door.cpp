#include "server/watched_door.h"

#include <chrono>
#include <exception>
#include <shared_mutex>
#include <utility>

namespace tombola::server {
namespace {

using triggers::InvocationCause;

constexpr std::string_view write_target = "DynamoDB_20120810.";
// Functions that answered requests which nobody waits for any more are forgotten then.
constexpr std::size_t functions_max = 1000;

}  // namespace

// Hands an answer on, and tells of it.
class WatchedDoor::Watching : public http::Responder::Sink {
 public:
  using Tell = std::function<void(const http::Response&)>;
  Watching(http::Responder respond, Tell tell)
      : respond_(std::move(respond)), tell_(std::move(tell)) {}

  void send(http::Response response) override {
    try {
      tell_(response);
    } catch (const std::exception&) {
      // A line for a person is worth no request.
    }
    respond_(std::move(response));
  }

 private:
  http::Responder respond_;
  const Tell tell_;
};

// Answers and ends of invocations may come when there is no door any more: so they find it, or not.
class WatchedDoor::Reach {
 public:
  explicit Reach(WatchedDoor& door) : door_(&door) {}

  template <typename Use>
  void use(const Use& use_door) {
    const std::shared_lock lock(mutex_);
    if (door_ != nullptr) {
      use_door(*door_);
    }
  }
  void end() {
    const std::unique_lock lock(mutex_);
    door_ = nullptr;
  }

 private:
  std::shared_mutex mutex_;
  WatchedDoor* door_;
};

WatchedDoor::WatchedDoor(Parts parts)
    : parts_(std::move(parts)),
      reach_(std::make_shared<Reach>(*this)),
      burst_(parts_.timers, [this](const std::string& subject, const std::string& text) {
        parts_.log.say(subject, text);
      }) {
  parts_.history.on_end([reach = reach_](const triggers::RecordedInvocation& invocation) {
    reach->use([&](WatchedDoor& door) { door.invocation_ended(invocation); });
  });
}

WatchedDoor::~WatchedDoor() {
  reach_->end();
}

std::vector<std::string> WatchedDoor::key_names(const std::string& table) {
  std::vector<std::string> names;
  parts_.transactions.read([&](storage::Transaction& transaction) {
    if (const auto found = parts_.catalog.find(transaction, parts_.name_space, table)) {
      names = {found->hash_key.name};
      if (found->range_key) {
        names.push_back(found->range_key->name);
      }
    }
  });
  return names;
}

void WatchedDoor::handle(http::Request request, http::Responder respond) {
  Watching::Tell tell;
  try {
    tell = tell_of(request);
  } catch (const std::exception&) {
    // The router will say what is wrong with it.
  }
  if (tell) {
    respond = http::Responder(std::make_shared<Watching>(std::move(respond), std::move(tell)));
  }
  parts_.router.handle(std::move(request), std::move(respond));
}

// Empty: it is neither.
std::function<void(const http::Response&)> WatchedDoor::tell_of(const http::Request& request) {
  const std::string_view target = request.header("X-Amz-Target");
  if (target.starts_with(write_target) && is_write(target.substr(write_target.size()))) {
    return [reach = reach_, operation = std::string(target.substr(write_target.size())),
            body = request.body](const http::Response& response) {
      reach->use([&](WatchedDoor& door) { door.wrote(operation, body, response); });
    };
  }
  if (parts_.is_application(request)) {
    http::Request head;
    head.method = request.method;
    head.target = request.target;
    head.headers = request.headers;
    const auto begin = std::chrono::steady_clock::now();
    return [reach = reach_, head = std::move(head), begin](const http::Response& response) {
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - begin;
      reach->use([&](WatchedDoor& door) { door.answered(head, took.count(), response); });
    };
  }
  if (parts_.is_for_nobody(request)) {
    const WorkLine line = nobodys_request_line(request.method, request.target);
    burst_.say(line.subject, line.text);
  }
  return {};
}

void WatchedDoor::answered(const http::Request& head, double duration_ms,
                           const http::Response& response) {
  AnsweredRequest request{head.method, head.target, response.status, duration_ms};
  for (const char* header : {"apigw-requestid", "x-amzn-RequestId"}) {
    const std::lock_guard lock(mutex_);
    const auto found = functions_.find(std::string(response.header(header)));
    if (found != functions_.end()) {
      request.function = std::move(found->second);
      functions_.erase(found);
      break;
    }
  }
  const WorkLine line = request_line(request);
  burst_.say(line.subject, line.text);
}

void WatchedDoor::wrote(std::string_view operation, const std::string& body,
                        const http::Response& response) {
  for (WorkLine& line : write_lines(
           operation, body, [this](const std::string& table) { return key_names(table); })) {
    if (response.status != 200) {
      line.text += " refused: " + error_name(response.body);
    }
    burst_.say(line.subject, line.text);
  }
}

void WatchedDoor::invocation_ended(const triggers::RecordedInvocation& invocation) {
  const InvocationCause::Source source = invocation.cause.source;
  if (source == InvocationCause::Source::HttpRoute ||
      source == InvocationCause::Source::FunctionUrl) {
    // Told with the answer that it becomes.
    const std::lock_guard lock(mutex_);
    if (functions_.size() >= functions_max) {
      functions_.clear();
    }
    functions_[gateway_request_id(invocation)] = invocation.function;
    return;
  }
  const WorkLine line = invocation_line(invocation);
  burst_.say(line.subject, line.text);
}

}  // namespace tombola::server
