#include "bench/load.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "bench/histogram.h"
#include "http/message.h"

namespace tombola::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view length_field = "Content-Length:";

// What all connections add to.
struct Tally {
  Clock::time_point end;
  Histogram latencies;
  std::uint64_t errors = 0;
  std::string first_error;
};

// Of a head up to and without its empty line; 0 when it does not say.
std::size_t content_length(std::string_view head) {
  std::size_t length = 0;
  for (std::size_t line = head.find("\r\n"); line != std::string_view::npos;
       line = head.find("\r\n", line + 2)) {
    std::string_view field = head.substr(line + 2);
    if (http::equals_ignoring_case(field.substr(0, length_field.size()), length_field)) {
      field.remove_prefix(length_field.size());
      field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
      std::from_chars(field.data(), field.data() + field.size(), length);
      break;
    }
  }
  return length;
}

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::io_context& io, const LoadOptions& options, Tally& tally)
      : socket_(io), options_(options), tally_(tally) {
    socket_.connect({asio::ip::address_v4::loopback(), options.port});
    socket_.set_option(tcp::no_delay(true));
  }

  void send() {
    if (Clock::now() >= tally_.end) {
      return;
    }
    request_ = options_.next_request();
    if (request_.empty()) {
      return;
    }
    started_ = Clock::now();
    asio::async_write(socket_, asio::buffer(request_),
                      [self = shared_from_this()](auto error, std::size_t) {
                        self->require(error);
                        self->answer_.clear();
                        self->receive();
                      });
  }

 private:
  void receive() {
    socket_.async_read_some(asio::buffer(chunk_),
                            [self = shared_from_this()](auto error, std::size_t size) {
                              self->require(error);
                              self->answer_.append(self->chunk_.data(), size);
                              self->is_complete() ? self->finish() : self->receive();
                            });
  }

  bool is_complete() const {
    const std::size_t head = answer_.find(head_end);
    return head != std::string::npos &&
           answer_.size() >=
               head + head_end.size() + content_length(std::string_view(answer_).substr(0, head));
  }

  void finish() {
    tally_.latencies.add(static_cast<std::uint64_t>((Clock::now() - started_).count()));
    if (!answer_.starts_with("HTTP/1.1 200") && tally_.errors++ == 0) {
      tally_.first_error = answer_.substr(answer_.find(head_end) + head_end.size());
    }
    send();
  }

  static void require(boost::system::error_code error) {
    if (error) {
      throw std::runtime_error("the server closed a connection: " + error.message());
    }
  }

  tcp::socket socket_;
  const LoadOptions& options_;
  Tally& tally_;
  std::string request_;
  std::string answer_;
  std::array<char, 65536> chunk_;
  Clock::time_point started_;
};

}  // namespace

LoadResult run_load(const LoadOptions& options) {
  asio::io_context io(1);
  Tally tally;
  const auto start = Clock::now();
  tally.end = start + options.duration;
  std::vector<std::shared_ptr<Connection>> connections;
  for (int i = 0; i < options.connections; ++i) {
    connections.push_back(std::make_shared<Connection>(io, options, tally));
  }
  for (const auto& connection : connections) {
    connection->send();
  }
  io.run();
  const std::chrono::duration<double> taken = Clock::now() - start;
  return {static_cast<double>(tally.latencies.count()) / taken.count(),
          tally.latencies.percentile_us(0.50),
          tally.latencies.percentile_us(0.99),
          tally.latencies.count(),
          tally.errors,
          tally.first_error};
}

std::string api_request(const std::string& target, const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
         "X-Amz-Target: " +
         target +
         "\r\nX-Amz-Date: 20260102T030405Z\r\nAuthorization: AWS4-HMAC-SHA256 "
         "Credential=bench/20260102/us-east-1/dynamodb/aws4_request, "
         "SignedHeaders=host;x-amz-date;x-amz-target, Signature=" +
         std::string(64, '0') + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

double percentile(std::vector<double> samples, double share) {
  if (samples.empty()) {
    return 0;
  }
  const auto at = static_cast<std::size_t>(share * static_cast<double>(samples.size() - 1));
  std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(at),
                   samples.end());
  return samples[at];
}

}  // namespace tombola::bench
