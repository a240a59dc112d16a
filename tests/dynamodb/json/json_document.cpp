#include "dynamodb/json/json_document.h"

#include <limits>
#include <optional>
#include <thread>
#include <utility>

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST_CASE("a document shows its values by type") {
  const JsonDocument document = JsonDocument::parse(
      R"( {"null":null,"yes":true,"no":false,"int":-7,"decimal":1.5,"text":"a\u00e9\n",)"
      R"("array":[1,"x"],"object":{"b":1,"a":2},"big":18446744073709551615} )");
  const JsonValue root = document.root();
  CHECK(root.is_object());
  CHECK(root.size() == 9);
  CHECK(root.find("null")->type() == JsonType::Null);
  CHECK(root.find("yes")->as_bool());
  CHECK_FALSE(root.find("no")->as_bool());
  CHECK(root.find("int")->type() == JsonType::Integer);
  CHECK(root.find("int")->as_integer() == -7);
  CHECK(root.find("int")->as_number() == -7.0);
  CHECK(root.find("decimal")->type() == JsonType::Decimal);
  CHECK(root.find("decimal")->as_number() == 1.5);
  CHECK(root.find("text")->is_string());
  CHECK(root.find("text")->as_string() == "a\xc3\xa9\n");
  CHECK(root.find("array")->is_array());
  CHECK(root.find("array")->size() == 2);
  CHECK(root.find("object")->size() == 2);
  CHECK(root.find("big")->type() == JsonType::Integer);
  CHECK(root.find("big")->as_integer() == std::numeric_limits<std::int64_t>::max());
  CHECK_FALSE(root.find("absent"));
}

TEST_CASE("elements and members come in the order of the text") {
  const JsonDocument document = JsonDocument::parse(R"({"b":[3,1],"a":2,"b":4})");
  std::vector<std::string> names;
  for (const JsonValue::Member member : document.root().members()) {
    names.emplace_back(member.name);
  }
  CHECK(names == std::vector<std::string>{"b", "a", "b"});
  std::vector<std::int64_t> numbers;
  for (const JsonValue element : document.root().find("b")->elements()) {  // the first b
    numbers.push_back(element.as_integer());
  }
  CHECK(numbers == std::vector<std::int64_t>{3, 1});
}

TEST_CASE("a value asked for as another type is an error, not a guess") {
  const JsonDocument document = JsonDocument::parse(R"(["1",1])");
  const JsonValue text = *document.root().elements().begin();
  CHECK_THROWS_AS(text.as_integer(), JsonError);
  CHECK_THROWS_AS(text.as_number(), JsonError);
  CHECK_THROWS_AS(text.as_bool(), JsonError);
  CHECK_THROWS_AS(text.elements(), JsonError);
  CHECK_THROWS_AS(text.members(), JsonError);
  CHECK_THROWS_AS(text.find("a"), JsonError);
  CHECK_THROWS_AS(text.size(), JsonError);
  CHECK_THROWS_AS(document.root().as_string(), JsonError);
}

TEST_CASE("what is not one JSON value is refused") {
  const std::vector<std::string> texts = {"",
                                          " ",
                                          "{",
                                          "}",
                                          "[1",
                                          "{}}",
                                          "{} {}",
                                          "{},",
                                          "{}x",
                                          "[1,]",
                                          "{,}",
                                          R"({"a"})",
                                          R"({"a":})",
                                          "{a:1}",
                                          R"({"a":1,})",
                                          "'a'",
                                          "\"a",
                                          "tru",
                                          "nul",
                                          "NaN",
                                          "01",
                                          "1.",
                                          "+1",
                                          "-",
                                          "1e",
                                          "0x1",
                                          "\"\n\"",
                                          R"("\x")",
                                          R"("\u12")",
                                          R"({"a":1)",
                                          "// c\n1",
                                          "\xef\xbb\xbf{}",
                                          "habababa",
                                          std::string("1\0", 2),
                                          std::string("\0", 1),
                                          "1e400",
                                          "123456789012345678901234567890"};
  for (const std::string& text : texts) {
    INFO(text);
    CHECK_THROWS_AS(JsonDocument::parse(text), JsonError);
  }
  CHECK_THROWS_AS(JsonDocument::parse(std::string_view()), JsonError);
}

TEST_CASE("text that is not UTF-8 is refused") {
  for (const std::string_view bytes :
       {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80"}) {
    CHECK_THROWS_AS(JsonDocument::parse("\"" + std::string(bytes) + "\""), JsonError);
  }
}

TEST_CASE("an escape of half a character is refused, a pair is one character") {
  for (const std::string_view escapes :
       {R"(\ud834)", R"(\udd1e)", R"(\udd1e\ud834)", R"(\ud834x)", R"(\ud834\n)", R"(\ud834\u0041)",
        R"(\\\udd1e)", R"(\ud834\ud834\udd1e)", R"(\uD834)", R"(\uDD1E)", R"(a\n\udfff)"}) {
    INFO(escapes);
    CHECK_THROWS_AS(JsonDocument::parse("\"" + std::string(escapes) + "\""), JsonError);
    CHECK_THROWS_AS(JsonDocument::parse("{\"" + std::string(escapes) + "\":1}"), JsonError);
  }
  CHECK(JsonDocument::parse(R"("\ud834\udd1e")").root().as_string() == "\xf0\x9d\x84\x9e");
  CHECK(JsonDocument::parse(R"("\uD834\uDD1E\u00e9")").root().as_string() ==
        "\xf0\x9d\x84\x9e\xc3\xa9");
  CHECK(JsonDocument::parse(R"("\\udd1e")").root().as_string() == R"(\udd1e)");
}

TEST_CASE("depth is bounded") {
  // simdjson counts the values inside the innermost container as a level, too.
  CHECK(JsonDocument::parse(nested(limits::json_depth_max - 1)).root().is_array());
  CHECK_THROWS_AS(JsonDocument::parse(nested(limits::json_depth_max + 1)), JsonError);
  CHECK_THROWS_AS(JsonDocument::parse(std::string(1'000'000, '[')), JsonError);
  // A large document makes the parser grow; the bound stays.
  const std::string large = "[\"" + std::string(100'000, 'x') + "\"," + nested(600) + "]";
  CHECK_THROWS_AS(JsonDocument::parse(large), JsonError);
}

TEST_CASE("a document does not need the text it was parsed from") {
  std::optional<JsonDocument> document;
  {
    std::string text = R"({"a":"some text that is not short"})";
    document = JsonDocument::parse(text);
    text.assign(text.size(), ' ');
  }
  CHECK(document->root().find("a")->as_string() == "some text that is not short");
}

TEST_CASE("text without room behind its end is read no further") {
  // On the heap and exact, so that AddressSanitizer sees one byte too many.
  for (const std::size_t size : {1U, 63U, 64U, 65U, 4095U, 4096U, 5000U}) {
    std::vector<char> text(size, ' ');
    text[0] = '1';
    CHECK(JsonDocument::parse({text.data(), text.size()}).root().as_integer() == 1);
  }
}

TEST_CASE("documents that live at once do not disturb each other") {
  std::vector<JsonDocument> documents;
  for (int i = 0; i < 20; ++i) {
    documents.push_back(JsonDocument::parse("[" + std::to_string(i) + "]"));
  }
  for (int i = 0; i < 20; ++i) {
    const JsonValue root = documents[static_cast<std::size_t>(i)].root();
    CHECK((*root.elements().begin()).as_integer() == i);
  }
}

TEST_CASE("a document can be moved and its place used again") {
  JsonDocument first = JsonDocument::parse(R"(["first"])");
  JsonDocument second = std::move(first);
  CHECK((*second.root().elements().begin()).as_string() == "first");
  second = JsonDocument::parse(R"(["second"])");
  first = std::move(second);
  CHECK((*first.root().elements().begin()).as_string() == "second");
}

TEST_CASE("a parser is good for the next document after a failure and after a large one") {
  for (int round = 0; round < 3; ++round) {
    CHECK_THROWS_AS(JsonDocument::parse("[1,"), JsonError);
    const std::string large = "\"" + std::string(2'000'000, 'y') + "\"";
    CHECK(JsonDocument::parse(large).root().as_string().size() == 2'000'000);
    CHECK(JsonDocument::parse("[1]").root().size() == 1);
  }
}

TEST_CASE("a document may die on another thread, and after its thread's spare parsers") {
  std::optional<JsonDocument> document = JsonDocument::parse(R"({"a":1})");
  std::thread([&document] {
    CHECK(document->root().find("a")->as_integer() == 1);
    document.reset();
    document = JsonDocument::parse(R"({"a":2})");
  }).join();
  CHECK(document->root().find("a")->as_integer() == 2);

  std::thread([] {
    // Made before the thread has spare parsers, so destroyed after them.
    thread_local std::optional<JsonDocument> late;
    late.reset();
    late = JsonDocument::parse("[1]");
  }).join();
}

}  // namespace
}  // namespace tombola::dynamodb
