// One connection, from accept to close. Internal to http/.
//
// A few callbacks around one loop: parse what is buffered, hand the request over, write the answer,
// and again; read when the buffer has no whole request. The next request is parsed only after the
// answer to the last is written, which keeps pipelined answers in order and what a client may send
// ahead within one read.
//
// Threads: everything happens under the session's mutex, except the handler's call. So an answer
// may be written by whoever has it, and closing takes effect at once, from any thread. The socket
// is gone with the close: a Responder that keeps the session alive keeps nothing of the io_context
// alive.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "http/listener.h"
#include "http/message_parser.h"

namespace tombola::http {

// With the io_context's own executor: Asio's default is one of any kind, called through pointers.
using Socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

class Session;

// What a session needs of its listener. Used by open sessions only.
class SessionHost {
 public:
  virtual ~SessionHost() = default;
  virtual Handler& handler() = 0;
  virtual const ListenerOptions& options() const = 0;
  virtual bool stopping() const = 0;
  // The tick after which `timeout` has passed; 0, never, for a timeout of zero.
  virtual std::int64_t deadline_after(std::chrono::milliseconds timeout) const = 0;
  // The session has closed. Called once, under its mutex.
  virtual void on_closed(Session& session) = 0;
};

class Session final : public Responder::Sink, public std::enable_shared_from_this<Session> {
 public:
  Session(SessionHost& host, Socket socket, std::string remote_address);

  // Reads the first request.
  void start();
  // The answer to the request that was handed over.
  void send(Response response) override;

  bool is_due(std::int64_t tick) const;
  // Closes unless the session has gone on in the meantime.
  void time_out(std::int64_t tick);
  // The listener is stopping: closes unless a request is under way, which is the last then.
  void finish();
  // Closes. On return the handler is not running for this session, unless on this very thread.
  void close_and_wait();

 private:
  using Lock = std::unique_lock<std::mutex>;
  // Streaming: all is written of a body whose next part is to come.
  enum class State { Reading, Handling, Writing, Streaming, Lingering };
  enum class Parsed { Wholly, Partly, NotAtAll };

  void advance(Lock& lock);
  void advance_later();
  Parsed parse();
  Response body_too_large();
  void hand_over(Lock& lock);
  bool write_answer();
  bool write(std::string head, std::string body);
  bool write_on();
  bool write_out();
  bool take_part();
  void stream_on();
  void write_when_possible();
  void read();
  void on_read(boost::system::error_code error, std::size_t size_bytes);
  void on_end_of_input();
  void linger();
  void linger_on();
  void close();
  void expect_next_request();
  void refuse(Response response);
  void set_deadline(std::chrono::milliseconds timeout);

  SessionHost& host_;
  const std::string remote_address_;
  std::atomic<std::int64_t> deadline_tick_{0};  // 0: none

  std::mutex mutex_;
  std::optional<Socket> socket_;  // none once closed
  State state_ = State::Reading;

  // Reading
  boost::beast::flat_buffer buffer_;
  std::optional<RequestParser> parser_;
  bool has_request_deadline_ = false;
  bool continue_sent_ = false;

  // Handling
  std::thread::id handler_thread_;  // none: not inside handle()
  std::condition_variable handler_returned_;
  bool wants_head_only_ = false;
  bool keep_alive_ = false;
  bool understands_chunks_ = true;
  std::optional<Response> answer_;

  // Writing
  std::string out_head_;
  std::string out_body_;
  std::size_t written_size_bytes_ = 0;
  std::shared_ptr<BodyStream> stream_;  // what the rest of the body comes from
  bool close_when_written_ = false;

  std::size_t lingered_size_bytes_ = 0;
};

}  // namespace tombola::http
