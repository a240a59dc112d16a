#include "server/api_gateway/payload_compression.h"

#include <string>

#include "http/compression.h"
#include "server/api_gateway/api_gateway_limits.h"
#include "server/media_type.h"

namespace tombola::server {
namespace {

using services::api_gateway::Api;

// None: the API does not compress.
std::optional<std::size_t> minimum_size(const Api& api) {
  const auto found = api.settings.find("minimumCompressionSize");
  return found == api.settings.end() || !found->is_number()
             ? std::nullopt
             : std::optional(found->get<std::size_t>());
}

std::optional<http::ContentCoding> coding_of(std::string_view name) {
  if (http::equals_ignoring_case(name, "gzip")) {
    return http::ContentCoding::Gzip;
  }
  return http::equals_ignoring_case(name, "deflate") ? std::optional(http::ContentCoding::Deflate)
                                                     : std::nullopt;
}

}  // namespace

void compress_response(const Api& api, const http::Request& request, http::Response& response) {
  const auto minimum = minimum_size(api);
  if (!minimum || response.body.empty() || response.body.size() < *minimum ||
      http::has_header(response.headers, "Content-Encoding") ||
      !accepts_gzip(request.header("Accept-Encoding"))) {
    return;
  }
  response.body = http::gzip(response.body);
  response.headers.push_back({"Content-Encoding", "gzip"});
}

std::optional<GatewayError> decompress_request(const Api& api, http::Request& request) {
  const auto coding = coding_of(request.header("Content-Encoding"));
  if (!minimum_size(api) || !coding) {
    return std::nullopt;
  }
  http::Decompressed body =
      http::decompress(*coding, request.body, api_limits::api_payload_size_bytes_max);
  if (body.outcome != http::Decompressed::Outcome::Complete) {
    return body.outcome == http::Decompressed::Outcome::TooLarge
               ? request_too_long()
               : bad_request_body("Could not decompress request body");
  }
  request.body = std::move(body.bytes);
  std::erase_if(request.headers, [](const http::Header& header) {
    return http::equals_ignoring_case(header.name, "Content-Encoding");
  });
  return std::nullopt;
}

}  // namespace tombola::server
