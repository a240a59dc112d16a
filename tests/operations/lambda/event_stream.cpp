// "Amazon Event Stream specification", https://smithy.io/2.0/aws/amazon-eventstream.html
#include "operations/lambda/event_stream.h"

#include <catch2/catch.hpp>

#include "services/digest.h"

using tombola::operations::lambda::event_stream_message;
using tombola::services::hexadecimal;

TEST_CASE("a message has its lengths, its headers, its payload and two checksums") {
  const std::string message = event_stream_message("PayloadChunk", "text/plain", "hello");
  const auto part = [&](std::size_t at, std::size_t size) {
    return hexadecimal(message.substr(at, size));
  };
  // 12 + (1+11+1+2+12) + (1+13+1+2+10) + (1+13+1+2+5) + 5 + 4
  CHECK(message.size() == 97);
  CHECK(part(0, 4) == "00000061");
  CHECK(part(4, 4) == "0000004c");
  const auto crc = [](std::string_view bytes) {
    return tombola::services::checksum("CRC32", bytes).value();
  };
  CHECK(message.substr(8, 4) == crc(message.substr(0, 8)));
  CHECK(part(12, 1) == "0b");
  CHECK(message.substr(13, 11) == ":event-type");
  CHECK(part(24, 3) == "07000c");
  CHECK(message.substr(27, 12) == "PayloadChunk");
  CHECK(message.substr(message.size() - 9, 5) == "hello");
  CHECK(message.substr(message.size() - 4) == crc(message.substr(0, message.size() - 4)));
}
