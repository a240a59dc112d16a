// Opens listening sockets on several addresses and one port. Internal to http/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "http/file_descriptor.h"

namespace tombola::http {

struct ListeningSocket {
  FileDescriptor descriptor;  // close-on-exec, non-blocking
  boost::asio::ip::tcp::endpoint endpoint;
};

// An address is numeric or a name ("localhost" may stand for two). One that the machine does not
// have is left out as long as another remains. Port 0: any port that is free on all of them.
// Throws ListenError.
std::vector<ListeningSocket> open_listening_sockets(const std::vector<std::string>& addresses,
                                                    std::uint16_t port);

}  // namespace tombola::http
