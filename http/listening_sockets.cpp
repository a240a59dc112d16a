#include "http/listening_sockets.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "http/limits.h"
#include "http/listener.h"

namespace tombola::http {

namespace {

using boost::asio::ip::tcp;

ListenError listen_error(const tcp::endpoint& endpoint, int error_number) {
  const std::string address = endpoint.address().to_string();
  const std::string host = endpoint.address().is_v6() ? "[" + address + "]" : address;
  ListenError error(fmt::format("{}:{}: {}", host, endpoint.port(),
                                std::generic_category().message(error_number)));
  error.in_use = error_number == EADDRINUSE;
  return error;
}

std::vector<tcp::endpoint> resolve(const std::vector<std::string>& addresses) {
  std::vector<tcp::endpoint> endpoints;
  boost::asio::io_context context;
  tcp::resolver resolver(context);
  for (const std::string& address : addresses) {
    // The resolver would take it for every address of the machine.
    if (address.empty()) throw ListenError("an address to listen on is empty");
    boost::system::error_code error;
    const auto found = resolver.resolve(address, "0", tcp::resolver::passive, error);
    if (error) throw ListenError(fmt::format("{}: {}", address, error.message()));
    for (const auto& entry : found) {
      const tcp::endpoint endpoint = entry.endpoint();
      if (std::find(endpoints.begin(), endpoints.end(), endpoint) == endpoints.end()) {
        endpoints.push_back(endpoint);
      }
    }
  }
  return endpoints;
}

// The socket, or errno.
struct Opened {
  FileDescriptor descriptor;
  int error_number = 0;
};

Opened open_socket(const tcp::endpoint& endpoint) {
  const int family = endpoint.protocol().family();
  FileDescriptor descriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!descriptor.valid()) return {{}, errno};

  const int on = 1;
  // Lets a server start again while connections of the last one are still dying.
  ::setsockopt(descriptor.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // "::" is IPv6 alone, so that it can stand beside "0.0.0.0".
  if (family == AF_INET6) ::setsockopt(descriptor.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);

  if (::bind(descriptor.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0 ||
      ::listen(descriptor.get(), limits::backlog_connections) != 0) {
    return {{}, errno};
  }
  return {std::move(descriptor), 0};
}

std::uint16_t bound_port(const FileDescriptor& descriptor) {
  tcp::endpoint endpoint;
  auto size = static_cast<socklen_t>(endpoint.capacity());
  ::getsockname(descriptor.get(), endpoint.data(), &size);
  endpoint.resize(size);
  return endpoint.port();
}

bool is_missing_on_this_machine(int error_number) {
  return error_number == EADDRNOTAVAIL || error_number == EAFNOSUPPORT;
}

// Empty when `may_move` and the port that the first address got is taken on another.
std::vector<ListeningSocket> open_all(std::vector<tcp::endpoint> endpoints, std::uint16_t port,
                                      bool may_move) {
  std::vector<ListeningSocket> sockets;
  std::optional<ListenError> missing;
  for (tcp::endpoint& endpoint : endpoints) {
    endpoint.port(port);
    Opened opened = open_socket(endpoint);
    if (opened.descriptor.valid()) {
      port = bound_port(opened.descriptor);
      endpoint.port(port);
      sockets.push_back({std::move(opened.descriptor), endpoint});
    } else if (is_missing_on_this_machine(opened.error_number)) {
      missing = listen_error(endpoint, opened.error_number);
    } else if (may_move && !sockets.empty() && opened.error_number == EADDRINUSE) {
      return {};
    } else {
      throw listen_error(endpoint, opened.error_number);
    }
  }
  if (!sockets.empty()) return sockets;
  if (missing) throw *missing;
  throw ListenError("no address to listen on");
}

}  // namespace

std::vector<ListeningSocket> open_listening_sockets(const std::vector<std::string>& addresses,
                                                    std::uint16_t port) {
  const std::vector<tcp::endpoint> endpoints = resolve(addresses);
  for (int attempt = 1; port == 0 && attempt < limits::free_port_attempts_max; ++attempt) {
    std::vector<ListeningSocket> sockets = open_all(endpoints, port, true);
    if (!sockets.empty()) return sockets;
  }
  return open_all(endpoints, port, false);
}

}  // namespace tombola::http
