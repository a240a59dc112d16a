#include "dynamodb/json/json_text.h"

#include <random>
#include <utility>

#include <catch2/catch.hpp>

#include "dynamodb/json/json_document.h"
#include "tests/dynamodb/model/random_values.h"

namespace tombola::dynamodb {
namespace {

TEST_CASE("a JSON string escapes what it must and nothing else") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", R"("")"},
      {"plain", R"("plain")"},
      {"\"quoted\\", R"("\"quoted\\")"},
      {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
      {std::string("\0\x01\x0b\x1f", 4), R"("\u0000\u0001\u000b\u001f")"},
      {"/ \x7f \xc3\xa9 \xf0\x9d\x84\x9e", "\"/ \x7f \xc3\xa9 \xf0\x9d\x84\x9e\""},
      {"a\nb", R"("a\nb")"},
  };
  for (const auto& [text, written] : cases) {
    CHECK(json_string(text) == written);
  }
}

TEST_CASE("what must be escaped is found wherever it stands") {
  for (std::size_t size = 1; size <= 20; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        const auto one = static_cast<char>(byte);
        const std::string before(at, '!');  // next to '"'
        const std::string after(size - at - 1, '\x7f');
        const std::string alone = json_string(std::string(1, one));
        REQUIRE(json_string(before + one + after) ==
                '"' + before + alone.substr(1, alone.size() - 2) + after + '"');
      }
    }
  }
}

TEST_CASE("a JSON string is appended to what is there") {
  std::string out = "{";
  append_json_string(out, "a");
  CHECK(out == R"({"a")");
}

TEST_CASE("every character comes back from its JSON string") {
  std::string text;
  for (char c = 0; c < 0x7f; ++c) {
    text.push_back(c);
  }
  const JsonDocument document = JsonDocument::parse(json_string(text));
  CHECK(document.root().as_string() == text);
}

// RFC 4648, section 10.
const std::vector<std::pair<std::string, std::string>> rfc_vectors = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

TEST_CASE("base64 is written and read as RFC 4648 has it") {
  for (const auto& [bytes, text] : rfc_vectors) {
    INFO(text);
    CHECK(to_base64(bytes) == text);
    REQUIRE(from_base64(text));
    CHECK(*from_base64(text) == bytes);
  }
  CHECK(to_base64("\xff\xfe\xfd") == "//79");
  CHECK(from_base64("++//") == "\xfb\xef\xff");
}

TEST_CASE("base64 that is not standard is refused") {
  const std::vector<std::string> texts = {
      "Zg",        // no padding
      "Zg=",       // half of it
      "Zm9v=",     // too much of it
      "Zm9v====",  // likewise
      "====",      //
      "=",         //
      "Z===",      // eight bits do not fit into one character
      "Zh==",      // bits behind the last byte
      "Zm9=",      // likewise
      "Zg==Zg==",  // padding inside
      "=m9v",      //
      "Z=9v",      //
      "Zm=v",      //
      "-_-_",      // the URL alphabet
      "Zm9v\n",    //
      "Zm 9",      //
      "Zm9\xff",   //
      "\xff===",   //
  };
  for (const std::string& text : texts) {
    INFO(text);
    CHECK_FALSE(from_base64(text));
  }
}

TEST_CASE("any bytes come back from their base64, and only from that") {
  const unsigned seed = random_seed();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    const std::string bytes = random_bytes(random, 40);
    const std::string text = to_base64(bytes);
    REQUIRE(from_base64(text) == bytes);
    if (!text.empty()) {
      std::string other = text;
      other[random() % other.size()] = "AQgw4/=+-"[random() % 9];
      const auto read = from_base64(other);
      REQUIRE((!read || to_base64(*read) == other));
    }
  }
}

}  // namespace
}  // namespace tombola::dynamodb
