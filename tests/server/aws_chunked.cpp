// Bodies in pieces: the examples of "Signature calculations for trailing checksums", shortened.
#include "server/aws_chunked.h"

#include <catch2/catch.hpp>

namespace tombola::test {

using server::decode_aws_chunked;

TEST_CASE("pieces, signed or not, are put together, and trailers told") {
  const auto body = decode_aws_chunked(
      "5\r\nhello\r\n3;chunk-signature=abc\r\n, w\r\n0\r\nx-amz-checksum-crc32: AAAAAA==\r\n\r\n");
  REQUIRE(body);
  CHECK(body->bytes == "hello, w");
  REQUIRE(body->trailers.size() == 1);
  CHECK(body->trailers[0].name == "x-amz-checksum-crc32");
  CHECK(body->trailers[0].value == "AAAAAA==");
}

TEST_CASE("an empty body is one piece of nothing") {
  const auto body = decode_aws_chunked("0\r\n\r\n");
  REQUIRE(body);
  CHECK(body->bytes.empty());
}

TEST_CASE("what is not of that form is refused") {
  for (const char* text : {"", "5", "5\r\nhell", "5\r\nhello", "5\r\nhelloX\r\n0\r\n\r\n",
                           "x\r\nhello\r\n", "ffffffffffffffff\r\nhello\r\n", "-1\r\nhello\r\n"}) {
    INFO(text);
    CHECK_FALSE(decode_aws_chunked(text));
  }
}

}  // namespace tombola::test
