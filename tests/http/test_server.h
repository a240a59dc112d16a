// A listener on a free loopback port whose handler is a lambda.
#pragma once

#include <functional>
#include <string>

#include "http/listener.h"

namespace tombola::http {

using Handle = std::function<void(Request, Responder)>;

class TestServer {
 public:
  explicit TestServer(Handle handle, ListenerOptions options = loopback(), int threads = 1)
      : loop("test", threads), handler_(std::move(handle)), listener(loop, handler_, options) {
    listener.start();
  }

  static ListenerOptions loopback() {
    ListenerOptions options;
    options.addresses = {"127.0.0.1"};
    return options;
  }

 private:
  class FunctionHandler : public Handler {
   public:
    explicit FunctionHandler(Handle handle) : handle_(std::move(handle)) {}
    void handle(Request request, Responder respond) override {
      handle_(std::move(request), std::move(respond));
    }

   private:
    Handle handle_;
  };

 public:
  EventLoop loop;

 private:
  FunctionHandler handler_;

 public:
  Listener listener;
};

// Says what it got: "POST /a HTTP/11 [body]".
inline void describe(Request request, Responder respond) {
  respond({200,
           {{"Content-Type", "text/plain"}},
           request.method + " " + request.target + " HTTP/" + std::to_string(request.version) +
               " [" + request.body + "]"});
}

}  // namespace tombola::http
