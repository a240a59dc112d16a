// Field order observed on AWS: eventID, eventName, eventVersion, eventSource, awsRegion,
// dynamodb{ApproximateCreationDateTime, Keys, NewImage, OldImage, SequenceNumber, SizeBytes,
// StreamViewType}, eventSourceARN.
#include "streams/stream_record.h"

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "storage/key_encoding.h"
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

// 32 hex digits, the same each time the record is read.
std::string event_id(std::uint64_t number, dynamodb::StreamId stream) {
  return fmt::format("{:016x}{:016x}",
                     storage::partition_hash(fmt::format("event {} {}", stream, number)),
                     storage::partition_hash(fmt::format("record {} {}", number, stream)));
}

// eventID to awsRegion, which both forms begin with.
void append_head(std::string& out, const storage::LoggedChange& change,
                 const storage::StreamEntry& stream) {
  fmt::format_to(std::back_inserter(out),
                 R"({{"eventID":"{}","eventName":"{}","eventVersion":"1.1",)"
                 R"("eventSource":"aws:dynamodb","awsRegion":"{}")",
                 event_id(change.number, stream.descriptor.id),
                 dynamodb::to_string(change.record.type), stream.name_space.region);
}

void append_dynamodb(std::string& out, const storage::LoggedChange& change,
                     const storage::StreamEntry& stream, Form form) {
  const ChangeRecord& record = change.record;
  const StreamViewType view = stream.descriptor.view_type;
  // A Lambda event's time is a number with a fraction part ("1740193405.0").
  fmt::format_to(std::back_inserter(out),
                 R"(,"dynamodb":{{"ApproximateCreationDateTime":{}{},"Keys":{})",
                 change.time_ms / 1000, form == Form::Lambda ? ".0" : "", record.keys_json);
  if (shows_new_image(view) && !record.new_image_json.empty()) {
    out.append(R"(,"NewImage":)").append(record.new_image_json);
  }
  if (shows_old_image(view) && !record.old_image_json.empty()) {
    out.append(R"(,"OldImage":)").append(record.old_image_json);
  }
  fmt::format_to(
      std::back_inserter(out), R"(,"SequenceNumber":"{}","SizeBytes":{},"StreamViewType":"{}"}})",
      sequence_number_text(change.number), size_bytes(record, view), dynamodb::to_string(view));
}

}  // namespace

std::size_t size_bytes(const ChangeRecord& record, StreamViewType view) {
  return record.keys_size_bytes + (shows_new_image(view) ? record.new_image_size_bytes : 0) +
         (shows_old_image(view) ? record.old_image_size_bytes : 0);
}

void append_api_record(std::string& out, const storage::LoggedChange& change,
                       const storage::StreamEntry& stream) {
  append_head(out, change, stream);
  append_dynamodb(out, change, stream, Form::Api);
  if (change.record.by_time_to_live) {
    out.append(R"(,"userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"})");
  }
  out.push_back('}');
}

void append_lambda_record(std::string& out, const storage::LoggedChange& change,
                          const storage::StreamEntry& stream) {
  append_head(out, change, stream);
  append_dynamodb(out, change, stream, Form::Lambda);
  out.append(R"(,"eventSourceARN":)");
  dynamodb::append_json_string(out, stream.arn());
  if (change.record.by_time_to_live) {
    out.append(R"(,"userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"})");
  }
  out.push_back('}');
}

}  // namespace tombola::streams
