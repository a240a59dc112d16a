// A new operation is one file, one line in operations.def and one .test file.
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/house/house.h"

namespace fs = std::filesystem;

namespace {

// The parts between the parentheses of OPERATION(DynamoDB, PutItem, put_item, Inline); none for a
// line of another kind.
std::vector<std::string> parts_of(const std::string& line, const std::string& kind) {
  if (!line.starts_with(kind + "(") || !line.ends_with(")")) {
    return {};
  }
  std::istringstream text(line.substr(kind.size() + 1, line.size() - kind.size() - 2));
  std::vector<std::string> parts;
  for (std::string part; std::getline(text >> std::ws, part, ',');) {
    parts.push_back(part);
  }
  return parts;
}

bool is_row(const std::string& line) {
  return parts_of(line, "OPERATION").size() == 4 || parts_of(line, "UNSERVED").size() == 2;
}

}  // namespace

TEST_CASE("every operation that we serve has its file and its test cases") {
  const fs::path root = tombola::test::source_root();
  std::vector<std::string> missing;
  std::size_t served = 0;
  for (const std::string& line : tombola::test::lines_of("operations/operations.def")) {
    const std::vector<std::string> parts = parts_of(line, "OPERATION");
    if (parts.size() != 4) {
      continue;
    }
    ++served;
    const std::string name = (parts[0] == "DynamoDB" ? "dynamodb/" : "streams/") + parts[2];
    for (const std::string& file :
         {"operations/" + name + ".cpp", "tests/operations/" + name + ".test"}) {
      if (!fs::exists(root / file)) {
        missing.push_back(file);
      }
    }
  }
  CHECK(missing == std::vector<std::string>{});
  CHECK(served >= 16);
}

TEST_CASE("every line of operations.def is a row, a comment or empty") {
  std::vector<std::string> strange;
  for (const std::string& line : tombola::test::lines_of("operations/operations.def")) {
    if (!line.empty() && !line.starts_with("//") && !is_row(line)) {
      strange.push_back(line);
    }
  }
  CHECK(strange == std::vector<std::string>{});
}
