#include "tests/http/raw_connection.h"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <boost/asio/ip/tcp.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

namespace tombola::http {

namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

RawConnection::RawConnection(std::uint16_t port, const std::string& address) {
  const boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::make_address(address), port);
  socket_.reset(::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket_.valid()) fail("socket");
  const timeval patience{30, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const int on = 1;  // every send() is a packet
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0) {
    fail("connect");
  }
}

RawConnection& RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) fail("send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return *this;
}

void RawConnection::try_send(std::string_view bytes) {
  try {
    send(bytes);
  } catch (const std::system_error& error) {
    if (error.code().value() != EPIPE && error.code().value() != ECONNRESET) throw;
  }
}

void RawConnection::end_output() {
  ::shutdown(socket_.get(), SHUT_WR);
}

RawResponse RawConnection::read_response(bool head_only) {
  std::size_t head_end;
  while ((head_end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more()) throw std::runtime_error("closed before an answer: " + received_);
  }
  RawResponse response{received_.substr(0, head_end + 4), {}};
  received_.erase(0, head_end + 4);

  constexpr std::string_view name = "Content-Length: ";
  const std::size_t length_at = response.head.find(name);
  if (head_only || length_at == std::string::npos) return response;
  const std::size_t length = std::stoul(response.head.substr(length_at + name.size()));
  while (received_.size() < length) {
    if (!read_more()) throw std::runtime_error("closed amid a body");
  }
  response.body = received_.substr(0, length);
  received_.erase(0, length);
  return response;
}

std::string RawConnection::read_until(std::string_view end) {
  std::size_t found;
  while ((found = received_.find(end)) == std::string::npos) {
    if (!read_more()) throw std::runtime_error("closed after: " + received_);
  }
  std::string text = received_.substr(0, found + end.size());
  received_.erase(0, text.size());
  return text;
}

std::string RawConnection::read_to_end() {
  while (read_more()) {
  }
  return std::exchange(received_, {});
}

bool RawConnection::hears_within(int milliseconds) {
  pollfd waited{socket_.get(), POLLIN, 0};
  return ::poll(&waited, 1, milliseconds) > 0;
}

bool RawConnection::read_more() {
  std::array<char, 65'536> bytes;
  const ssize_t size = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
  if (size < 0 && errno != ECONNRESET) fail("recv");
  if (size <= 0) return false;
  received_.append(bytes.data(), static_cast<std::size_t>(size));
  return true;
}

}  // namespace tombola::http
