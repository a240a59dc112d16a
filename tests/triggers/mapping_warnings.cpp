#include "triggers/mapping_warnings.h"

#include <catch2/catch.hpp>

using Catch::Matchers::Contains;
using tombola::dynamodb::StreamViewType;
using tombola::triggers::EventSourceMapping;
using tombola::triggers::mapping_warnings;

namespace {

std::vector<std::string> warnings_of(const std::string& pattern,
                                     std::optional<StreamViewType> view = std::nullopt) {
  EventSourceMapping mapping;
  mapping.maximum_retry_attempts = 3;
  mapping.filter_patterns = {pattern};
  return mapping_warnings(mapping, {view});
}

std::string warning_of(const std::string& pattern,
                       std::optional<StreamViewType> view = std::nullopt) {
  const auto warnings = warnings_of(pattern, view);
  REQUIRE(warnings.size() == 1);
  return warnings[0];
}

}  // namespace

TEST_CASE("a mapping that works has no warnings") {
  EventSourceMapping mapping;
  mapping.maximum_retry_attempts = 0;
  CHECK(mapping_warnings(mapping, {StreamViewType::KeysOnly}).empty());
  for (const char* pattern :
       {R"({"eventName":["INSERT"]})", R"({"dynamodb":{"NewImage":{"n":{"N":["5"]}}}})",
        R"({"dynamodb.NewImage.kind.S":["x"]})", R"({"dynamodb":{"Keys":{"id":{"S":["x"]}}}})",
        R"({"dynamodb":{"NewImage":{"m":{"M":{"deep":{"S":["x"]}}}}}})",
        R"({"dynamodb":{"NewImage":{"kind":[{"exists":false}]}}})",
        R"({"dynamodb":{"SizeBytes":[{"numeric":[">",5]}]}})",
        R"({"userIdentity":{"type":["Service"],"principalId":["dynamodb.amazonaws.com"]}})"}) {
    CAPTURE(pattern);
    CHECK(warnings_of(pattern, StreamViewType::NewAndOldImages).empty());
  }
}

// Each of these was seen on AWS to match nothing.
TEST_CASE("a filter that can match nothing is warned of") {
  CHECK(warning_of(R"({"dynamodb":{"NewImage":{"n":{"N":[{"numeric":["=",5]}]}}}})") ==
        R"(the filter on dynamodb.NewImage.n.N never matches: numbers are strings in a record, )"
        R"(as in {"N":["5"]})");
  CHECK_THAT(warning_of(R"({"dynamodb":{"NewImage":{"n":{"N":[5]}}}})"),
             Contains("numbers are strings"));
  CHECK(warning_of(R"({"dynamodb":{"NewImage":{"kind":["order"]}}})") ==
        R"(the filter on dynamodb.NewImage.kind never matches: an attribute's value is below its )"
        R"(type, as in {"kind":{"S":[...]}})");
  CHECK_THAT(warning_of(R"({"dynamodb":{"Keys":{"id":["1"]}}})"), Contains("below its type"));
  CHECK_THAT(warning_of(R"({"body":{"kind":["order"]}})"), Contains("\"dynamodb\""));
  CHECK_THAT(warning_of(R"({"eventname":["INSERT"]})"), Contains("no field \"eventname\""));
  CHECK_THAT(warning_of(R"({"$or":[{"eventName":["INSERT"]},{"evenName":["x"]}]})"),
             Contains("evenName"));
}

TEST_CASE("a filter on an image that the stream does not have is warned of") {
  const char* new_image = R"({"dynamodb":{"NewImage":{"kind":{"S":["order"]}}}})";
  const char* old_image = R"({"dynamodb":{"OldImage":{"kind":{"S":["order"]}}}})";
  CHECK(warning_of(new_image, StreamViewType::KeysOnly) ==
        "the filter on dynamodb.NewImage.kind.S never matches: the stream's view type is "
        "KEYS_ONLY");
  CHECK_THAT(warning_of(new_image, StreamViewType::OldImage), Contains("OLD_IMAGE"));
  CHECK_THAT(warning_of(old_image, StreamViewType::NewImage), Contains("NEW_IMAGE"));
  CHECK(warnings_of(new_image, StreamViewType::NewImage).empty());
  CHECK(warnings_of(old_image, StreamViewType::OldImage).empty());
  CHECK(warnings_of(old_image).empty());  // the stream is not known yet
}

TEST_CASE("what Lambda's documentation does not list is warned of") {
  CHECK_THAT(warning_of(R"({"eventName":[{"wildcard":"I*"}]})"), Contains("uses wildcard"));
  CHECK_THAT(warning_of(R"({"eventName":[{"cidr":"10.0.0.0/8"}]})"), Contains("uses cidr"));
}

TEST_CASE("retries without end are warned of, unless something ends them") {
  EventSourceMapping mapping;
  REQUIRE(mapping_warnings(mapping, {}).size() == 1);
  CHECK_THAT(mapping_warnings(mapping, {})[0], Contains("retries have no end"));
  mapping.maximum_record_age_in_seconds = 60;
  CHECK(mapping_warnings(mapping, {}).empty());
  mapping.maximum_record_age_in_seconds = -1;
  mapping.on_failure_destination = "arn:aws:sqs:eu-west-2:000000000000:failures";
  CHECK(mapping_warnings(mapping, {}).empty());
}

TEST_CASE("a function whose environment names the table that triggers it is warned of") {
  EventSourceMapping mapping;
  mapping.table = "Orders";
  mapping.maximum_retry_attempts = 0;
  const auto with = [&](const std::string& value) {
    return mapping_warnings(mapping, {std::nullopt, {{"MODE", "test"}, {"TABLE", value}}});
  };
  REQUIRE(with("Orders").size() == 1);
  CHECK(with("Orders")[0] ==
        "the function's TABLE names the table that triggers it: if it writes there, each of its "
        "writes triggers it again");
  CHECK(with("arn:aws:dynamodb:eu-west-2:000000000000:table/Orders").size() == 1);
  CHECK(with("arn:aws:dynamodb:eu-west-2:000000000000:table/Orders/index/by-date").size() == 1);
  for (const char* other : {"Orders2", "orders", "", "arn:aws:sqs:eu-west-2:000000000000:Orders",
                            "arn:aws:dynamodb:eu-west-2:000000000000:table/Orders2"}) {
    CAPTURE(other);
    CHECK(with(other).empty());
  }
}
