// A small HTTP/1.1 client: one connection, kept alive, one request at a time, blocking. For tests,
// the benchmark's load and command-line calls; not for use on a socket thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "http/message.h"

namespace tombola::http {

class ClientError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Client {
 public:
  Client(std::string host, std::uint16_t port,
         std::chrono::milliseconds timeout = std::chrono::seconds(30));
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  // Adds Host and Content-Length; connects when needed and once again when a kept connection turns
  // out to be closed. Throws ClientError.
  Response send(const Request& request);
  Response post(std::string target, std::vector<Header> headers, std::string body);
  Response get(std::string target);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tombola::http
