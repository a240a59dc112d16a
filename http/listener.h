// Accepts connections and turns them into calls of a Handler. Knows HTTP, nothing of AWS.
//
// HTTP/1.0 and 1.1: keep-alive, pipelining (answers in order), chunked bodies, Expect:
// 100-continue. A body over the limit is answered 413 and the connection closed, without reading it
// when its length is told; a head over its limit 431, a request that is not HTTP 400, one that does
// not arrive in time 408. Idle and slow connections are closed by one coarse timer.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "http/event_loop.h"
#include "http/message.h"
#include "http/streamed_body.h"

namespace tombola::http {

// Answers one request. Call it once, from any thread, now or later; a second call does nothing.
// Destroyed uncalled, it answers 500. It may outlive its connection, the listener and the loop, and
// then does nothing.
//
// An answer whose body is a stream goes on as parts of it are written. Called within handle() the
// answer is written by the socket thread as soon as handle() returns,
// called later it is written by the calling thread, without waiting; what the connection does not
// take at once follows on the socket thread.
class Responder {
 public:
  class Sink {
   public:
    virtual ~Sink() = default;
    virtual void send(Response response) = 0;
  };
  explicit Responder(std::shared_ptr<Sink> sink) : sink_(std::move(sink)) {}
  Responder(Responder&&) = default;
  Responder& operator=(Responder&& other);
  ~Responder();

  void operator()(Response response);

 private:
  std::shared_ptr<Sink> sink_;
};

class Handler {
 public:
  virtual ~Handler() = default;
  // On a socket thread: answer at once or hand the responder on, never wait here. With several
  // socket threads, several at a time.
  virtual void handle(Request request, Responder respond) = 0;
};

struct ListenerOptions {
  // Addresses to listen on. Every one gets the same port. An address that the machine does not have
  // (::1 without IPv6) is skipped as long as one remains.
  std::vector<std::string> addresses = {"127.0.0.1", "::1"};
  std::uint16_t port = 0;  // 0: any free port, the same on every address
  BodyLimit body;
  // The limit of a request, by its head. Asked when its body is longer than `body` allows, or of
  // unknown length. On a socket thread. Empty: `body` for all.
  std::function<BodyLimit(const Request& head)> body_limit_of;
  // Who takes the body of a request part by part, by its head; null, or empty: nobody, it is handed
  // over whole. Such a body has no bound, neither of bytes nor of time, and handle() comes after it,
  // without a body. On a socket thread.
  std::function<std::shared_ptr<BodyReceiver>(const Request& head)> body_receiver_of;
  std::size_t header_size_bytes_max = 65'536;
  // One over it is accepted and closed at once.
  std::size_t connections_max = 10'000;
  // Between requests; and for a whole request once its first byte came, as for a client that does
  // not take its answer. Zero: never. Exact to a quarter of the shorter one or to two seconds.
  std::chrono::milliseconds idle_timeout = std::chrono::seconds(300);
  std::chrono::milliseconds read_timeout = std::chrono::seconds(30);
  Response bad_request{400, {}, ""};
};

// "127.0.0.1:8000: Address already in use" and the like; the text names address and port.
class ListenError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  bool in_use = false;
};

class Listener {
 public:
  // Binds and listens (throws ListenError), does not accept before start(). Loop and handler must
  // outlive the listener.
  Listener(EventLoop& loop, Handler& handler, ListenerOptions options);
  // Closes the sockets and every connection. No call of the handler is under way afterwards, except
  // the one that this is called from.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void start();
  // Stops accepting, lets requests under way be answered up to `grace`, then closes. Waits for
  // that, unless called on a thread of the loop, which those answers may need: there it closes at
  // once.
  void stop(std::chrono::milliseconds grace);

  std::uint16_t port() const;
  std::vector<std::string> addresses() const;  // those really listened on

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tombola::http
