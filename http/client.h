// A small HTTP/1.1 client: one connection, kept alive, one request at a time, blocking. For tests,
// the benchmark's load and command-line calls; not for use on a socket thread, nor by two threads
// at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "http/message.h"

namespace tombola::http {

// "127.0.0.1:8000: Connection refused"; also for a timeout and an answer that is not HTTP.
class ClientError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Client {
 public:
  // `timeout` is for one whole request: connecting, sending, the answer.
  Client(std::string host, std::uint16_t port,
         std::chrono::milliseconds timeout = std::chrono::seconds(30));
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  // Adds Host and Content-Length unless given; connects when needed, and once again when a kept
  // connection turns out to be closed before any byte of the answer. The body comes dechunked.
  // Throws ClientError, and connects anew the next time.
  Response send(const Request& request);
  Response post(std::string target, std::vector<Header> headers, std::string body);
  Response get(std::string target);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tombola::http
