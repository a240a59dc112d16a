// Where other machines can reach the server and nobody has said that they may run code, the Lambda
// API takes none.
#include <catch2/catch.hpp>

#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"
#include "storage/catalog.h"
#include "tests/operations/lambda/lambda_parts.h"

namespace tombola::tests {

TEST_CASE("who may not bring code can neither create nor change a function") {
  storage::ServiceClock clock;
  const auto engine = storage::open_memory_engine({[&] { return clock.now_ms(); }});
  storage::TransactionRunner transactions{*engine};
  storage::Catalog catalog;
  LambdaParts lambda{transactions, clock};
  lambda.context().code_refusal = "--host 0.0.0.0: not without --allow-remote-code";
  operations::OperationContext context{transactions, catalog, clock, {}, {}, &lambda.context()};
  const auto request = dynamodb::JsonDocument::parse(R"({"FunctionName":"f"})");
  for (const char* name : {"CreateFunction", "UpdateFunctionCode", "UpdateFunctionConfiguration"}) {
    INFO(name);
    const auto* operation = operations::find_operation(operations::Service::Lambda, name);
    REQUIRE(operation != nullptr);
    try {
      operation->run(context, request.root());
      FAIL("it was taken");
    } catch (const operations::lambda::LambdaError& error) {
      CHECK(error.name() == "AccessDeniedException");
      CHECK(error.status() == 403);
      CHECK(error.message() == lambda.context().code_refusal);
    }
  }
}

}  // namespace tombola::tests
