// Bodies as AWS sends them: namespaces, and how the message member is spelled.
#include "dynamodb/api_error.h"

#include <catch2/catch.hpp>

#include "dynamodb/json/json_document.h"

namespace tombola::dynamodb {
namespace {

struct BodyCase {
  std::string what;
  ApiError error;
  std::string body;
  unsigned status;
};

TEST_CASE("an error's body names its namespace and spells the message as AWS does") {
  const std::vector<BodyCase> cases = {
      // AWS's answer quoted in brendanhay/amazonka issue 142
      {"validation", ApiError::validation("m"),
       R"({"__type":"com.amazon.coral.validate#ValidationException","message":"m"})", 400},
      // AWS's answer, capital included, quoted in scylladb/scylladb issue 6487
      {"serialization", ApiError::serialization("m"),
       R"({"__type":"com.amazon.coral.service#SerializationException","Message":"m"})", 400},
      {"serialization without text", ApiError::serialization(),
       R"({"__type":"com.amazon.coral.service#SerializationException"})", 400},
      {"unknown operation", ApiError::unknown_operation(),
       R"({"__type":"com.amazon.coral.service#UnknownOperationException"})", 400},
      // SearchVectors on the ordinary endpoint, observed on AWS (eu-west-2, October 2026).
      {"unknown operation with text",
       ApiError::unknown_operation("This operation is not supported by this endpoint"),
       R"({"__type":"com.amazon.coral.service#UnknownOperationException",)"
       R"("message":"This operation is not supported by this endpoint"})",
       400},
      {"not found", ApiError::resource_not_found("m"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"m"})",
       400},
      {"in use", ApiError::resource_in_use("m"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceInUseException","message":"m"})",
       400},
      {"limit exceeded", ApiError::limit_exceeded("m"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#LimitExceededException","message":"m"})",
       400},
      {"condition", ApiError::conditional_check_failed(),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
       R"("message":"The conditional request failed"})",
       400},
      {"condition with the old item", ApiError::conditional_check_failed(R"({"a":{"S":"x"}})"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
       R"("message":"The conditional request failed","Item":{"a":{"S":"x"}}})",
       400},
      {"expired iterator", ApiError::expired_iterator("m"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#ExpiredIteratorException","message":"m"})",
       400},
      {"trimmed data", ApiError::trimmed_data_access("m"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#TrimmedDataAccessException","message":"m"})",
       400},
      {"access denied", ApiError::access_denied("m"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#AccessDeniedException","message":"m"})", 400},
      {"internal", ApiError::internal_server_error(),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError",)"
       R"("message":"Internal server error"})",
       500},
      // The API model names this one's member Message.
      {"transaction cancelled",
       ApiError::modelled("TransactionCanceledException", "m",
                          R"("CancellationReasons":[{"Code":"None"}])"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",)"
       R"("Message":"m","CancellationReasons":[{"Code":"None"}]})",
       400},
      {"members without a message", ApiError::modelled("ThrottlingException", "", R"("a":1)"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","a":1})", 400},
  };
  for (const BodyCase& one : cases) {
    INFO(one.what);
    CHECK(one.error.body() == one.body);
    CHECK(one.error.status() == one.status);
  }
}

TEST_CASE("an error's message is escaped in its body and plain elsewhere") {
  const ApiError error = ApiError::validation("near: \"= = b\"\n");
  CHECK(error.message() == "near: \"= = b\"\n");
  CHECK(error.name() == "ValidationException");
  CHECK(std::string(error.what()) == "ValidationException: near: \"= = b\"\n");
  const JsonDocument body = JsonDocument::parse(error.body());
  CHECK(body.root().find("message")->as_string() == error.message());
}

TEST_CASE("an error without text is called by its name alone") {
  CHECK(std::string(ApiError::serialization().what()) == "SerializationException");
}

}  // namespace
}  // namespace tombola::dynamodb
