#include "server/streamed_proxy_answer.h"

#include <utility>

#include <fmt/format.h>

#include "dynamodb/json/json_document.h"
#include "server/failure_text.h"
#include "server/proxy_response.h"

namespace tombola::server {
namespace {

using dynamodb::JsonValue;

constexpr std::string_view metadata_type = "application/vnd.awslambda.http-integration-response";
constexpr std::string_view default_type = "application/octet-stream";
// Behind the metadata.
constexpr std::string_view delimiter("\0\0\0\0\0\0\0\0", 8);
// What is longer than any client takes as a head.
constexpr std::size_t metadata_size_bytes_max = 65'536;

void add_headers_of(std::vector<http::Header>& headers, JsonValue root) {
  if (const auto members = proxy_object_member(root, "headers")) {
    for (const JsonValue::Member member : members->members()) {
      add_proxy_header(headers, member.name, proxy_header_text(member.name, member.value));
    }
  }
  if (const auto members = proxy_object_member(root, "multiValueHeaders")) {
    for (const JsonValue::Member member : members->members()) {
      if (!member.value.is_array()) {
        throw MalformedProxyResponse{fmt::format("'{}' has no list of values", member.name)};
      }
      for (const JsonValue value : member.value.elements()) {
        add_proxy_header(headers, member.name, proxy_header_text(member.name, value));
      }
    }
  }
  if (const auto cookies = root.find("cookies"); cookies && cookies->is_array()) {
    for (const JsonValue cookie : cookies->elements()) {
      add_proxy_header(headers, "Set-Cookie", proxy_header_text("Set-Cookie", cookie));
    }
  }
}

}  // namespace

http::Response head_of_metadata(std::string_view metadata) {
  try {
    const dynamodb::JsonDocument document = dynamodb::JsonDocument::parse(metadata);
    const JsonValue root = document.root();
    if (!root.is_object()) {
      throw MalformedProxyResponse{"its metadata are no object"};
    }
    http::Response head;
    if (root.find("statusCode")) {
      head.status = proxy_status(root);
    }
    add_headers_of(head.headers, root);
    if (!http::has_header(head.headers, "Content-Type")) {
      head.headers.push_back({"Content-Type", std::string(default_type)});
    }
    return head;
  } catch (const dynamodb::JsonError& error) {
    throw MalformedProxyResponse{std::string("its metadata are no JSON: ") + error.what()};
  }
}

void StreamedProxyAnswer::begin(std::string content_type) {
  const std::lock_guard lock(mutex_);
  if (state_ == State::Over) {
    return;
  }
  const bool has_metadata = http::equals_ignoring_case(content_type, metadata_type);
  state_ = has_metadata || parts_.wants_metadata ? State::AwaitsMetadata : State::AwaitsBody;
  content_type_ = content_type.empty() ? std::string(default_type) : std::move(content_type);
}

void StreamedProxyAnswer::receive(std::string_view part) {
  const std::lock_guard lock(mutex_);
  take(part);
}

void StreamedProxyAnswer::take(std::string_view part) {
  switch (state_) {
    case State::AwaitsMetadata:
      return take_metadata(part);
    case State::AwaitsBody:
      send_head({200, {{"Content-Type", content_type_}}, {}});
      return body_->write(part);
    case State::SendsBody:
      return body_->write(part);
    case State::Over:
      return;
  }
}

void StreamedProxyAnswer::take_metadata(std::string_view part) {
  metadata_ += part;
  const std::size_t end = metadata_.find(delimiter);
  if (end == std::string::npos) {
    if (metadata_.size() > metadata_size_bytes_max) {
      refuse_malformed("its metadata have no end");
    }
    return;
  }
  try {
    send_head(head_of_metadata(std::string_view(metadata_).substr(0, end)));
  } catch (const MalformedProxyResponse& malformed) {
    return refuse_malformed(malformed.reason);
  }
  body_->write(std::string_view(metadata_).substr(end + delimiter.size()));
  metadata_ = {};
}

void StreamedProxyAnswer::end() {
  const std::lock_guard lock(mutex_);
  take_end();
}

void StreamedProxyAnswer::take_end() {
  if (state_ == State::AwaitsMetadata && (!metadata_.empty() || parts_.wants_metadata)) {
    return refuse_malformed("behind its metadata there are no eight zero bytes");
  }
  if (state_ == State::AwaitsMetadata || state_ == State::AwaitsBody) {
    send_head({200, {{"Content-Type", std::string(default_type)}}, {}});
  }
  state_ = State::Over;
  body_->end();
}

// After give_up() it changes nothing.
void StreamedProxyAnswer::finish(const triggers::InvokeResult& result) {
  if (result.status == triggers::InvokeStatus::Success) {
    if (!result.streamed) {
      begin("application/json");
      receive(result.payload);
      end();
    }
    return;
  }
  const std::string reason = failure_text(result);
  const std::lock_guard lock(mutex_);
  if (state_ == State::SendsBody) {
    return break_off("the function failed while it streamed: " + reason);
  }
  refuse(parts_.failure(result), "the function failed: " + reason);
}

void StreamedProxyAnswer::give_up(http::Response answer, const std::string& problem) {
  const std::lock_guard lock(mutex_);
  if (state_ == State::SendsBody) {
    return break_off(problem);
  }
  refuse(std::move(answer), problem);
}

void StreamedProxyAnswer::send_head(http::Response head) {
  state_ = State::SendsBody;
  head.headers.insert(head.headers.end(), parts_.added.begin(), parts_.added.end());
  head.stream = body_;
  parts_.respond(std::move(head));
}

void StreamedProxyAnswer::refuse_malformed(const std::string& problem) {
  refuse(parts_.failure({}), "malformed response: " + problem);
}

void StreamedProxyAnswer::refuse(http::Response response, const std::string& problem) {
  if (state_ == State::Over) {
    return;
  }
  state_ = State::Over;
  parts_.report(fmt::format("answered {}, {}", response.status, problem));
  response.headers.insert(response.headers.end(), parts_.added.begin(), parts_.added.end());
  parts_.respond(std::move(response));
}

void StreamedProxyAnswer::break_off(const std::string& problem) {
  state_ = State::Over;
  parts_.report(problem);
  body_->fail();
}

}  // namespace tombola::server
