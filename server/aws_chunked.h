// A body as SDKs send it to S3 in pieces (Content-Encoding: aws-chunked): each with its size and
// perhaps a signature, at the end trailers, the checksum among them.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace tombola::server {

bool is_aws_chunked(const http::Request& request);

struct AwsChunkedBody {
  std::string bytes;
  std::vector<http::Header> trailers;
};
// None: it is not of that form, or ends too early.
std::optional<AwsChunkedBody> decode_aws_chunked(std::string_view body);

}  // namespace tombola::server
