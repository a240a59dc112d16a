// A socket and nothing more, to send what no HTTP client would. Blocking; whatever takes longer
// than 30 seconds throws.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/file_descriptor.h"

namespace tombola::http {

struct RawResponse {
  std::string head;  // status line and headers, with their line ends
  std::string body;

  // "HTTP/1.1 200 OK"
  std::string status_line() const { return head.substr(0, head.find("\r\n")); }
};

class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port, const std::string& address = "127.0.0.1");

  RawConnection& send(std::string_view bytes);
  // As send(), but the server may have closed meanwhile.
  void try_send(std::string_view bytes);
  // The server sees the end of input, its answer still comes.
  void end_output();
  // One answer; the body by its Content-Length, none after `head_only`.
  RawResponse read_response(bool head_only = false);
  // What comes up to and with `end`.
  std::string read_until(std::string_view end);
  // Everything until the server closes. A reset counts as a close.
  std::string read_to_end();
  // Whether the server sends or closes within `milliseconds`.
  bool hears_within(int milliseconds);
  void close() { socket_.reset(); }

 private:
  bool read_more();

  FileDescriptor socket_;
  std::string received_;
};

}  // namespace tombola::http
