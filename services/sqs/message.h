// A message of a queue, and its row; the digests that SQS puts on it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace tombola::services::sqs {

struct MessageAttribute {
  std::string data_type;  // String, Number or Binary, with what a user adds after a dot
  std::string value;      // of a Binary: its bytes
  bool is_binary() const { return data_type.starts_with("Binary"); }
};
using MessageAttributes = std::map<std::string, MessageAttribute>;

struct Message {
  std::uint64_t number = 0;  // within its queue, in the order of sending
  std::string id;            // MessageId
  std::string body;
  MessageAttributes attributes;
  std::string trace_header;  // AWSTraceHeader; empty: none
  std::string sender_id;
  std::int64_t sent_ms = 0;
  std::int64_t first_received_ms = 0;  // 0: never received
  std::int64_t receive_count = 0;
  std::int64_t visible_ms = 0;  // cannot be received before
  std::string receipt;          // part of the last receipt handle
  std::string dead_letter_source_arn;
  std::string group_id;
  std::string deduplication_id;
};

std::string message_to_json(const Message& message);
// Throws std::runtime_error on a row of a version that this build does not know.
Message message_from_json(std::uint64_t number, std::string_view row);

// Hexadecimal.
std::string md5_of_body(const Message& message);
// Empty without attributes. "Calculating the MD5 message digest for message attributes", Amazon SQS
// developer guide.
std::string md5_of_attributes(const MessageAttributes& attributes);

// What counts against MaximumMessageSize: the body, and names, types and values of attributes.
std::size_t message_size_bytes(const Message& message);

// As a FIFO queue numbers what it is sent: 20 digits that grow.
std::string sequence_number(const Message& message);

}  // namespace tombola::services::sqs
