#include "streams/shard.h"

#include <catch2/catch.hpp>

#include "dynamodb/api_error.h"
#include "streams/shard_iterator.h"
#include "streams/stream_lifecycle.h"
#include "streams/stream_reader.h"

namespace tombola::streams {

// API_streams_StreamRecord: 21 to 40 characters.
TEST_CASE("sequence numbers have 21 digits, no leading zero, and sort as text") {
  CHECK(sequence_number_text(0) == "100000000000000000000");
  CHECK(sequence_number_text(UINT64_MAX) == "118446744073709551615");
  CHECK(sequence_number_text(9) < sequence_number_text(10));
}

TEST_CASE("sequence numbers are read back, and nothing else is") {
  for (std::uint64_t number : {std::uint64_t{0}, std::uint64_t{42}, UINT64_MAX}) {
    CHECK(parse_sequence_number(sequence_number_text(number)) == number);
  }
  for (const char* text :
       {"", "42", "000000000000000000042", "1000000000000000000000", "10000000000000000000x",
        "119999999999999999999", "200000000000000000042"}) {
    INFO(text);
    CHECK_FALSE(parse_sequence_number(text));
  }
}

TEST_CASE("a shard iterator is read back, and a mangled one is refused") {
  const ShardIterator iterator{
      "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-02T03:04:05.678",
      "shardId-00000001767323045678-0123abcd", 42, 1767323045678};
  const std::string text = iterator.encode();
  CHECK(text.starts_with(iterator.stream_arn + "|1|"));
  CHECK(text.size() <= 2048);
  const ShardIterator back = ShardIterator::decode(text);
  CHECK(back.stream_arn == iterator.stream_arn);
  CHECK(back.shard_id == iterator.shard_id);
  CHECK(back.after_number == 42);
  CHECK(back.issued_ms == 1767323045678);
  // Every single character matters.
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string mangled = text;
    mangled[i] = mangled[i] == 'A' ? 'B' : 'A';
    INFO(mangled);
    CHECK_THROWS_AS(ShardIterator::decode(mangled), dynamodb::ApiError);
  }
  CHECK_THROWS_AS(ShardIterator::decode(""), dynamodb::ApiError);
  CHECK_THROWS_AS(ShardIterator::decode("|1|"), dynamodb::ApiError);
}

TEST_CASE("a stream's label is its creation in UTC") {
  CHECK(stream_label(1767323045678) == "2026-01-02T03:04:05.678");
  CHECK(stream_label(1767323045005) == "2026-01-02T03:04:05.005");
}

TEST_CASE("stream ARNs") {
  const StreamName name = parse_stream_arn(
      "arn:aws:dynamodb:us-east-1:000000000000:table/My.Table/stream/2026-01-02T03:04:05.678");
  CHECK(name.table == "My.Table");
  CHECK(name.label == "2026-01-02T03:04:05.678");
  for (const char* text : {"", "arn:aws:dynamodb:us-east-1:000000000000:table/t",
                           "arn:aws:dynamodb:us-east-1:1:/stream/x:table/t", "table/t/stream/x"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_stream_arn(text), dynamodb::ApiError);
  }
}

}  // namespace tombola::streams
