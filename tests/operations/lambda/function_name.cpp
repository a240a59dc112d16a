#include "operations/lambda/function_name.h"

#include <catch2/catch.hpp>

#include "operations/lambda/lambda_error.h"

namespace tombola::operations::lambda {
namespace {

// region|account|name|qualifier, or none.
std::string parsed(std::string_view text) {
  const auto parts = parse_function_name(text);
  return parts ? parts->region + "|" + parts->account + "|" + parts->name + "|" + parts->qualifier
               : "none";
}

std::string refusal(std::string_view name, std::optional<std::string_view> qualifier = {}) {
  try {
    const FunctionReference function = resolve_function(name, qualifier, {});
    return function.name + " " + function.qualifier;
  } catch (const LambdaError& error) {
    return error.name();
  }
}

}  // namespace

// The pattern of FunctionName in the API model.
TEST_CASE("a function is named shortly, in part or by its ARN") {
  CHECK(parsed("f") == "||f|");
  CHECK(parsed("f:1") == "||f|1");
  CHECK(parsed("f:$LATEST") == "||f|$LATEST");
  CHECK(parsed("function:f") == "||f|");
  CHECK(parsed("123456789012:function:f:live") == "|123456789012|f|live");
  CHECK(parsed("us-east-1:123456789012:function:f") == "us-east-1|123456789012|f|");
  CHECK(parsed("arn:aws:lambda:us-gov-west-1:123456789012:function:f:2") ==
        "us-gov-west-1|123456789012|f|2");
  // Each may be a name as well.
  CHECK(parsed("function") == "||function|");
  CHECK(parsed("123456789012") == "||123456789012|");
  CHECK(parsed("us-east-1") == "||us-east-1|");
  CHECK(parsed("arn:f") == "||arn|f");
}

TEST_CASE("what is no name of a function") {
  for (const char* text :
       {"", "a b", "f:", ":f", "f:1:2", "f:$NEXT",
        "arn:aws:dynamodb:us-east-1:123456789012:table/f",
        "arn:aws:lambda:us-east-1:123456789012:layer:f:1", "f.g", "arn:aws:lambda:"}) {
    INFO(text);
    CHECK(parsed(text) == "none");
  }
}

TEST_CASE("a name and a qualifier together must agree") {
  CHECK(refusal("f") == "f ");
  CHECK(refusal("f:1") == "f 1");
  CHECK(refusal("f:1", "1") == "f 1");
  CHECK(refusal("f", "live") == "f live");
  CHECK(refusal("f:1", "2") == "InvalidParameterValueException");
  CHECK(refusal("arn:aws:lambda:us-east-1:000000000000:function:f") == "f ");
  CHECK(refusal("arn:aws:lambda:eu-west-2:000000000000:function:f") == "ResourceNotFoundException");
  CHECK(refusal("arn:aws:lambda:us-east-1:111111111111:function:f") == "AccessDeniedException");
}

}  // namespace tombola::operations::lambda
