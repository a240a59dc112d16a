// Runs mapping_templates.test beside it, whose head tells the format, and what no text case can say.
#include "services/api_gateway/mapping_template.h"

#include <fstream>
#include <random>

#include <catch2/catch.hpp>

#include "services/api_gateway/velocity/parser.h"

using namespace tombola::services::api_gateway;
using nlohmann::ordered_json;

namespace {

// \n and \s, which the lines of the file cannot have at their ends.
std::string unescaped(std::string text) {
  for (const auto& [mark, letter] : {std::pair{"\\n", "\n"}, std::pair{"\\s", " "}}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
      text.replace(at, 2, letter);
    }
  }
  return text;
}

NamedTexts texts_of(const ordered_json& object) {
  NamedTexts texts;
  for (const auto& [name, value] : object.items()) {
    texts.emplace_back(name, value.get<std::string>());
  }
  return texts;
}

MappingInput input_of(const ordered_json& given) {
  const auto member = [&](const char* name) { return given.value(name, ordered_json::object()); };
  const ordered_json path = member("path");
  const ordered_json query = member("query");
  const ordered_json headers = member("headers");
  return {
      given.value("body", ""), texts_of(path),
      texts_of(query),         texts_of(headers),
      member("context"),       given.value("stageVariables", std::map<std::string, std::string>())};
}

struct Outcome {
  Mapped mapped;
  std::string error;
};

Outcome outcome_of(const std::string& text, const MappingInput& input) {
  try {
    return {map_body(text, input), ""};
  } catch (const TemplateError& error) {
    return {{}, error.what()};
  }
}

}  // namespace

TEST_CASE("mapping templates write what their text cases say") {
  std::ifstream file(std::string(TOMBOLA_SOURCE_DIR) +
                     "/tests/services/api_gateway/mapping_templates.test");
  REQUIRE(file);
  MappingInput input;
  Outcome outcome;
  std::string name;
  std::size_t checked = 0;
  int line_number = 0;
  for (std::string line; std::getline(file, line);) {
    ++line_number;
    const std::size_t space = line.find(' ');
    const std::string keyword = line.substr(0, space);
    const std::string text = space == std::string::npos ? "" : line.substr(space + 1);
    INFO("line " << line_number << ", case " << name << ": " << line
                 << "\nerror: " << outcome.error);
    if (keyword == "case") {
      name = text;
      input = {};
    } else if (keyword == "given") {
      input = input_of(ordered_json::parse(text));
    } else if (keyword == "template") {
      outcome = outcome_of(unescaped(text), input);
    } else if (keyword == "=") {
      ++checked;
      CHECK(outcome.error == "");
      CHECK(outcome.mapped.body == unescaped(text));
    } else if (keyword == "!") {
      ++checked;
      CHECK(outcome.error == text);
    } else if (keyword == "response") {
      CHECK(outcome.mapped.response_override == ordered_json::parse(text));
    } else if (keyword == "request") {
      CHECK(outcome.mapped.request_override == ordered_json::parse(text));
    } else if (!line.empty() && keyword != "#" && !keyword.starts_with("#")) {
      FAIL("no keyword");
    }
  }
  CHECK(checked > 30);
}

// A template comes from whoever deploys: whatever it is, it is rendered or refused.
TEST_CASE("no template does harm") {
  const std::vector<std::string> pieces = {"#set($a = [])",
                                           "$a.add($a)",
                                           "$a",
                                           "#if(",
                                           ")",
                                           "#end",
                                           "#foreach($i in ",
                                           "$a.",
                                           "[",
                                           "]",
                                           "{",
                                           "}",
                                           "\"",
                                           "'",
                                           "$input.path('$..a[?(@.b",
                                           "(",
                                           "$!{",
                                           "#else",
                                           " == ",
                                           "x",
                                           "1..",
                                           "9",
                                           "$util.parseJson(",
                                           "$input.json(\"$",
                                           "\\",
                                           "#",
                                           "$",
                                           "!",
                                           "&&",
                                           ",",
                                           ":",
                                           "-",
                                           "$foreach"};
  const auto seed = std::random_device()();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  MappingInput input;
  input.body = R"({"a":[{"b":1},{"b":{"a":2}}]})";
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto count = random() % 20; count > 0; --count) {
      text += pieces[random() % pieces.size()];
    }
    INFO(text);
    outcome_of(text, input);
  }
  std::string deep;
  for (int i = 0; i < 5000; ++i) {
    deep += "#if(1)";
  }
  CHECK(outcome_of(deep, input).error == "line 1: nested too deeply");
  CHECK(outcome_of("#set($a = " + std::string(100000, '!') + "1)", input).error ==
        "line 1: nested too deeply");
  CHECK(outcome_of("#set($l = [])#set($x = $l.add($l))#set($m = {\"a\": $l})#set($x = "
                   "$m.put(\"m\", $m))[$m]",
                   input)
            .error == "");
  // Three times in itself would be three to the power of its depth.
  const std::string thrice =
      "#set($l = [])#set($x = $l.add($l))#set($x = $l.add($l))#set($x = $l.add($l))";
  CHECK(outcome_of(thrice + "$l", input).mapped.body == "[null,null,null]");
  CHECK(outcome_of(thrice + "$input.path('$..a')", input).error == "");
  std::string doubled = "#set($l = [1])";
  for (int i = 0; i < 40; ++i) {
    doubled += "#set($l = [$l, $l])";
  }
  CHECK(outcome_of(doubled + "$l", input).error == "a value of the template holds too many others");
  CHECK(outcome_of(std::string(300 * 1024 + 1, 'x'), input).error ==
        "a mapping template has at most 300 KB");
}
