// Answers of the Query protocol: the examples of the SQS and SNS API references.
#include "server/query_answer.h"

#include <catch2/catch.hpp>

namespace tombola::test {
namespace {

std::string answer(std::string_view json, std::string_view version, std::string_view operation) {
  return server::query_answer_xml(json, *server::wire_of_version(version), operation, "id");
}

constexpr std::string_view sqs = "2012-11-05";
constexpr std::string_view sns = "2010-03-31";

}  // namespace

TEST_CASE("lists and maps of SQS are elements in a row") {
  CHECK(
      answer(R"({"Messages":[{"Body":"<a> & b","Attributes":{"k":"v"}}]})", sqs,
             "ReceiveMessage") ==
      "<?xml version=\"1.0\"?>\n"
      "<ReceiveMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\">"
      "<ReceiveMessageResult><Message><Body>&lt;a&gt; &amp; b</Body>"
      "<Attribute><Name>k</Name><Value>v</Value></Attribute></Message></ReceiveMessageResult>"
      "<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></ReceiveMessageResponse>\n");
}

TEST_CASE("lists and maps of SNS have an element around") {
  const std::string xml =
      answer(R"({"Topics":[{"TopicArn":"a"}],"Attributes":{"k":"v"}})", sns, "ListTopics");
  CHECK(xml.find("<Topics><member><TopicArn>a</TopicArn></member></Topics>") != std::string::npos);
  CHECK(xml.find("<Attributes><entry><key>k</key><value>v</value></entry></Attributes>") !=
        std::string::npos);
}

TEST_CASE("an operation without an answer has no result") {
  CHECK(answer("", sqs, "DeleteQueue").find("Result") == std::string::npos);
}

TEST_CASE("an error has its code, and its words of this protocol") {
  const auto error = services::ServiceError("A.B", "new words").with_query_message("old words");
  const std::string xml = server::query_error_xml(error, server::wire_of_version(sqs), "id");
  CHECK(xml.find("<Error><Type>Sender</Type><Code>A.B</Code><Message>old words</Message>") !=
        std::string::npos);
  CHECK(xml.find("<RequestId>id</RequestId></ErrorResponse>") != std::string::npos);
}

}  // namespace tombola::test
