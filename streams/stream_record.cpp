// Field order observed on AWS: eventID, eventName, eventVersion, eventSource, awsRegion,
// dynamodb{ApproximateCreationDateTime, Keys, NewImage, OldImage, SequenceNumber, SizeBytes,
// StreamViewType}, eventSourceARN.
#include "streams/stream_record.h"

#include <array>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "streams/shard.h"

namespace tombola::streams {
namespace {

using dynamodb::ChangeRecord;
using dynamodb::StreamViewType;

enum class Form { Api, Lambda };

bool shows_new_image(StreamViewType view) {
  return view == StreamViewType::NewImage || view == StreamViewType::NewAndOldImages;
}

bool shows_old_image(StreamViewType view) {
  return view == StreamViewType::OldImage || view == StreamViewType::NewAndOldImages;
}

constexpr std::size_t hex_digits = 16;

void write_hex(char* out, std::uint64_t value) {
  static constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = hex_digits; i > 0; --i, value >>= 4) {
    out[i - 1] = digits[value & 15];
  }
}

// The finalizer of splitmix64, which gives different numbers different ones.
std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

// 32 hex digits, the same each time the record is read.
void append_event_id(std::string& out, std::uint64_t number, dynamodb::StreamId stream) {
  std::array<char, 2 * hex_digits> id;
  write_hex(id.data(), mixed(number ^ mixed(stream)));
  write_hex(id.data() + hex_digits, mixed(stream ^ ~mixed(number)));
  out.append(id.data(), id.size());
}

void append_number(std::string& out, std::int64_t number) {
  const fmt::format_int digits(number);
  out.append(digits.data(), digits.size());
}

// eventID to awsRegion, which both forms begin with.
void append_head(std::string& out, const storage::LoggedChange& change, const ChangeRecord& record,
                 const storage::StreamEntry& stream) {
  out.append(R"({"eventID":")");
  append_event_id(out, change.number, stream.descriptor.id);
  out.append(R"(","eventName":")").append(dynamodb::to_string(record.type));
  out.append(R"(","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":")");
  out.append(stream.name_space.region).push_back('"');
}

void append_dynamodb(std::string& out, const storage::LoggedChange& change,
                     const ChangeRecord& record, const storage::StreamEntry& stream, Form form) {
  const StreamViewType view = stream.descriptor.view_type;
  out.append(R"(,"dynamodb":{"ApproximateCreationDateTime":)");
  append_number(out, change.time_ms / 1000);
  // A Lambda event's time is a number with a fraction part ("1740193405.0").
  out.append(form == Form::Lambda ? ".0" : "");
  out.append(R"(,"Keys":)").append(record.keys_json);
  if (shows_new_image(view) && !record.new_image_json.empty()) {
    out.append(R"(,"NewImage":)").append(record.new_image_json);
  }
  if (shows_old_image(view) && !record.old_image_json.empty()) {
    out.append(R"(,"OldImage":)").append(record.old_image_json);
  }
  out.append(R"(,"SequenceNumber":")");
  append_sequence_number(out, change.number);
  out.append(R"(","SizeBytes":)");
  append_number(out, static_cast<std::int64_t>(size_bytes(record, view)));
  out.append(R"(,"StreamViewType":")").append(dynamodb::to_string(view)).append("\"}");
}

}  // namespace

std::size_t size_bytes(const ChangeRecord& record, StreamViewType view) {
  return record.keys_size_bytes + (shows_new_image(view) ? record.new_image_size_bytes : 0) +
         (shows_old_image(view) ? record.old_image_size_bytes : 0);
}

std::size_t api_record_bytes(const storage::LoggedChange& change) {
  constexpr std::size_t around_images = 384;
  return change.bytes.size() + around_images;
}

void append_api_record(std::string& out, const storage::LoggedChange& change,
                       const storage::StreamEntry& stream) {
  const ChangeRecord record = change.record();
  append_head(out, change, record, stream);
  append_dynamodb(out, change, record, stream, Form::Api);
  if (record.by_time_to_live) {
    out.append(R"(,"userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"})");
  }
  out.push_back('}');
}

void append_lambda_record(std::string& out, const storage::LoggedChange& change,
                          const storage::StreamEntry& stream) {
  const ChangeRecord record = change.record();
  append_head(out, change, record, stream);
  append_dynamodb(out, change, record, stream, Form::Lambda);
  out.append(R"(,"eventSourceARN":)");
  dynamodb::append_json_string(out, stream.arn());
  if (record.by_time_to_live) {
    out.append(R"(,"userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"})");
  }
  out.push_back('}');
}

}  // namespace tombola::streams
