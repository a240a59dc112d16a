// Forms of the Query protocol as AWS's SDKs write them: botocore's models of SQS and SNS.
#include "server/query_form.h"

#include <catch2/catch.hpp>

namespace tombola::test {
namespace {

using dynamodb::Shape;

std::string json_of(std::string_view form, const Shape& fields, std::string_view version) {
  return server::json_of_form(http::parse_query(form), fields, *server::wire_of_version(version),
                              "SendMessageBatch");
}

constexpr std::string_view sqs = "2012-11-05";
constexpr std::string_view sns = "2010-03-31";

Shape fields() {
  return Shape::structure(
      "Request",
      {{"QueueUrl", Shape::string()},
       {"DelaySeconds", Shape::integer()},
       {"ReturnSubscriptionArn", Shape::boolean()},
       {"AttributeNames", Shape::list_of(Shape::string())},
       {"Attributes", Shape::map_of(Shape::string())},
       {"Tags", Shape::list_of(Shape::structure("Tag", {{"Key", Shape::string()}}))},
       {"Entries", Shape::list_of(Shape::structure("Entry", {{"Id", Shape::string()}}))}});
}

}  // namespace

TEST_CASE("members are texts, numbers and flags as the table of fields says") {
  CHECK(json_of("Action=X&QueueUrl=http%3A%2F%2Fa&DelaySeconds=5&ReturnSubscriptionArn=true",
                fields(),
                sqs) == R"({"QueueUrl":"http://a","DelaySeconds":5,"ReturnSubscriptionArn":true})");
  // What is none is the operation's to refuse.
  CHECK(json_of("DelaySeconds=x", fields(), sqs) == R"({"DelaySeconds":"x"})");
  CHECK(json_of("Nobody=1", fields(), sqs) == "{}");
}

TEST_CASE("lists and maps of SQS are numbered at once, under names of their own") {
  CHECK(json_of("AttributeName.2=b&AttributeName.10=c&AttributeName.1=a", fields(), sqs) ==
        R"({"AttributeNames":["a","b","c"]})");
  CHECK(json_of("Attribute.1.Name=a&Attribute.1.Value=b", fields(), sqs) ==
        R"({"Attributes":{"a":"b"}})");
  CHECK(json_of("SendMessageBatchRequestEntry.1.Id=x", fields(), sqs) ==
        R"({"Entries":[{"Id":"x"}]})");
}

TEST_CASE("lists and maps of other services have a member or an entry between") {
  CHECK(json_of("Tags.member.1.Key=a&Tags.member.2.Key=b", fields(), sns) ==
        R"({"Tags":[{"Key":"a"},{"Key":"b"}]})");
  CHECK(json_of("Attributes.entry.1.key=a&Attributes.entry.1.value=b", fields(), sns) ==
        R"({"Attributes":{"a":"b"}})");
}

TEST_CASE("a name of many parts does no harm") {
  std::string name = "Tags";
  for (int i = 0; i < 10'000; ++i) {
    name += ".1";
  }
  CHECK(json_of(name + "=x", fields(), sns) == R"({"Tags":[{}]})");
}

}  // namespace tombola::test
