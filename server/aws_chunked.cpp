// size in hexadecimal[;chunk-signature=...]\r\n bytes \r\n ... 0[;...]\r\n [trailer:value\r\n]...
// \r\n
#include "server/aws_chunked.h"

#include <charconv>

namespace tombola::server {
namespace {

constexpr std::string_view line_end = "\r\n";

// The line without its end; none when there is no end.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find(line_end);
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + line_end.size());
  return line;
}

std::optional<std::size_t> chunk_size(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find(';'));
  std::size_t size = 0;
  constexpr int hexadecimal = 16;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), size, hexadecimal);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole ? std::optional(size) : std::nullopt;
}

void take_trailers(std::string_view text, std::vector<http::Header>& trailers) {
  while (const auto line = take_line(text)) {
    const std::size_t colon = line->find(':');
    if (colon != std::string_view::npos) {
      std::string_view value = line->substr(colon + 1);
      while (value.starts_with(' ')) {
        value.remove_prefix(1);
      }
      trailers.push_back({std::string(line->substr(0, colon)), std::string(value)});
    }
  }
}

}  // namespace

bool is_aws_chunked(const http::Request& request) {
  return request.header("Content-Encoding").find("aws-chunked") != std::string_view::npos ||
         request.header("x-amz-content-sha256").starts_with("STREAMING-");
}

std::optional<AwsChunkedBody> decode_aws_chunked(std::string_view body) {
  AwsChunkedBody decoded;
  while (true) {
    const auto line = take_line(body);
    const auto size = line ? chunk_size(*line) : std::nullopt;
    if (!size) {
      return std::nullopt;
    }
    if (*size == 0) {
      take_trailers(body, decoded.trailers);
      return decoded;
    }
    if (body.size() < line_end.size() || *size > body.size() - line_end.size() ||
        body.substr(*size, line_end.size()) != line_end) {
      return std::nullopt;
    }
    decoded.bytes.append(body.substr(0, *size));
    body.remove_prefix(*size + line_end.size());
  }
}

}  // namespace tombola::server
