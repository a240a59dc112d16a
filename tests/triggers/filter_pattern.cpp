// Sources: "Lambda event filtering", "Amazon EventBridge event patterns: comparison operators" and
// the documentation of aws/event-ruler; what was recorded on AWS says so.
#include "triggers/filter_pattern.h"

#include <catch2/catch.hpp>

#include "triggers/event_filter.h"

using tombola::dynamodb::JsonDocument;
using tombola::triggers::EventFilter;
using tombola::triggers::FilterMismatch;
using tombola::triggers::FilterPattern;
using tombola::triggers::FilterPatternError;

namespace {

constexpr const char* record = R"({
  "eventID": "0123456789abcdef0123456789abcdef", "eventName": "MODIFY", "eventVersion": "1.1",
  "eventSource": "aws:dynamodb", "awsRegion": "eu-west-2",
  "dynamodb": {
    "ApproximateCreationDateTime": 1740193405.0,
    "Keys": {"id": {"S": "Order#7"}},
    "NewImage": {
      "id": {"S": "Order#7"}, "kind": {"S": "order"}, "empty": {"S": ""}, "count": {"N": "42"},
      "paid": {"BOOL": true}, "note": {"NULL": true}, "tags": {"SS": ["red", "green"]},
      "a.b": {"S": "dotted"}, "umlaut": {"S": "ÄRGER Ж"}, "path": {"S": "a*b\\c"},
      "address": {"S": "10.0.0.33"},
      "lines": {"L": [{"M": {"sku": {"S": "x"}, "left": {"BOOL": true}}},
                      {"M": {"sku": {"S": "y"}}}]}
    },
    "OldImage": {"id": {"S": "Order#7"}},
    "SequenceNumber": "100000000000000000007", "SizeBytes": 300,
    "StreamViewType": "NEW_AND_OLD_IMAGES"
  },
  "eventSourceARN": "arn:aws:dynamodb:eu-west-2:000000000000:table/T/stream/2026-01-02T03:04:05.678",
  "nothing": null, "flags": [true, 5, "text"], "none": []
})";

struct Case {
  const char* pattern;
  bool matches;
};

void check(const std::vector<Case>& cases) {
  const auto document = JsonDocument::parse(record);
  for (const Case& one : cases) {
    CAPTURE(one.pattern);
    const FilterPattern pattern = FilterPattern::parse(one.pattern);
    CHECK(pattern.matches(document.root()) == one.matches);
    CHECK(pattern.mismatch(document.root()).has_value() == !one.matches);
  }
}

// A pattern about the new image, the most common kind.
std::string of_image(const std::string& fields) {
  return R"({"dynamodb":{"NewImage":)" + fields + "}}";
}

void check_image(const std::vector<std::pair<std::string, bool>>& cases) {
  const auto document = JsonDocument::parse(record);
  for (const auto& [fields, matches] : cases) {
    CAPTURE(fields);
    CHECK(FilterPattern::parse(of_image(fields)).matches(document.root()) == matches);
  }
}

}  // namespace

TEST_CASE("a filter's values are compared exactly") {
  check({{R"({"eventName":["MODIFY"]})", true},
         {R"({"eventName":["INSERT"]})", false},
         {R"({"eventName":["modify"]})", false},
         {R"({"eventName":["INSERT","MODIFY"]})", true},
         // Recorded on AWS: eventName and eventSource together.
         {R"({"eventName":["MODIFY"],"eventSource":["aws:dynamodb"]})", true},
         {R"({"eventName":["MODIFY"],"eventSource":["aws:kinesis"]})", false},
         {R"({"nothing":[null]})", true},
         {R"({"eventName":[null]})", false},
         {R"({"missing":[null]})", false},
         {R"({"nothing":[""]})", false},
         {R"({"dynamodb":{"SizeBytes":[300]}})", true},
         {R"({"dynamodb":{"SizeBytes":["300"]}})", false},
         {R"({"dynamodb":{"SequenceNumber":["100000000000000000007"]}})", true},
         {R"({"eventName":["INSERT"],"eventName":["MODIFY"]})", true}});
  check_image({{R"({"kind":{"S":["order"]}})", true},
               {R"({"empty":{"S":[""]}})", true},
               {R"({"kind":{"S":[""]}})", false},
               {R"({"paid":{"BOOL":[true]}})", true},
               {R"({"paid":{"BOOL":[false]}})", false},
               {R"({"paid":{"BOOL":["true"]}})", false},
               {R"({"note":{"NULL":[true]}})", true},
               {R"({"count":{"N":["42"]}})", true},
               {R"({"count":{"N":[42]}})", false}});
}

// Recorded on AWS.
TEST_CASE("the type descriptor is part of a filter's path") {
  check_image({{R"({"kind":["order"]})", false}, {R"({"kind":{"N":["order"]}})", false}});
}

TEST_CASE("strings are matched by prefix, suffix and wildcard, and without their case") {
  check_image({{R"({"id":{"S":[{"prefix":"Order#"}]}})", true},
               {R"({"id":{"S":[{"prefix":"order#"}]}})", false},
               {R"({"id":{"S":[{"prefix":""}]}})", true},
               {R"({"id":{"S":[{"prefix":{"equals-ignore-case":"ORDER"}}]}})", true},
               {R"({"id":{"S":[{"prefix":{"equals-ignore-case":"7"}}]}})", false},
               {R"({"id":{"S":[{"suffix":"#7"}]}})", true},
               {R"({"id":{"S":[{"suffix":"#8"}]}})", false},
               {R"({"id":{"S":[{"suffix":{"equals-ignore-case":"ER#7"}}]}})", true},
               {R"({"kind":{"S":[{"equals-ignore-case":"ORDER"}]}})", true},
               {R"({"kind":{"S":[{"equals-ignore-case":"ORDERS"}]}})", false},
               {R"({"umlaut":{"S":[{"equals-ignore-case":"ärger ж"}]}})", true},
               {R"({"umlaut":{"S":[{"equals-ignore-case":"arger ж"}]}})", false},
               {R"({"id":{"S":[{"wildcard":"Or*#*"}]}})", true},
               {R"({"id":{"S":[{"wildcard":"*7"}]}})", true},
               {R"({"id":{"S":[{"wildcard":"*er*8"}]}})", false},
               {R"({"id":{"S":[{"wildcard":"Order"}]}})", false},
               {R"({"path":{"S":[{"wildcard":"a\\*b\\\\*"}]}})", true},
               {R"({"id":{"S":[{"wildcard":"Order\\*7"}]}})", false},
               {R"({"paid":{"BOOL":[{"prefix":"t"}]}})", false},
               {R"({"address":{"S":[{"cidr":"10.0.0.0/24"}]}})", true},
               {R"({"address":{"S":[{"cidr":"10.0.1.0/24"}]}})", false},
               {R"({"address":{"S":[{"cidr":"::/0"}]}})", false},
               {R"({"kind":{"S":[{"cidr":"0.0.0.0/0"}]}})", false}});
}

TEST_CASE("numeric compares JSON numbers") {
  check({{R"({"dynamodb":{"SizeBytes":[{"numeric":["=",300]}]}})", true},
         {R"({"dynamodb":{"SizeBytes":[{"numeric":["=",3.0e2]}]}})", true},
         {R"({"dynamodb":{"SizeBytes":[{"numeric":["<",300]}]}})", false},
         {R"({"dynamodb":{"SizeBytes":[{"numeric":["<=",300]}]}})", true},
         {R"({"dynamodb":{"SizeBytes":[{"numeric":[">",300]}]}})", false},
         {R"({"dynamodb":{"SizeBytes":[{"numeric":[">=",300]}]}})", true},
         {R"({"dynamodb":{"SizeBytes":[{"numeric":[">",299.5,"<=",300]}]}})", true},
         {R"({"dynamodb":{"SizeBytes":[{"numeric":[">",0,"<",300]}]}})", false},
         {R"({"dynamodb":{"ApproximateCreationDateTime":[{"numeric":[">",1740193404]}]}})", true},
         {R"({"eventName":[{"numeric":["=",5]}]})", false}});
  // Recorded on AWS: an N is a string in the event.
  check_image({{R"({"count":{"N":[{"numeric":["=",42]}]}})", false}});
}

TEST_CASE("anything-but wants a value, and another one") {
  check({{R"({"eventName":[{"anything-but":"INSERT"}]})", true},
         {R"({"eventName":[{"anything-but":"MODIFY"}]})", false},
         {R"({"eventName":[{"anything-but":["INSERT","MODIFY"]}]})", false},
         {R"({"eventName":[{"anything-but":["INSERT","REMOVE"]}]})", true},
         {R"({"missing":[{"anything-but":"x"}]})", false},
         {R"({"eventName":[{"anything-but":5}]})", true},
         {R"({"dynamodb":{"SizeBytes":[{"anything-but":300}]}})", false},
         {R"({"dynamodb":{"SizeBytes":[{"anything-but":[100,200]}]}})", true},
         {R"({"nothing":[{"anything-but":"x"}]})", true},
         {R"({"eventName":[{"anything-but":{"prefix":"MOD"}}]})", false},
         {R"({"eventName":[{"anything-but":{"prefix":["INS","REM"]}}]})", true},
         {R"({"eventName":[{"anything-but":{"suffix":"FY"}}]})", false},
         {R"({"eventName":[{"anything-but":{"suffix":["RT","FY"]}}]})", false},
         {R"({"eventName":[{"anything-but":{"equals-ignore-case":"modify"}}]})", false},
         {R"({"eventName":[{"anything-but":{"equals-ignore-case":["insert","remove"]}}]})", true},
         {R"({"eventName":[{"anything-but":{"wildcard":"M*Y"}}]})", false},
         {R"({"eventName":[{"anything-but":{"wildcard":["I*","R*"]}}]})", true}});
}

TEST_CASE("exists is about leaves") {
  check({{R"({"eventName":[{"exists":true}]})", true},
         {R"({"eventName":[{"exists":false}]})", false},
         {R"({"missing":[{"exists":true}]})", false},
         {R"({"missing":[{"exists":false}]})", true},
         {R"({"nothing":[{"exists":true}]})", true},
         {R"({"none":[{"exists":true}]})", false},
         {R"({"none":[{"exists":false}]})", true},
         {R"({"userIdentity":{"type":[{"exists":false}]}})", true},
         {R"({"dynamodb":[{"exists":true}]})", false},
         {R"({"dynamodb":[{"exists":false}]})", true},
         {R"({"eventName":{"deeper":[{"exists":false}]}})", true},
         {R"({"eventName":[{"exists":false},"MODIFY"]})", true}});
  // Recorded on AWS.
  check_image({{R"({"kind":[{"exists":true}]})", false},
               {R"({"kind":[{"exists":false}]})", true},
               {R"({"kind":{"S":[{"exists":true}]}})", true},
               {R"({"other":{"S":[{"exists":true}]}})", false},
               {R"({"other":{"S":[{"exists":false}]}})", true}});
}

TEST_CASE("of an array in the record one element must match") {
  check({{R"({"flags":[5]})", true},
         {R"({"flags":["text"]})", true},
         {R"({"flags":[false]})", false},
         {R"({"flags":[{"anything-but":"text"}]})", true},
         {R"({"none":[null]})", false}});
  check_image({{R"({"tags":{"SS":["green"]}})", true},
               {R"({"tags":{"SS":["blue"]}})", false},
               {R"({"lines":{"L":{"M":{"sku":{"S":["y"]}}}}})", true},
               // All of it in one and the same element.
               {R"({"lines":{"L":{"M":{"sku":{"S":["x"]},"left":{"BOOL":[true]}}}}})", true},
               {R"({"lines":{"L":{"M":{"sku":{"S":["y"]},"left":{"BOOL":[true]}}}}})", false},
               // No element has it.
               {R"({"lines":{"L":{"M":{"left":{"BOOL":[{"exists":false}]}}}}})", false},
               {R"({"lines":{"L":{"M":{"right":{"BOOL":[{"exists":false}]}}}}})", true}});
}

TEST_CASE("dots join names") {
  check({{R"({"dynamodb.NewImage.kind.S":["order"]})", true},
         {R"({"dynamodb":{"NewImage.kind":{"S":["order"]}}})", true},
         {R"({"dynamodb.NewImage.kind.S":["invoice"]})", false},
         {R"({"dynamodb.NewImage.other.S":[{"exists":false}]})", true},
         {R"({"dynamodb.NewImage.kind.S":[{"exists":false}]})", false}});
  check_image({{R"({"a.b":{"S":["dotted"]}})", true}});
}

TEST_CASE("$or wants one of several objects") {
  check(
      {{R"({"$or":[{"eventName":["INSERT"]},{"awsRegion":["eu-west-2"]}]})", true},
       {R"({"$or":[{"eventName":["INSERT"]},{"awsRegion":["us-east-1"]}]})", false},
       {R"({"eventName":["INSERT"],"$or":[{"awsRegion":["eu-west-2"]},{"eventVersion":["1.1"]}]})",
        false},
       {R"({"dynamodb":{"$or":[{"SizeBytes":[1]},{"Keys":{"id":{"S":["Order#7"]}}}]}})", true},
       {R"({"$or":[{"eventName":["MODIFY"],"awsRegion":["x"]},{"eventName":["INSERT"]}]})", false},
       {R"({"$or":[{"eventName":["INSERT"]},{"eventSource":["aws:dynamodb"],
              "$or":[{"awsRegion":["x"]},{"awsRegion":["eu-west-2"]}]}]})",
        true},
       // Not the operator: one object only, or operators in it.
       {R"({"$or":{"eventName":["MODIFY"]}})", false}});
}

TEST_CASE("patterns that EventBridge refuses are refused, in AWS's words") {
  // The sentence was recorded on AWS.
  for (const char* text : {"",
                           "{",
                           "[]",
                           "\"eventName\"",
                           "null",
                           "{}",
                           R"({"eventName":"INSERT"})",
                           R"({"eventName":null})",
                           R"({"eventName":5})",
                           R"({"eventName":[]})",
                           R"({"dynamodb":{}})",
                           R"({"eventName":[["INSERT"]]})",
                           R"({"eventName":[{}]})",
                           R"({"eventName":[{"prefix":"a","suffix":"b"}]})",
                           R"({"eventName":[{"begins":"a"}]})",
                           R"({"eventName":[{"prefix":5}]})",
                           R"({"eventName":[{"prefix":null}]})",
                           R"({"eventName":[{"prefix":{"suffix":"a"}}]})",
                           R"({"eventName":[{"suffix":[]}]})",
                           R"({"eventName":[{"equals-ignore-case":true}]})",
                           R"({"eventName":[{"equals-ignore-case":["a"]}]})",
                           R"({"eventName":[{"wildcard":"a**b"}]})",
                           R"({"eventName":[{"wildcard":"a\\b"}]})",
                           R"({"eventName":[{"wildcard":"a\\"}]})",
                           R"({"eventName":[{"numeric":[]}]})",
                           R"({"eventName":[{"numeric":5}]})",
                           R"({"eventName":[{"numeric":["="]}]})",
                           R"({"eventName":[{"numeric":["=","5"]}]})",
                           R"({"eventName":[{"numeric":["!=",5]}]})",
                           R"({"eventName":[{"numeric":[">",1,">",2]}]})",
                           R"({"eventName":[{"numeric":["<",5,">",1]}]})",
                           R"({"eventName":[{"numeric":["=",5,"<",6]}]})",
                           R"({"eventName":[{"numeric":[">",5,"<",5]}]})",
                           R"({"eventName":[{"numeric":[">",6,"<",5]}]})",
                           R"({"eventName":[{"numeric":["<",5000000001]}]})",
                           R"({"eventName":[{"exists":"true"}]})",
                           R"({"eventName":[{"exists":null}]})",
                           R"({"eventName":[{"anything-but":null}]})",
                           R"({"eventName":[{"anything-but":true}]})",
                           R"({"eventName":[{"anything-but":[]}]})",
                           R"({"eventName":[{"anything-but":["a",5]}]})",
                           R"({"eventName":[{"anything-but":[null]}]})",
                           R"({"eventName":[{"anything-but":{}}]})",
                           R"({"eventName":[{"anything-but":{"numeric":["=",5]}}]})",
                           R"({"eventName":[{"anything-but":{"prefix":5}}]})",
                           R"({"eventName":[{"anything-but":{"prefix":[]}}]})",
                           R"({"eventName":[{"cidr":"10.0.0.0"}]})",
                           R"({"eventName":[{"cidr":"10.0.0.0/33"}]})",
                           R"({"eventName":[{"cidr":"ten/8"}]})",
                           R"({"$or":[{"eventName":["INSERT"]}]})",
                           R"({"$or":[{"prefix":"a"},{"numeric":5}]})",
                           R"({"$or":[{"eventName":["INSERT"]},{}]})"}) {
    CAPTURE(text);
    CHECK_THROWS_WITH(FilterPattern::parse(text), "Invalid filter pattern definition.");
  }
  const auto of_size = [](std::size_t size) {
    const std::string head = R"({"a":[")";
    const std::string tail = R"("]})";
    return head + std::string(size - head.size() - tail.size(), 'x') + tail;
  };
  CHECK_NOTHROW(FilterPattern::parse(of_size(4096)));
  CHECK_THROWS_AS(FilterPattern::parse(of_size(4097)), FilterPatternError);
}

TEST_CASE("a refused pattern says to people where and why") {
  const auto why = [](const char* text) {
    try {
      FilterPattern::parse(text);
    } catch (const FilterPatternError& error) {
      return error.why();
    }
    return std::string("accepted");
  };
  CHECK(why("nonsense") == "a pattern is JSON");
  CHECK(why(R"({"dynamodb":{"Keys":{"id":{"S":"x"}}}})") ==
        "dynamodb.Keys.id.S: a value stands in an array");
  CHECK(why(R"({"eventName":[{"starts":"x"}]})") == "eventName: unknown operator 'starts'");
}

TEST_CASE("the clause that a record fails is named") {
  const auto document = JsonDocument::parse(record);
  const auto mismatch = [&](const std::string& text) {
    return FilterPattern::parse(text).mismatch(document.root()).value();
  };
  CHECK(mismatch(of_image(R"({"kind":{"S":["invoice",{"prefix":"re"}]}})")) ==
        FilterMismatch{"dynamodb.NewImage.kind.S", R"(["invoice",{"prefix":"re"}])", R"("order")"});
  CHECK(mismatch(of_image(R"({"tags":{"SS":["blue"]}})")).found == R"("red", "green")");
  CHECK(mismatch(of_image(R"({"kind":["order"]})")) ==
        FilterMismatch{"dynamodb.NewImage.kind", R"(["order"])", "nothing"});
  CHECK(mismatch(R"({"eventName":["MODIFY"],"awsRegion":["x"]})").path == "awsRegion");
  CHECK(mismatch(R"({"dynamodb":{"SizeBytes":[1]}})").found == "300");
  CHECK(mismatch(R"({"dynamodb":{"$or":[{"SizeBytes":[1]},{"SizeBytes":[2]}]}})") ==
        FilterMismatch{"dynamodb.$or", R"([{"SizeBytes":[1]},{"SizeBytes":[2]}])", "none of them"});
}

TEST_CASE("a record passes when one of the filters matches, or there are none") {
  CHECK(EventFilter().passes(record));
  CHECK(EventFilter({R"({"eventName":["INSERT"]})", R"({"eventName":["MODIFY"]})"}).passes(record));
  const EventFilter none({R"({"eventName":["INSERT"]})", R"({"eventName":["REMOVE"]})"});
  CHECK_FALSE(none.passes(record));
  CHECK(none.mismatches(record).size() == 2);
  CHECK(EventFilter({R"({"eventName":["INSERT"]})", R"({"eventName":["MODIFY"]})"})
            .mismatches(record)
            .empty());
}

TEST_CASE("a pattern's clauses are told in order, with their paths") {
  const auto clauses =
      FilterPattern::parse(
          R"({"eventName":["INSERT"],"$or":[{"a":{"b":["x"]}},{"c":[{"exists":false}]}]})")
          .clauses();
  REQUIRE(clauses.size() == 3);
  CHECK(clauses[0].path == std::vector<std::string>{"eventName"});
  CHECK(clauses[1].path == std::vector<std::string>{"a", "b"});
  CHECK(clauses[2].text == R"([{"exists":false}])");
}
