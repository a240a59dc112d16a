#include "http/client.h"

#include <cerrno>
#include <optional>
#include <system_error>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "http/file_descriptor.h"
#include "http/limits.h"
#include "http/message_parser.h"

namespace tombola::http {

namespace {

using boost::asio::ip::tcp;
using Deadline = std::chrono::steady_clock::time_point;

bool is_disconnect(int error_number) {
  return error_number == ECONNRESET || error_number == EPIPE || error_number == ECONNABORTED;
}

void append_header(std::string& text, std::string_view name, std::string_view value) {
  text += fmt::format("{}: {}\r\n", name, value);
}

}  // namespace

struct Client::Impl {
  std::string host;
  std::uint16_t port;
  std::chrono::milliseconds timeout;
  FileDescriptor socket;

  Response send(const Request& request);
  // Nothing when the connection was closed before any byte of the answer.
  std::optional<Response> exchange(const std::string& text, bool head_only, Deadline deadline);
  std::string request_text(const Request& request) const;

  void connect(Deadline deadline);
  int try_connect(const tcp::endpoint& endpoint, Deadline deadline);
  bool write(std::string_view text, Deadline deadline);
  std::optional<Response> read_response(bool head_only, Deadline deadline);
  // Appends what has come; 0 at the end of input.
  std::size_t read_some(beast::flat_buffer& buffer, Deadline deadline);
  void wait_for(short events, Deadline deadline);

  ClientError failure(std::string_view why) const {
    return ClientError(fmt::format("{}:{}: {}", host, port, why));
  }
  ClientError failure(int error_number) const {
    return failure(std::generic_category().message(error_number));
  }
};

Response Client::Impl::send(const Request& request) {
  const Deadline deadline = std::chrono::steady_clock::now() + timeout;
  const std::string text = request_text(request);
  const bool head_only = request.method == "HEAD";
  try {
    const bool kept = socket.valid();
    if (!kept) connect(deadline);
    std::optional<Response> response = exchange(text, head_only, deadline);
    if (!response && kept) {
      connect(deadline);
      response = exchange(text, head_only, deadline);
    }
    if (!response) throw failure("the connection was closed without an answer");
    return std::move(*response);
  } catch (...) {
    socket.reset();
    throw;
  }
}

std::string Client::Impl::request_text(const Request& request) const {
  const std::string_view target = request.target.empty() ? "/" : std::string_view(request.target);
  std::string text = fmt::format("{} {} HTTP/{}.{}\r\n", request.method, target,
                                 request.version / 10, request.version % 10);
  if (!has_header(request.headers, "Host")) {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    const std::string host_name = is_ipv6 ? "[" + host + "]" : host;
    append_header(text, "Host", fmt::format("{}:{}", host_name, port));
  }
  for (const Header& header : request.headers) append_header(text, header.name, header.value);

  const bool has_length = has_header(request.headers, "Content-Length") ||
                          has_header(request.headers, "Transfer-Encoding");
  const bool is_bodyless =
      request.body.empty() && (request.method == "GET" || request.method == "HEAD");
  if (!has_length && !is_bodyless)
    append_header(text, "Content-Length", std::to_string(request.body.size()));
  text += "\r\n";
  text += request.body;
  return text;
}

std::optional<Response> Client::Impl::exchange(const std::string& text, bool head_only,
                                               Deadline deadline) {
  // A server may answer before it has read everything (413), so its answer is looked for even when
  // it no longer takes our bytes.
  const bool written = write(text, deadline);
  std::optional<Response> response = read_response(head_only, deadline);
  if (!written) socket.reset();
  return response;
}

void Client::Impl::connect(Deadline deadline) {
  boost::asio::io_context context;
  boost::system::error_code error;
  const auto endpoints = tcp::resolver(context).resolve(host, std::to_string(port), error);
  if (error) throw failure(error.message());

  int error_number = EADDRNOTAVAIL;
  for (const auto& entry : endpoints) {
    error_number = try_connect(entry.endpoint(), deadline);
    if (error_number == 0) return;
  }
  throw failure(error_number);
}

// 0 or errno.
int Client::Impl::try_connect(const tcp::endpoint& endpoint, Deadline deadline) {
  const int family = endpoint.protocol().family();
  socket.reset(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.valid()) return errno;
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);

  if (::connect(socket.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0)
    return 0;
  if (errno != EINPROGRESS) return errno;
  wait_for(POLLOUT, deadline);
  int result = 0;
  socklen_t result_size = sizeof result;
  ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &result, &result_size);
  return result;
}

// False when the server no longer takes anything.
bool Client::Impl::write(std::string_view text, Deadline deadline) {
  while (!text.empty()) {
    const ssize_t written = ::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL);
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      wait_for(POLLOUT, deadline);
    } else if (is_disconnect(errno)) {
      return false;
    } else if (errno != EINTR) {
      throw failure(errno);
    }
  }
  return true;
}

std::optional<Response> Client::Impl::read_response(bool head_only, Deadline deadline) {
  constexpr ResponseParser::Limits parser_limits{limits::client_header_size_bytes_max,
                                                 limits::client_body_size_bytes_max};
  beast::flat_buffer buffer(limits::client_header_size_bytes_max + limits::body_read_size_bytes);
  std::optional<ResponseParser> parser;
  bool got_some = false;
  const auto expect_response = [&] {
    parser.emplace(parser_limits);
    parser->skip(head_only);
  };
  expect_response();

  while (!parser->is_done()) {
    beast::error_code error = beast::http::error::need_more;
    if (buffer.size() >= parser->bytes_wanted()) buffer.consume(parser->put(buffer.cdata(), error));
    if (error && error != beast::http::error::need_more) throw failure(error.message());

    const bool is_interim = parser->is_done() && parser->message().status / 100 == 1;
    if (is_interim) {  // 100 Continue: the answer is still to come
      expect_response();
    } else if (error && read_some(buffer, deadline) > 0) {
      got_some = true;
    } else if (error) {
      socket.reset();
      if (!got_some) return std::nullopt;
      if (parser->got_some()) parser->put_eof(error);
      if (error) throw failure("the connection was closed amid the answer");
    }
  }
  if (!parser->keep_alive() || buffer.size() > 0) socket.reset();
  return std::move(parser->message());
}

std::size_t Client::Impl::read_some(beast::flat_buffer& buffer, Deadline deadline) {
  const auto room =
      buffer.prepare(std::min(limits::body_read_size_bytes, buffer.max_size() - buffer.size()));
  if (room.size() == 0) throw failure("the answer has an endless head or chunk header");
  for (;;) {
    wait_for(POLLIN, deadline);
    const ssize_t size_bytes = ::recv(socket.get(), room.data(), room.size(), 0);
    if (size_bytes >= 0) {
      buffer.commit(static_cast<std::size_t>(size_bytes));
      return static_cast<std::size_t>(size_bytes);
    }
    if (is_disconnect(errno)) return 0;
    if (errno != EAGAIN && errno != EINTR) throw failure(errno);
  }
}

void Client::Impl::wait_for(short events, Deadline deadline) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) throw failure("timed out");
    pollfd waited{socket.get(), events, 0};
    const int ready = ::poll(&waited, 1, static_cast<int>(left.count()));
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) throw failure(errno);
  }
}

Client::Client(std::string host, std::uint16_t port, std::chrono::milliseconds timeout)
    : impl_(std::make_unique<Impl>(Impl{std::move(host), port, timeout, {}})) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Response Client::send(const Request& request) {
  return impl_->send(request);
}

Response Client::post(std::string target, std::vector<Header> headers, std::string body) {
  return send({"POST", std::move(target), 11, std::move(headers), std::move(body), {}});
}

Response Client::get(std::string target) {
  return send({"GET", std::move(target), 11, {}, {}, {}});
}

}  // namespace tombola::http
