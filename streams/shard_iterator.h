// A shard iterator: a place in a shard, handed to a client as opaque text that lives 15 minutes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tombola::streams {

struct ShardIterator {
  std::string stream_arn;
  std::string shard_id;
  // What follows this number is read next; 0: the oldest record that there is by then.
  std::uint64_t after_number = 0;
  std::int64_t issued_ms = 0;  // service clock

  // <stream ARN>|1|<base64>, the form that AWS's have.
  std::string encode() const;
  // Throws ApiError::validation for text that encode() did not write.
  static ShardIterator decode(std::string_view text);
};

}  // namespace tombola::streams
