#include "http/fetch.h"

#include <algorithm>
#include <cctype>
#include <memory>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <fcntl.h>

#include "http/limits.h"

namespace tombola::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using beast::error_code;

// One exchange; it lives as long as something of it is under way.
class Fetch : public std::enable_shared_from_this<Fetch> {
 public:
  Fetch(asio::io_context& context, FetchRequest request, std::function<void(FetchOutcome)> done)
      : wanted_(std::move(request)),
        done_(std::move(done)),
        tls_(asio::ssl::context::tls_client),
        resolver_(asio::make_strand(context)),
        stream_(resolver_.get_executor(), tls_) {
    parser_.body_limit(limits::fetched_body_size_bytes_max);
  }

  void start() {
    prepare_request();
    // The time is the whole exchange's: it is set once.
    lowest().expires_after(wanted_.timeout);
    resolver_.async_resolve(wanted_.url.host, wanted_.url.port,
                            [self = shared_from_this()](error_code error, const auto& endpoints) {
                              self->connect(error, endpoints);
                            });
  }

 private:
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  void prepare_request() {
    request_.method_string(wanted_.method);
    request_.target(wanted_.url.target);
    request_.version(11);
    for (const Header& header : wanted_.headers) {
      if (!equals_ignoring_case(header.name, "Host") &&
          !equals_ignoring_case(header.name, "Connection") &&
          !equals_ignoring_case(header.name, "Content-Length") &&
          !equals_ignoring_case(header.name, "Transfer-Encoding")) {
        request_.insert(header.name, header.value);
      }
    }
    request_.set(beast::http::field::host, wanted_.url.authority);
    request_.set(beast::http::field::connection, "close");
    request_.body() = std::move(wanted_.body);
    request_.prepare_payload();
    parser_.skip(wanted_.method == "HEAD");
  }

  void connect(error_code error, const asio::ip::tcp::resolver::results_type& endpoints) {
    if (error) {
      return fail(FetchFailure::Kind::Unreachable, error);
    }
    lowest().async_connect(endpoints, [self = shared_from_this()](error_code failed, const auto&) {
      self->connected(failed);
    });
  }

  void connected(error_code error) {
    if (error) {
      return fail(FetchFailure::Kind::Unreachable, error);
    }
    // Handlers' processes are not to have it.
    ::fcntl(lowest().socket().native_handle(), F_SETFD, FD_CLOEXEC);
    if (!wanted_.url.is_tls) {
      return write(lowest());
    }
    if (wanted_.checks_certificate) {
      tls_.set_default_verify_paths(error);
      stream_.set_verify_mode(asio::ssl::verify_peer, error);
      stream_.set_verify_callback(asio::ssl::host_name_verification(wanted_.url.host), error);
    }
    // Servers of several names ask which is meant.
    SSL_set_tlsext_host_name(stream_.native_handle(), wanted_.url.host.c_str());
    stream_.async_handshake(asio::ssl::stream_base::client,
                            [self = shared_from_this()](error_code failed) {
                              if (failed) {
                                return self->fail(FetchFailure::Kind::Unreachable, failed);
                              }
                              self->write(self->stream_);
                            });
  }

  template <typename Stream>
  void write(Stream& stream) {
    beast::http::async_write(
        stream, request_,
        [self = shared_from_this(), &stream](error_code /*the answer says*/, std::size_t) {
          self->read(stream);
        });
  }

  template <typename Stream>
  void read(Stream& stream) {
    beast::http::async_read(stream, buffer_, parser_,
                            [self = shared_from_this()](error_code error, std::size_t) {
                              if (error) {
                                return self->fail(FetchFailure::Kind::BadAnswer, error);
                              }
                              self->give();
                            });
  }

  void give() {
    auto message = parser_.release();
    Response response;
    response.status = static_cast<int>(message.result_int());
    for (const auto& field : message) {
      response.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    response.body = std::move(message.body());
    finish(std::move(response));
  }

  void fail(FetchFailure::Kind kind, const error_code& error) {
    const bool too_late = error == beast::error::timeout;
    finish(FetchFailure{too_late ? FetchFailure::Kind::TimedOut : kind,
                        wanted_.url.authority + ": " + error.message()});
  }

  void finish(FetchOutcome outcome) {
    error_code ignored;
    lowest().socket().close(ignored);
    if (const auto done = std::exchange(done_, nullptr)) {
      done(std::move(outcome));
    }
  }

  FetchRequest wanted_;
  std::function<void(FetchOutcome)> done_;
  asio::ssl::context tls_;
  asio::ip::tcp::resolver resolver_;
  beast::ssl_stream<beast::tcp_stream> stream_;
  beast::flat_buffer buffer_{limits::client_header_size_bytes_max + limits::body_read_size_bytes};
  beast::http::request<beast::http::string_body> request_;
  beast::http::response_parser<beast::http::string_body> parser_;
};

}  // namespace

std::optional<Url> parse_url(std::string_view url) {
  Url parsed;
  const std::size_t scheme_end = url.find("://");
  const std::string_view scheme = url.substr(0, scheme_end);
  if (scheme_end == std::string_view::npos || (scheme != "http" && scheme != "https")) {
    return std::nullopt;
  }
  parsed.is_tls = scheme == "https";
  url.remove_prefix(scheme_end + 3);
  const std::size_t authority_end = std::min(url.find_first_of("/?#"), url.size());
  std::string_view authority = url.substr(0, authority_end);
  parsed.authority = authority;
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  const std::size_t colon = authority.find(':', bracket);
  parsed.port = colon == std::string_view::npos ? std::string(parsed.is_tls ? "443" : "80")
                                                : std::string(authority.substr(colon + 1));
  authority = authority.substr(0, colon);
  parsed.host = authority.starts_with('[') && authority.ends_with(']')
                    ? authority.substr(1, authority.size() - 2)
                    : authority;
  const bool is_port = !parsed.port.empty() && parsed.port.size() <= 5 &&
                       parsed.port.find_first_not_of("0123456789") == std::string::npos;
  if (parsed.host.empty() || !is_port || parsed.host.find('@') != std::string::npos) {
    return std::nullopt;
  }
  const std::string_view target = url.substr(authority_end);
  parsed.target = std::string(target.starts_with('/') ? "" : "/") +
                  std::string(target.substr(0, target.find('#')));
  return parsed;
}

void fetch(EventLoop& loop, FetchRequest request, std::function<void(FetchOutcome)> done) {
  const auto exchange =
      std::make_shared<Fetch>(loop.context(), std::move(request), std::move(done));
  loop.post([exchange] { exchange->start(); });
}

}  // namespace tombola::http
