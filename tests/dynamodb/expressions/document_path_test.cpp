#include "dynamodb/expressions/document_path.h"

#include <catch2/catch.hpp>

#include "tests/dynamodb/expressions/expression_test_support.h"

namespace tombola::dynamodb {
namespace {

// "a.b[1]", for tests only: names are letters.
DocumentPath path_of(std::string_view text) {
  std::vector<PathElement> elements;
  std::string word;
  auto flush = [&] {
    if (!word.empty()) elements.push_back(PathElement::of_name(word));
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') {
      flush();
      elements.push_back(PathElement::of_index(static_cast<std::uint32_t>(text[i + 1] - '0')));
      i += 2;
    } else if (text[i] == '.') {
      flush();
    } else {
      word += text[i];
    }
  }
  flush();
  return DocumentPath(std::move(elements));
}

TEST_CASE("a path prints as AWS prints it") {
  CHECK(path_of("a").to_string() == "[a]");
  CHECK(path_of("a.b[1].c").to_string() == "[a, b, [1], c]");
  CHECK(path_of("a[0][9]").to_string() == "[a, [0], [9]]");
}

TEST_CASE("a path finds what stands there and nothing else") {
  AttributeMap item = tests::item_of(
      R"({"a":{"M":{"b":{"L":[{"S":"x"},{"M":{"c":{"N":"1"}}}]}}},"s":{"S":"text"},"ss":{"SS":["q"]}})");
  CHECK(*path_of("s").find_in(item) == AttributeValue("text"));
  CHECK(*path_of("a.b[0]").find_in(item) == AttributeValue("x"));
  CHECK(*path_of("a.b[1].c").find_in(item) == AttributeValue(Number(1)));
  CHECK(path_of("a.b[2]").find_in(item) == nullptr);
  CHECK(path_of("a[0]").find_in(item) == nullptr);
  CHECK(path_of("a.b.c").find_in(item) == nullptr);
  CHECK(path_of("s.x").find_in(item) == nullptr);
  CHECK(path_of("ss[0]").find_in(item) == nullptr);
  CHECK(path_of("missing").find_in(item) == nullptr);
}

TEST_CASE(
    "paths overlap when one leads into the other, and conflict when they disagree on a kind") {
  struct Case {
    const char* one;
    const char* two;
    PathClash clash;
  };
  const Case cases[] = {
      {"a", "b", PathClash::None},          {"a", "a", PathClash::Overlap},
      {"a", "a.b", PathClash::Overlap},     {"a.b[1]", "a", PathClash::Overlap},
      {"a.b", "a.c", PathClash::None},      {"a[0]", "a[1]", PathClash::None},
      {"a[0]", "a.b", PathClash::Conflict}, {"a[0].b", "a[0][1]", PathClash::Conflict},
      {"a.b", "b.a", PathClash::None},      {"a[1].b", "a[2][3]", PathClash::None},
      {"ab", "a", PathClash::None},
  };
  for (const Case& c : cases) {
    CAPTURE(c.one, c.two);
    CHECK(clash_of(path_of(c.one), path_of(c.two)) == c.clash);
    CHECK(clash_of(path_of(c.two), path_of(c.one)) == c.clash);
  }
}

TEST_CASE("of several clashes an overlap is told first, its paths in the order given") {
  auto error = [](std::initializer_list<const char*> texts) {
    std::vector<DocumentPath> paths;
    for (const char* text : texts) paths.push_back(path_of(text));
    return path_clash_error(paths);
  };
  CHECK(error({}).empty());
  CHECK(error({"a"}).empty());
  CHECK(error({"a", "b", "c[1]", "c[2]"}).empty());
  // The sentences as AWS gives them.
  CHECK(
      error({"d[1]", "d.b", "c[1].a", "c"}) ==
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
      "one: [c, [1], a], path two: [c]");
  CHECK(
      error({"c", "c.a"}) ==
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
      "one: [c], path two: [c, a]");
  CHECK(error({"a.c", "a[1]"}) ==
        "Two document paths conflict with each other; must remove or rewrite one of these paths; "
        "path one: [a, c], path two: [a, [1]]");
}

TEST_CASE("a name with a dot in it is one element") {
  DocumentPath path = DocumentPath::attribute("a.b");
  AttributeMap item{{"a.b", AttributeValue("x")}};
  CHECK(*path.find_in(item) == AttributeValue("x"));
  CHECK_FALSE(path.is_nested());
}

}  // namespace
}  // namespace tombola::dynamodb
