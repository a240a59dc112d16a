#include "http/session.h"

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include "http/response_head.h"

namespace tombola::http {

namespace asio = boost::asio;
using boost::system::error_code;

Session::Session(SessionHost& host, Socket socket, std::string remote_address)
    : host_(host),
      remote_address_(std::move(remote_address)),
      socket_(std::move(socket)),
      buffer_(host.options().header_size_bytes_max + limits::body_read_size_bytes) {
  expect_next_request();
}

void Session::start() {
  const Lock lock(mutex_);
  if (socket_) read();
}

// Takes what is buffered as far as it goes.
void Session::advance(Lock& lock) {
  for (int turn = 0; turn < limits::requests_per_turn_max; ++turn) {
    const Parsed parsed = parse();
    if (parsed == Parsed::Partly) {
      if (parser_->expects_continue() && parser_->is_header_done() && !continue_sent_) {
        continue_sent_ = true;
        if (!write("HTTP/1.1 100 Continue\r\n\r\n", {})) return;
      }
      return read();
    }
    if (parsed == Parsed::Wholly) hand_over(lock);
    if (!socket_ || !answer_) return;  // closed meanwhile; or send() goes on from here
    if (!write_answer()) return;
  }
  advance_later();  // a long pipeline: the others on this thread have their turn
}

void Session::advance_later() {
  asio::post(socket_->get_executor(), [self = shared_from_this()] {
    Lock lock(self->mutex_);
    if (self->socket_) self->advance(lock);
  });
}

// NotAtAll leaves the refusal in answer_.
Session::Parsed Session::parse() {
  const auto starts_with_line_end = [this] {
    const char first = *static_cast<const char*>(buffer_.cdata().data());
    return first == '\r' || first == '\n';
  };
  // Some old clients end a body with a line that its length does not count (RFC 9112, 2.2).
  while (!parser_->got_some() && buffer_.size() > 0 && starts_with_line_end()) buffer_.consume(1);

  while (!parser_->is_done()) {
    if (buffer_.size() < parser_->bytes_wanted()) return Parsed::Partly;
    error_code error;
    buffer_.consume(parser_->put(buffer_.cdata(), error));
    if (error == beast::http::error::need_more) return Parsed::Partly;
    if (!error) continue;

    if (error == beast::http::error::body_limit) {
      refuse(body_too_large());
    } else if (error == beast::http::error::header_limit) {
      refuse({431, {}, {}});
    } else {
      refuse(host_.options().bad_request);
    }
    return Parsed::NotAtAll;
  }
  return Parsed::Wholly;
}

Response Session::body_too_large() {
  const ListenerOptions& options = host_.options();
  return options.body_limit_of ? options.body_limit_of(parser_->message()).too_large
                               : options.body.too_large;
}

void Session::hand_over(Lock& lock) {
  Request request = std::move(parser_->message());
  request.remote_address = remote_address_;
  wants_head_only_ = request.method == "HEAD";
  keep_alive_ = parser_->keep_alive();
  understands_chunks_ = request.version >= 11;
  state_ = State::Handling;
  set_deadline(std::chrono::milliseconds::zero());

  handler_thread_ = std::this_thread::get_id();
  lock.unlock();
  try {
    host_.handler().handle(std::move(request), Responder(shared_from_this()));
  } catch (...) {
    // The Responder, destroyed on the way, has answered 500. One bad request must not end the rest.
  }
  lock.lock();
  handler_thread_ = {};
  handler_returned_.notify_all();
}

void Session::send(Response response) {
  const Lock lock(mutex_);
  if (!socket_) {
    if (response.stream) response.stream->abandon();
    return;
  }
  answer_ = std::move(response);
  // While handle() still runs its thread goes on with the answer afterwards.
  if (handler_thread_ != std::thread::id{} || !write_answer()) return;
  // The next request is for a socket thread to handle, not for the caller's.
  buffer_.size() == 0 ? read() : advance_later();
}

// As write().
bool Session::write_answer() {
  Response response = std::move(*answer_);
  answer_.reset();
  if (host_.stopping() || equals_ignoring_case(response.header("Connection"), "close")) {
    keep_alive_ = false;
  }
  BodyEnd end = BodyEnd::ByLength;
  if (response.stream) {
    end = understands_chunks_ ? BodyEnd::Chunked : BodyEnd::ByClose;
    if (end == BodyEnd::ByClose) keep_alive_ = false;
  }
  close_when_written_ = !keep_alive_;
  const bool has_body = !wants_head_only_ && status_has_body(response.status);
  std::string head = response_head(response, keep_alive_, end);
  if (response.stream && has_body) {
    stream_ = std::move(response.stream);
    stream_->on_change([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->stream_on();
    });
  } else if (response.stream) {
    response.stream->abandon();
  }
  expect_next_request();
  return write(std::move(head), has_body ? std::move(response.body) : std::string());
}

// True when all is written and the connection goes on.
bool Session::write(std::string head, std::string body) {
  out_head_ = std::move(head);
  out_body_ = std::move(body);
  written_size_bytes_ = 0;
  return write_on();
}

bool Session::write_on() {
  if (!write_out()) return false;
  while (stream_) {
    if (!take_part() || !write_out()) return false;
  }
  if (close_when_written_) {
    linger();
    return false;
  }
  state_ = State::Reading;
  return true;
}

// Makes the next part of a streamed body what is to be written. False: it is not there yet, or never
// will be.
bool Session::take_part() {
  BodyStream::Taken taken = stream_->take();
  written_size_bytes_ = 0;
  out_head_.clear();
  if (!taken.bytes.empty()) {
    if (understands_chunks_) {
      out_head_ = fmt::format("{:x}\r\n", taken.bytes.size());
      taken.bytes += "\r\n";
    }
    out_body_ = std::move(taken.bytes);
    return true;
  }
  switch (taken.state) {
    case BodyStream::State::Open:
      state_ = State::Streaming;
      set_deadline(std::chrono::milliseconds::zero());
      return false;
    case BodyStream::State::Failed:
      close();
      return false;
    case BodyStream::State::Ended:
      break;
  }
  stream_.reset();
  if (understands_chunks_) out_head_ = "0\r\n\r\n";
  return true;
}

// There is more of the body, on the thread of whoever wrote it.
void Session::stream_on() {
  const Lock lock(mutex_);
  if (!socket_ || state_ != State::Streaming || !write_on()) return;
  buffer_.size() == 0 ? read() : advance_later();
}

// True when all that is there is written.
bool Session::write_out() {
  const std::size_t size_bytes = out_head_.size() + out_body_.size();
  while (written_size_bytes_ < size_bytes) {
    const std::size_t head_written = std::min(written_size_bytes_, out_head_.size());
    const std::array rest{
        asio::buffer(out_head_) + head_written,
        asio::buffer(out_body_) + (written_size_bytes_ - head_written),
    };
    error_code error;
    written_size_bytes_ += socket_->write_some(rest, error);
    if (error == asio::error::would_block) {
      write_when_possible();
      return false;
    }
    if (error) {  // the client is gone
      close();
      return false;
    }
  }
  out_body_ = {};
  return true;
}

void Session::write_when_possible() {
  state_ = State::Writing;
  set_deadline(host_.options().read_timeout);
  socket_->async_wait(Socket::wait_write, [self = shared_from_this()](error_code error) {
    Lock lock(self->mutex_);
    if (!self->socket_) return;
    if (error) return self->close();
    if (self->write_on()) self->advance(lock);
  });
}

void Session::read() {
  const bool between_requests = !parser_->got_some();
  if (between_requests && host_.stopping()) return close();
  if (between_requests) {
    set_deadline(host_.options().idle_timeout);
  } else if (parser_->streams_body()) {
    set_deadline(std::chrono::milliseconds::zero());
  } else if (!has_request_deadline_) {
    // Once per request: a client that trickles must not prolong it with every byte.
    set_deadline(host_.options().read_timeout);
    has_request_deadline_ = true;
  }

  const bool in_body = !between_requests && parser_->is_header_done();
  const std::size_t wanted = in_body ? limits::body_read_size_bytes : limits::head_read_size_bytes;
  const std::size_t room = buffer_.max_size() - buffer_.size();
  if (room == 0) {  // what the parser cannot use yet fills it: an endless chunk header or trailer
    refuse(host_.options().bad_request);
    write_answer();
    return;
  }
  socket_->async_read_some(buffer_.prepare(std::min(wanted, room)),
                           [self = shared_from_this()](error_code error, std::size_t size_bytes) {
                             self->on_read(error, size_bytes);
                           });
}

void Session::on_read(error_code error, std::size_t size_bytes) {
  Lock lock(mutex_);
  if (!socket_) return;
  if (state_ == State::Lingering) {
    lingered_size_bytes_ += size_bytes;
    return error ? close() : linger_on();
  }
  if (error == asio::error::eof) return on_end_of_input();
  if (error) return close();
  buffer_.commit(size_bytes);
  advance(lock);
}

// Whoever closes amid a request may still listen (a half-closed connection), and hears why.
void Session::on_end_of_input() {
  if (!parser_->got_some()) return close();
  refuse(host_.options().bad_request);
  write_answer();
}

// Closing at once would throw away the answer if the client is still sending: its bytes, arriving
// at a closed socket, are answered by a reset. So: no more from us, and wait for its end.
void Session::linger() {
  if (host_.stopping()) return close();
  error_code ignored;
  socket_->shutdown(Socket::shutdown_send, ignored);
  state_ = State::Lingering;
  set_deadline(limits::linger_time);
  linger_on();
}

void Session::linger_on() {
  if (lingered_size_bytes_ > limits::linger_size_bytes_max) return close();
  buffer_.consume(buffer_.size());
  socket_->async_read_some(buffer_.prepare(limits::body_read_size_bytes),
                           [self = shared_from_this()](error_code error, std::size_t size_bytes) {
                             self->on_read(error, size_bytes);
                           });
}

bool Session::is_due(std::int64_t tick) const {
  const std::int64_t deadline = deadline_tick_.load(std::memory_order_relaxed);
  return deadline != 0 && tick >= deadline;
}

void Session::time_out(std::int64_t tick) {
  const Lock lock(mutex_);
  if (!socket_ || !is_due(tick)) return;
  if (state_ == State::Reading && parser_->got_some()) {
    // Tells why, if the client takes it at once; a client that is late gets no more than that.
    error_code ignored;
    socket_->write_some(asio::buffer(response_head({408, {}, {}}, false)), ignored);
  }
  close();
}

void Session::finish() {
  const Lock lock(mutex_);
  const bool between_requests =
      state_ == State::Reading && !parser_->got_some() && buffer_.size() == 0;
  if (between_requests || state_ == State::Lingering) close();
}

void Session::close_and_wait() {
  Lock lock(mutex_);
  close();
  handler_returned_.wait(lock, [this] {
    return handler_thread_ == std::thread::id{} || handler_thread_ == std::this_thread::get_id();
  });
}

// Operations under way end with an error, which finds no socket and does nothing.
void Session::close() {
  if (!socket_) return;
  set_deadline(std::chrono::milliseconds::zero());
  socket_.reset();
  parser_->cut_off();
  if (stream_) std::exchange(stream_, nullptr)->abandon();
  host_.on_closed(*this);
}

void Session::expect_next_request() {
  const ListenerOptions& options = host_.options();
  parser_.emplace(RequestParser::Limits{options.header_size_bytes_max, options.body.size_bytes_max,
                                        &options.body_limit_of, &options.body_receiver_of});
  has_request_deadline_ = false;
  continue_sent_ = false;
}

void Session::refuse(Response response) {
  parser_->cut_off();
  wants_head_only_ = parser_->message().method == "HEAD";
  keep_alive_ = false;
  answer_ = std::move(response);
}

void Session::set_deadline(std::chrono::milliseconds timeout) {
  deadline_tick_.store(host_.deadline_after(timeout), std::memory_order_relaxed);
}

}  // namespace tombola::http
