#include "server/failure_text.h"

#include <string>

#include <catch2/catch.hpp>

using namespace tombola;
using triggers::InvokeStatus;

namespace {

std::string text_of(const std::string& payload) {
  triggers::InvokeResult result;
  result.status = InvokeStatus::FunctionError;
  result.payload = payload;
  return server::failure_text(result);
}

}  // namespace

TEST_CASE("a failure is told by its type and message, without the trace that its log has") {
  CHECK(
      text_of(R"({"errorType":"TypeError","errorMessage":"x is no function","trace":["at f"]})") ==
      "TypeError: x is no function");
  CHECK(text_of(R"({"errorType":"Error","errorMessage":""})") == "Error");
  CHECK(text_of(R"({"errorMessage":"boom"})") == "boom");
}

TEST_CASE("a failure of another form is told as it is, in one line") {
  CHECK(text_of(R"({"reason":1})") == R"({"reason":1})");
  CHECK(text_of("no\njson") == "no json");
  CHECK(text_of("[1]") == "[1]");
  CHECK(text_of(R"({"errorMessage":"two\nlines"})") == "two lines");
}

TEST_CASE("a failure that says nothing of itself has Lambda's word for it") {
  triggers::InvokeResult result;
  result.status = InvokeStatus::FunctionError;
  result.function_error = "Unhandled";
  CHECK(server::failure_text(result) == "Unhandled");
  result.payload = "{}";
  CHECK(server::failure_text(result) == "Unhandled");
}

TEST_CASE("a long failure is cut between two letters") {
  std::string payload = "x";
  for (int i = 0; i < 300; ++i) payload += "ü";
  const std::string text = text_of(payload);
  CHECK(text.size() == 1 + 199 * 2 + 3);
  CHECK(text.ends_with("ü..."));
}

TEST_CASE("what could not be run at all is told with the reason") {
  triggers::InvokeResult result;
  result.status = InvokeStatus::Unreachable;
  result.reason = "there is no node";
  CHECK(server::failure_text(result) == "there is no node");
}
