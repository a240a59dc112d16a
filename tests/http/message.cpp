#include "http/message.h"

namespace tombola::http {

TEST_CASE("header names are found without regard to case, the first of several") {
  const std::vector<Header> headers = {
      {"Content-Type", "a"}, {"X-Amz-Target", "b"}, {"x-amz-target", "c"}};
  CHECK(find_header(headers, "X-AMZ-TARGET") == "b");
  CHECK(find_header(headers, "content-type") == "a");
  CHECK(find_header(headers, "content-typ").empty());
  CHECK(has_header(headers, "CONTENT-TYPE"));
  CHECK_FALSE(has_header(headers, "Host"));
}

TEST_CASE("only letters are alike in both cases") {
  CHECK(equals_ignoring_case("aZ-9", "Az-9"));
  CHECK_FALSE(equals_ignoring_case("[", "{"));  // 0x20 apart, as letters are
  CHECK_FALSE(equals_ignoring_case("a", "ab"));
}

TEST_CASE("a target is split at its first question mark") {
  struct Case {
    std::string target, path, query;
  };
  const std::vector<Case> cases = {
      {"/", "/", ""},
      {"/raffle?name=John", "/raffle", "name=John"},
      {"/a%3Fb?c?d", "/a%3Fb", "c?d"},
      {"/a?", "/a", ""},
      {"*", "*", ""},
      {"http://localhost:8000/raffle?a=1", "/raffle", "a=1"},
      {"HTTPS://localhost/raffle", "/raffle", ""},
      {"http://localhost:8000", "/", ""},
      {"http://localhost?a=1", "/", "a=1"},
      {"/http://x/", "/http://x/", ""},
  };
  for (const Case& one : cases) {
    INFO(one.target);
    Request request;
    request.target = one.target;
    CHECK(request.path() == one.path);
    CHECK(request.query() == one.query);
  }
}

TEST_CASE("percent-decoding takes whole escapes and leaves stray percent signs") {
  struct Case {
    std::string text, decoded, decoded_with_plus;
  };
  const std::vector<Case> cases = {
      {"", "", ""},
      {"abc", "abc", "abc"},
      {"%41%62", "Ab", "Ab"},
      {"%c3%A4", "\xc3\xa4", "\xc3\xa4"},
      {"%00", std::string(1, '\0'), std::string(1, '\0')},
      {"a+b", "a+b", "a b"},
      {"a%2Bb", "a+b", "a+b"},
      {"%", "%", "%"},
      {"%4", "%4", "%4"},
      {"%4g", "%4g", "%4g"},
      {"%%41", "%A", "%A"},
      {"100%", "100%", "100%"},
      {"%2541", "%41", "%41"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    CHECK(percent_decode(one.text, false) == one.decoded);
    CHECK(percent_decode(one.text, true) == one.decoded_with_plus);
  }
}

TEST_CASE("percent encoding is what decoding undoes") {
  CHECK(percent_encode("a-b.c_d~9") == "a-b.c_d~9");
  CHECK(percent_encode("a b&c=/") == "a%20b%26c%3D%2F");
  CHECK(percent_encode("\xc3\xa4") == "%C3%A4");
  CHECK(percent_decode(percent_encode("100%+\"{}"), true) == "100%+\"{}");
}

TEST_CASE("a query is a list of decoded pairs in order") {
  const auto text = [](std::string_view query) {
    std::string pairs;
    for (const QueryParameter& parameter : parse_query(query)) {
      pairs += "(" + parameter.name + "," + parameter.value + ")";
    }
    return pairs;
  };
  CHECK(text("") == "");
  CHECK(text("a=1&b=2") == "(a,1)(b,2)");
  CHECK(text("a=1&a=2") == "(a,1)(a,2)");
  CHECK(text("a") == "(a,)");
  CHECK(text("a=") == "(a,)");
  CHECK(text("=1") == "(,1)");
  CHECK(text("a=b=c") == "(a,b=c)");
  CHECK(text("&&a=1&") == "(a,1)");
  CHECK(text("first+name=J%C3%B6rg+M%26M") == "(first name,J\xc3\xb6rg M&M)");
}

}  // namespace tombola::http
