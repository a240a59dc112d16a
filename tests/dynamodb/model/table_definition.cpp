#include "dynamodb/model/table_definition.h"

#include <catch2/catch.hpp>

#include "dynamodb/model/change_record.h"

namespace tombola::dynamodb {
namespace {

TEST_CASE("enumerations are spelled as in the API model") {
  CHECK(to_string(StreamViewType::KeysOnly) == "KEYS_ONLY");
  CHECK(to_string(StreamViewType::NewImage) == "NEW_IMAGE");
  CHECK(to_string(StreamViewType::OldImage) == "OLD_IMAGE");
  CHECK(to_string(StreamViewType::NewAndOldImages) == "NEW_AND_OLD_IMAGES");
  CHECK(to_string(BillingMode::Provisioned) == "PROVISIONED");
  CHECK(to_string(BillingMode::PayPerRequest) == "PAY_PER_REQUEST");
  CHECK(to_string(ChangeType::Insert) == "INSERT");
  CHECK(to_string(ChangeType::Modify) == "MODIFY");
  CHECK(to_string(ChangeType::Remove) == "REMOVE");
}

TEST_CASE("a stream view type is read from its spelling only") {
  for (const StreamViewType type : {StreamViewType::KeysOnly, StreamViewType::NewImage,
                                    StreamViewType::OldImage, StreamViewType::NewAndOldImages}) {
    CHECK(stream_view_type_from(to_string(type)) == type);
  }
  CHECK_FALSE(stream_view_type_from(""));
  CHECK_FALSE(stream_view_type_from("keys_only"));
  CHECK_FALSE(stream_view_type_from("NEW_AND_OLD_IMAGES "));
}

TEST_CASE("a table and its stream have the ARNs of their namespace") {
  TableDefinition table;
  table.name = "Raffle.v1";
  CHECK(table.arn() == "arn:aws:dynamodb:us-east-1:000000000000:table/Raffle.v1");
  CHECK_FALSE(table.stream_enabled());

  table.name_space = {"123456789012", "eu-west-2"};
  table.stream = StreamDescriptor{7, "2026-01-02T03:04:05.678", StreamViewType::NewImage, 0, {}};
  CHECK(table.stream_enabled());
  CHECK(table.stream_arn() ==
        "arn:aws:dynamodb:eu-west-2:123456789012:table/Raffle.v1/stream/2026-01-02T03:04:05.678");

  table.stream->disabled_ms = 1;
  CHECK_FALSE(table.stream_enabled());
}

}  // namespace
}  // namespace tombola::dynamodb
