// Beast's parser, filling our plain messages directly. Internal to http/: only its .cpp files
// compile Beast.
//
// Request or Response; the two differ in their first line alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "http/limits.h"
#include "http/message.h"
#include "http/streamed_body.h"

namespace tombola::http {

namespace beast = boost::beast;

template <class Message>
class MessageParser final
    : public beast::http::basic_parser<std::is_same_v<Message, tombola::http::Request>> {
  static constexpr bool is_for_requests = std::is_same_v<Message, tombola::http::Request>;
  using Base = beast::http::basic_parser<is_for_requests>;

 public:
  struct Limits {
    std::size_t header_size_bytes_max;
    std::size_t body_size_bytes_max;
    // ListenerOptions::body_limit_of. Must outlive the parser.
    const std::function<BodyLimit(const Message& head)>* body_limit_of = nullptr;
    // ListenerOptions::body_receiver_of. Must outlive the parser.
    const std::function<std::shared_ptr<BodyReceiver>(const Message& head)>* body_receiver_of =
        nullptr;
  };

  explicit MessageParser(Limits limits)
      : limits_(limits), header_bytes_left_(limits.header_size_bytes_max) {
    this->eager(true);
    this->header_limit(static_cast<std::uint32_t>(limits.header_size_bytes_max));
    if constexpr (is_for_requests) {
      this->body_limit(boost::none);  // until the head is read
    } else {
      this->body_limit(limits.body_size_bytes_max);
    }
  }

  Message& message() { return message_; }

  // put() wants at least so many bytes. No chunked body ends in fewer than "0\r\n\r\n", and given
  // less at that place Beast 1.81 fails an assertion.
  std::size_t bytes_wanted() const { return this->is_header_done() && this->chunked() ? 5 : 1; }

  // The client waits for "100 Continue" before it sends its body.
  bool expects_continue() const { return expects_continue_; }

  // Somebody takes the body as it comes.
  bool streams_body() const { return receiver_ != nullptr; }
  // There will be no more of the message.
  void cut_off() {
    if (receiver_ && !this->is_done()) std::exchange(receiver_, nullptr)->cut_off();
  }

 private:
  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target,
                       int version, beast::error_code& error) override {
    count_header_bytes(method.size() + target.size(), error);
    if constexpr (is_for_requests) {
      message_.method.assign(method.data(), method.size());
      message_.target.assign(target.data(), target.size());
      message_.version = version;
      message_.headers.reserve(16);
    }
  }

  void on_response_impl(int status, beast::string_view reason, int,
                        beast::error_code& error) override {
    count_header_bytes(reason.size(), error);
    if constexpr (!is_for_requests) message_.status = status;
  }

  void on_field_impl(beast::http::field field, beast::string_view name, beast::string_view value,
                     beast::error_code& error) override {
    count_header_bytes(name.size() + value.size(), error);
    if (error) return;
    if (this->is_header_done()) {
      if constexpr (is_for_requests) {
        message_.trailers.push_back({{name.data(), name.size()}, {value.data(), value.size()}});
      }
      return;
    }
    message_.headers.push_back({{name.data(), name.size()}, {value.data(), value.size()}});

    if (field == beast::http::field::transfer_encoding) has_transfer_encoding_ = true;
    if (field == beast::http::field::expect) {
      expects_continue_ = equals_ignoring_case(message_.headers.back().value, "100-continue");
    }
  }

  void on_header_impl(beast::error_code& error) override {
    // Beast takes a body in an unknown coding for none, and its bytes for the next request.
    if (is_for_requests && has_transfer_encoding_ && !this->chunked()) {
      error = beast::http::error::bad_transfer_encoding;
    }
    if constexpr (is_for_requests) {
      if (message_.version < 11) expects_continue_ = false;
      if (!error && limits_.body_receiver_of && *limits_.body_receiver_of) {
        receiver_ = (*limits_.body_receiver_of)(message_);
      }
      if (!receiver_) limit_body(error);
    }
  }

  void limit_body(beast::error_code& error) {
    const auto length = this->content_length();
    std::size_t size_bytes_max = limits_.body_size_bytes_max;
    const bool in_question = this->chunked() || (length && *length > size_bytes_max);
    if (in_question && limits_.body_limit_of && *limits_.body_limit_of) {
      size_bytes_max = (*limits_.body_limit_of)(message_).size_bytes_max;
    }
    if (length && *length > size_bytes_max) error = beast::http::error::body_limit;
    if (this->chunked()) this->body_limit(size_bytes_max);
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length,
                         beast::error_code&) override {
    if (!length) return;
    message_.body.reserve(std::min<std::uint64_t>(*length, limits::body_reserve_bytes_max));
  }

  std::size_t on_body_impl(beast::string_view bytes, beast::error_code&) override {
    return take({bytes.data(), bytes.size()});
  }

  void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes,
                                 beast::error_code&) override {
    return take({bytes.data(), bytes.size()});
  }

  std::size_t take(std::string_view bytes) {
    receiver_ ? receiver_->receive(bytes) : static_cast<void>(message_.body.append(bytes));
    return bytes.size();
  }

  void on_finish_impl(beast::error_code&) override {}

  // Beast holds its limit against what one put() sees, so that lines sent one by one pass it.
  void count_header_bytes(std::size_t text_size_bytes, beast::error_code& error) {
    constexpr std::size_t separators_size_bytes = 4;  // ": " and the line's end
    const std::size_t line_size_bytes = text_size_bytes + separators_size_bytes;
    if (line_size_bytes > header_bytes_left_) error = beast::http::error::header_limit;
    header_bytes_left_ -= std::min(line_size_bytes, header_bytes_left_);
  }

  const Limits limits_;
  Message message_;
  std::size_t header_bytes_left_;
  bool has_transfer_encoding_ = false;
  bool expects_continue_ = false;
  std::shared_ptr<BodyReceiver> receiver_;
};

using RequestParser = MessageParser<tombola::http::Request>;
using ResponseParser = MessageParser<tombola::http::Response>;

}  // namespace tombola::http
