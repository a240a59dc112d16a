// tombola_limit DIRECTORY PORT [CACHE_MB [fsync]]: the limit that Tombola is measured against. Beast
// reads the request, simdjson its body, RocksDB the data; the answer carries the checksum that SDKs
// ask for, and waits for the disk if asked. One handler for each connection, two threads, no timers,
// no checks.
#include <array>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "bench/limit/limit_store.h"
#include "bench/limit/limit_sync.h"
#include "http/compression.h"

namespace tombola::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t default_cache_mb = 32;

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, LimitStore& store, std::optional<LimitSync>& sync)
      : socket_(std::move(socket)), store_(store), sync_(sync) {
    socket_.set_option(tcp::no_delay(true));
  }

  void read() {
    parser_.emplace();
    beast::http::async_read(socket_, buffer_, *parser_,
                            [self = shared_from_this()](error_code error, std::size_t) {
                              if (!error) {
                                self->answer();
                              }
                            });
  }

 private:
  void answer() {
    const auto& request = parser_->get();
    const auto body = store_.answer(std::string_view(request["X-Amz-Target"]), request.body());
    body_ = body.value_or("{}");
    head_ = body ? "HTTP/1.1 200 OK" : "HTTP/1.1 400 Bad Request";
    head_ +=
        "\r\nx-amzn-RequestId: 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123"
        "\r\nContent-Type: application/x-amz-json-1.0\r\nx-amz-crc32: ";
    head_ += std::to_string(http::crc32(body_)) +
             "\r\nContent-Length: " + std::to_string(body_.size()) +
             "\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n";
    if (sync_) {
      sync_->when_synced([self = shared_from_this()] { self->write(); });
    } else {
      write();
    }
  }

  void write() {
    const std::array<asio::const_buffer, 2> all = {asio::buffer(head_), asio::buffer(body_)};
    asio::async_write(socket_, all, [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) {
        self->read();
      }
    });
  }

  tcp::socket socket_;
  LimitStore& store_;
  std::optional<LimitSync>& sync_;  // none: answers do not wait for the disk
  beast::flat_buffer buffer_;
  std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
  std::string head_;
  std::string body_;
};

void accept(tcp::acceptor& acceptor, LimitStore& store, std::optional<LimitSync>& sync) {
  acceptor.async_accept([&](error_code error, tcp::socket socket) {
    if (!error) {
      std::make_shared<Connection>(std::move(socket), store, sync)->read();
    }
    accept(acceptor, store, sync);
  });
}

void serve(const std::string& directory, std::uint16_t port, std::size_t cache_mb, bool fsync) {
  LimitStore store(directory, cache_mb);
  std::optional<LimitSync> sync;
  if (fsync) {
    sync.emplace(store);
  }
  asio::io_context io(2);
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), port});
  accept(acceptor, store, sync);
  std::thread second([&] { io.run(); });
  io.run();
  second.join();
}

}  // namespace
}  // namespace tombola::bench

int main(int argc, char** argv) {
  const bool fsync = argc == 5 && argv[4] == std::string_view("fsync");
  if (argc < 3 || argc > 5 || (argc == 5 && !fsync)) {
    std::cerr << "usage: tombola_limit DIRECTORY PORT [CACHE_MB [fsync]]\n";
    return 2;
  }
  try {
    tombola::bench::serve(argv[1], static_cast<std::uint16_t>(std::stoi(argv[2])),
                          argc > 3 ? std::stoul(argv[3]) : tombola::bench::default_cache_mb, fsync);
  } catch (const std::exception& error) {
    std::cerr << "tombola_limit: " << error.what() << "\n";
    return 1;
  }
}
