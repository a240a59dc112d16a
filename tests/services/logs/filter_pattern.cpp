// Examples and rules: "Filter pattern syntax",
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html, and the
// pages on regular expressions, JSON and space-delimited events below it. Messages of refusals: as
// users report them from AWS.
#include "services/logs/filter_pattern.h"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "services/service_error.h"

using tombola::services::ServiceError;
using tombola::services::logs::fields_between_spaces;
using tombola::services::logs::FilterPattern;

namespace {

struct Row {
  std::string pattern;
  std::vector<std::string> matching;
  std::vector<std::string> others;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO("pattern: " << row.pattern);
    const FilterPattern pattern = FilterPattern::parse(row.pattern);
    for (const std::string& message : row.matching) {
      INFO("message: " << message);
      CHECK(pattern.matches(message));
    }
    for (const std::string& message : row.others) {
      INFO("message: " << message);
      CHECK_FALSE(pattern.matches(message));
    }
  }
}

std::string refusal(const std::string& pattern) {
  try {
    FilterPattern::parse(pattern);
  } catch (const ServiceError& error) {
    return error.code() + ": " + error.message();
  }
  return "";
}

const std::string cloudtrail = R"({"eventType":"UpdateTrail","sourceIPAddress":"111.111.111.111",
 "arrayKey":["value","another value"],
 "objectList":[{"name":"a","id":1},{"name":"b","id":2}],
 "SomeObject":null,"cluster.name":"c","ThisFlag":true,"latency":1234.5,"code":"400"})";

const std::string users = R"({"user":{"id":1,"email":"John.Stiles@example.com"},
 "users":[{"id":2,"email":"John.Doe@example.com"},{"id":3,"email":"Jane.Doe@example.com"}],
 "actions":["GET","PUT","DELETE"],"coordinates":[[0,1,2],[4,5,6],[7,8,9]]})";

}  // namespace

TEST_CASE("terms are looked for anywhere in an event, whatever stands around them") {
  check({{"", {"anything", ""}, {}},
         {"   ", {"anything"}, {}},
         {"ERROR", {"[ERROR 400] BAD REQUEST", "ERRORCODE: -1"}, {"[error 400]", "[WARN]"}},
         {"ERROR ARGUMENTS",
          {"[ERROR 419] MISSING ARGUMENTS", "ARGUMENTS first, then ERROR"},
          {"[ERROR 400] BAD REQUEST"}},
         {"\"INTERNAL SERVER ERROR\"",
          {"[ERROR 500] INTERNAL SERVER ERROR"},
          {"INTERNAL ERROR SERVER"}},
         {"\"say \\\"hi\\\"\"", {"they say \"hi\""}, {"they say hi"}},
         {"\"a\\\\b\"", {"a\\b"}, {"ab"}},
         {"ERROR -ARGUMENTS",
          {"[ERROR 400] BAD REQUEST"},
          {"[ERROR 419] MISSING ARGUMENTS", "[WARN]"}},
         {"\"ERROR\" - \"Exiting\"", {"ERROR here"}, {"Exiting with ERRORCODE: -1"}},
         {"-\"not this\"", {"that"}, {"not this"}},
         {"?ERROR ?WARN", {"ERROR message", "WARN message", "ERROR WARN"}, {"INFO message"}},
         {"?\"a b\" ?c", {"a b", "c"}, {"a", "b"}}});
}

TEST_CASE("terms with a question mark do not count beside others") {
  check({{"?ERROR ?WARN REQUEST", {"INFO REQUEST", "ERROR REQUEST"}, {"ERROR"}},
         {"?ERROR -WARN", {"INFO", "ERROR"}, {"ERROR WARN"}}});
}

TEST_CASE("regular expressions have AWS's few operators") {
  check({{"%AUTHORIZED%", {"[ERROR 401] UNAUTHORIZED REQUEST", "AUTHORIZED"}, {"authorized"}},
         {"%^[hc]at%", {"hat", "cat food"}, {"a hat"}},
         {"%[hc]at$%", {"a hat", "cat\n"}, {"hats"}},
         {"%colou?r%", {"color", "colour"}, {"colouur"}},
         {"%[a-c1]x%", {"bx", "1x"}, {"dx"}},
         {"%[^ab]x%", {"cx"}, {"ax", "x"}},
         {"%ba{3,5}b%", {"baaab", "baaaaab"}, {"baab", "baaaaaab"}},
         {"%ba{2}b%", {"baab"}, {"bab", "baaab"}},
         {"%ba{2,}b%", {"baab", "baaaaaaab"}, {"bab"}},
         {"%ba{0,}b%", {"bb", "bab"}, {"b"}},
         {"%gray|grey%", {"gray", "grey"}, {"gry"}},
         {"%10\\.10\\.0\\.1%", {"from 10.10.0.1"}, {"10910.0.1"}},
         {"%be*n%", {"bn", "been"}, {"bin"}},
         {"%be+n%", {"ben"}, {"bn"}},
         {"%a.c%", {"abc", "a c"}, {"ac"}},
         {"%\\d{1,3}\\.\\d{1,3}%", {"10.1"}, {"a.b"}},
         {"%\\Da\\sb\\wc\\W%", {"xa b_c!"}, {"1a b_c!"}},
         {"%\\S\\x41%", {"xA"}, {" A"}},
         {"%\\[.*\\]%", {"[x]"}, {"x"}},
         {"%a_#=@/;,:-b%", {"a_#=@/;,:-b"}, {"ab"}},
         {"ERROR %5\\d\\d%", {"ERROR 503"}, {"ERROR 403", "503"}},
         {"-%debug|trace%", {"info"}, {"trace it"}}});
}

TEST_CASE("a regular expression takes one pass, however it is written") {
  const auto started = std::chrono::steady_clock::now();
  check({{"%a*a*a*a*a*a*a*a*a*a*b%", {}, {std::string(100'000, 'a')}}});
  CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(20));
}

TEST_CASE("conditions of JSON patterns select, compare and combine") {
  check(
      {{R"({ $.eventType = "UpdateTrail" })", {cloudtrail, cloudtrail + "\n"}, {users, "text"}},
       {"{$.eventType=UpdateTrail}", {cloudtrail}, {}},
       {R"({ $.eventType = "Update*" })", {cloudtrail}, {}},
       {R"({ $.eventType = *Trail })", {cloudtrail}, {}},
       {R"({ $.eventType = *date* })", {cloudtrail}, {}},
       {R"({ $.eventType = "Up*il" })", {R"({"eventType":"Up*il"})"}, {cloudtrail}},
       {R"({ $.eventType = * })", {cloudtrail}, {users}},
       {R"({ $.sourceIPAddress != 123.123.* })",
        {cloudtrail},
        {R"({"sourceIPAddress":"123.123.1.1"})", users}},
       {R"({ $.arrayKey[0] = "value" })", {cloudtrail}, {R"({"arrayKey":"value"})"}},
       {R"({ $.arrayKey[*] = "another value" })", {cloudtrail}, {}},
       {R"({ $.objectList[1].id = 2 })", {cloudtrail}, {R"({"objectList":[{"id":2}]})"}},
       {R"({ $.objectList[*].id = 3 })", {}, {cloudtrail}},
       {R"({ $.*.id = 1 })", {users}, {cloudtrail}},
       {"{ $.SomeObject IS NULL }", {cloudtrail}, {users}},
       {"{ $.SomeOtherObject NOT EXISTS }", {cloudtrail}, {}},
       {"{ $.eventType NOT EXISTS }", {users}, {cloudtrail}},
       {"{ $.ThisFlag IS TRUE }", {cloudtrail}, {users}},
       {"{ $.ThisFlag is false }", {R"({"ThisFlag":false})"}, {cloudtrail}},
       {"{ $.latency >= 500 }", {cloudtrail}, {users, R"({"latency":"1234"})"}},
       {"{ $.latency < 10e3 && $.latency > +1234 }", {cloudtrail}, {}},
       {"{ $.latency <= -1 }", {R"({"latency":-1})"}, {cloudtrail}},
       {"{ $.latency = 1234.50 }", {cloudtrail}, {}},
       {"{ $.code = 400 }", {cloudtrail, R"({"code":400})"}, {}},
       {"{ $.eventType = %^Up[a-z]+% }", {cloudtrail}, {}},
       {"{ $.eventType != %^Up% }", {}, {cloudtrail}},
       {R"({ $.users = 1 })", {}, {users}},
       {R"({ $.users != 1 })", {}, {users}},
       {R"({ $[1] = "b" })", {R"(["a","b"])"}, {R"(["b"])"}},
       {R"({ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") })", {users}, {}},
       {R"({ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" })",
        {},
        {users}},
       {R"({ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch })",
        {users},
        {}},
       {R"({ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch })",
        {},
        {users}}});
}

TEST_CASE("patterns of fields match the number of fields and each condition") {
  const std::string html =
      R"(127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534)";
  const std::string gif =
      R"(127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] "GET /apache_pb.gif HTTP/1.0" 500 5324)";
  check({{"[ip, user, username, timestamp, request, status_code, bytes]", {html, gif}, {"a b"}},
         {"[ip, user, username, timestamp, request, status_code = 4*, bytes]", {html}, {gif}},
         {"[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]",
          {html},
          {gif}},
         {"[..., status_code, bytes > 2000]", {gif}, {html}},
         {"[ip, user, ..., status_code = 404, bytes]", {html}, {gif}},
         {"[ip=\"127.0.0.1\", ...]", {html}, {"10.0.0.1"}},
         {"[ip, ..., a, b, c, d, e, f]", {html}, {"1 2 3"}},
         {"[..., request=*.html*, status_code=4*,]", {html}, {gif}},
         {"[..., status_code = 4* && status_code != 403, bytes]", {html}, {gif}},
         {"[..., status_code = 404 || status_code = 500, bytes]", {html, gif}, {}},
         {"[ip=%127\\.0\\.0\\.[1-9]%, ...]", {html}, {"128.0.0.1"}},
         {"[w1=ERROR, w2]", {"ERROR message"}, {"ERROR WARN message", "WARN message"}},
         {"[w1=ERROR || w1=WARN, w2]", {"ERROR message\n", "WARN message"}, {"INFO message"}},
         {"[w1!=ERROR&&w1!=WARN, w2]", {"INFO message"}, {"ERROR message"}},
         {"[...]", {"", "a b c"}, {}}});
  CHECK(fields_between_spaces("a  [b c] \"d e\" [f \"g\n") ==
        std::vector<std::string_view>{"a", "b c", "d e", "[f", "\"g"});
}

TEST_CASE("what is no filter pattern is refused in AWS's words") {
  const std::string invalid = "InvalidParameterException: Invalid filter pattern";
  const auto character = [](char which) {
    return "InvalidParameterException: Invalid character(s) in term '" + std::string(1, which) +
           "'";
  };
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"email@domain.com", character('@')},
      {"?Status: timeout", character(':')},
      {"failed (again)", character('(')},
      {"\"key\":[]", character(':')},
      {"\"unclosed", character('"')},
      {"%unclosed", character('%')},
      {"-", invalid},
      {"{ $.a = 1",
       "InvalidParameterException: If a filter pattern starts with '{' it must end "
       "with '}'"},
      {"[a, b",
       "InvalidParameterException: If a filter pattern starts with '[' it must end with ']'"},
      {"{}", invalid},
      {"{ $ = 1 }", character(' ')},
      {"{ $.a }", invalid},
      {"{ a = 1 }", character('a')},
      {"{ $.\"a-b\" = 1 }", character('"')},
      {"{ $.a = one@b }", character('@')},
      {"{ $.a > text }", invalid},
      {"{ $.a IS EMPTY }", invalid},
      {"{ $.a EXISTS }", character('E')},
      {"{ $.a IN [1, 2] }", character('I')},
      {"{ ($.a = 1 }", invalid},
      {"{ $.a = 1) }", character(')')},
      {"{ $.a[x] = 1 }", character('x')},
      {"{ $.a = %a% || $.b = %b% || $.c = %c% }", invalid},
      {"{ " + std::string(60, '(') + "$.a = 1" + std::string(60, ')') + " }", invalid},
      {"[a, ..., b, ...]", invalid},
      {"[ip, status = 4* && bytes > 1000]", invalid},
      {"[a = ]", invalid},
      {"[a (b)]", character('(')},
      {"%something!%", character('!')},
      {"%(group)%", character('(')},
      {"%a b%", character(' ')},
      {"%[abc%", invalid},
      {"%[z-a]%", invalid},
      {"%*a%", invalid},
      {"%a{2%", invalid},
      {"%a{3,2}%", invalid},
      {"%a{99999}%", invalid},
      {"%a{1000}b{1000}c{1000}%", invalid},
      {"%\\xzz%", invalid}};
  for (const auto& [pattern, message] : rows) {
    INFO("pattern: " << pattern);
    CHECK(refusal(pattern) == message);
  }
}
