#include "tests/deploy/template_case.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace tombola::tests {
namespace {

constexpr std::array<std::string_view, 11> keywords = {
    "template",   "previous",    "parameters", "known",     "imports", "stored",
    "= document", "= resources", "= outputs",  "= changes", "!"};

// The keyword that the line begins with; empty: it goes on with the block before.
std::string_view keyword_of(const std::string& line) {
  for (const std::string_view keyword : keywords) {
    if (line.starts_with(keyword) &&
        (line.size() == keyword.size() || line[keyword.size()] == ' ')) {
      return keyword;
    }
  }
  return {};
}

}  // namespace

const TemplateBlock* TemplateCase::find(const std::string& keyword) const {
  const auto found = std::find_if(blocks.begin(), blocks.end(), [&](const TemplateBlock& block) {
    return block.keyword == keyword;
  });
  return found == blocks.end() ? nullptr : &*found;
}

std::vector<TemplateCase> read_template_cases(const std::string& path) {
  std::ifstream file(path);
  std::vector<TemplateCase> cases;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with("# ") || (line.empty() && cases.empty())) {
      continue;
    }
    if (line.starts_with("case ")) {
      cases.push_back({line.substr(5), {}});
      continue;
    }
    if (cases.empty()) {
      throw std::runtime_error(path + ":" + std::to_string(number) + ": no case begun");
    }
    std::vector<TemplateBlock>& blocks = cases.back().blocks;
    const std::string_view keyword = keyword_of(line);
    if (!keyword.empty()) {
      const std::size_t text = std::min(keyword.size() + 1, line.size());
      blocks.push_back({std::string(keyword), line.substr(text), number});
    } else if (!blocks.empty()) {
      blocks.back().text += "\n" + line;
    } else if (!line.empty()) {
      throw std::runtime_error(path + ":" + std::to_string(number) + ": what is \"" + line + "\"?");
    }
  }
  return cases;
}

}  // namespace tombola::tests
