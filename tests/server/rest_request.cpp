#include "server/rest_request.h"

#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "operations/operation.h"

namespace tombola::server {
namespace {

using nlohmann::json;

http::Request request(const std::string& method, const std::string& target,
                      std::vector<http::Header> headers = {}) {
  http::Request made;
  made.method = method;
  made.target = target;
  made.headers = std::move(headers);
  return made;
}

json members(const RestRequest& form, const http::Request& made) {
  const auto found = form.match(made);
  return found ? json::parse("{" + *found + "}") : json();
}

}  // namespace

TEST_CASE("path, query and headers carry members") {
  const RestRequest form = RestRequest::parse(
      "GET /2015-03-31/functions/{FunctionName}/x?Qualifier&MaxItems=integer&tagKeys=list "
      "LogType:X-Amz-Log-Type");
  CHECK(members(form, request("GET", "/2015-03-31/functions/f/x")) ==
        json({{"FunctionName", "f"}}));
  CHECK(members(form, request("GET",
                              "/2015-03-31/functions/arn%3Aaws%3Alambda/x/"
                              "?Qualifier=%24LATEST&MaxItems=5&tagKeys=a&tagKeys=b%22&other=1",
                              {{"x-amz-log-type", "Tail"}})) ==
        json({{"FunctionName", "arn:aws:lambda"},
              {"Qualifier", "$LATEST"},
              {"MaxItems", 5},
              {"tagKeys", {"a", "b\""}},
              {"LogType", "Tail"}}));
  // The operation says what is wrong with it.
  CHECK(members(form, request("GET", "/2015-03-31/functions/f/x?MaxItems=many"))["MaxItems"] ==
        "many");
}

TEST_CASE("another method, another path, a missing member: another request") {
  const RestRequest form = RestRequest::parse("GET /2015-03-31/functions/{FunctionName}/x");
  for (const auto& [method, target] :
       std::vector<std::pair<std::string, std::string>>{{"POST", "/2015-03-31/functions/f/x"},
                                                        {"GET", "/2015-03-31/functions/f"},
                                                        {"GET", "/2015-03-31/functions//x"},
                                                        {"GET", "/2015-03-31/functions/f/x/y"},
                                                        {"GET", "/2019-03-31/functions/f/x"},
                                                        {"GET", "/"}}) {
    INFO(method << " " << target);
    CHECK(members(form, request(method, target)).is_null());
  }
}

TEST_CASE("a value in the query can tell two requests of a path apart") {
  const RestRequest all = RestRequest::parse("GET /2015-03-31/x?List==ALL&Marker");
  CHECK(all.wants_value());
  CHECK_FALSE(RestRequest::parse("GET /2015-03-31/x?List&Marker").wants_value());
  CHECK(members(all, request("GET", "/2015-03-31/x?Marker=m&List=ALL")) == json({{"Marker", "m"}}));
  CHECK(members(all, request("GET", "/2015-03-31/x?List=SOME")).is_null());
  CHECK(members(all, request("GET", "/2015-03-31/x")).is_null());
}

TEST_CASE("members stand before those of the body, and count") {
  CHECK(with_body("", "") == "{}");
  CHECK(with_body(R"("a":1)", "") == R"({"a":1})");
  CHECK(with_body(R"("a":1)", " {\n} ") == "{\"a\":1\n} ");
  CHECK(with_body(R"("a":1)", R"({"b":2})") == R"({"a":1,"b":2})");
  CHECK(with_body("", R"({"b":2})") == R"({"b":2})");
  CHECK_FALSE(with_body("", "[]"));
  CHECK_FALSE(with_body("", "null"));
}

TEST_CASE("no two operations that are served have the same request") {
  std::set<std::string> requests;
  for (const operations::Operation& operation : operations::all_operations()) {
    if (operation.is_served() && operation.service == operations::Service::Lambda) {
      const std::string_view text = operation.rest_request;
      const std::size_t value = text.find("==");
      std::string request(text.substr(0, text.find('?')));
      request += value == text.npos ? "" : text.substr(value);
      CHECK(requests.insert(request).second);
    }
  }
  CHECK(requests.size() >= 7);
}

}  // namespace tombola::server
