// A file has one subject; one that grows past this has two.
#include <catch2/catch.hpp>

#include "tests/house/house.h"

TEST_CASE("no source file is longer than 500 lines") {
  constexpr std::size_t lines_max = 500;
  std::vector<std::string> too_long;
  const auto files = tombola::test::source_files({"dynamodb", "http", "storage", "streams",
                                                  "services", "triggers", "operations", "server",
                                                  "cli", "deploy", "console", "tests", "bench"});
  for (const std::string& file : files) {
    const std::size_t lines = tombola::test::lines_of(file).size();
    if (lines > lines_max) {
      too_long.push_back(file + ": " + std::to_string(lines) + " lines");
    }
  }
  CHECK(too_long == std::vector<std::string>{});
  CHECK(files.size() > 100);
}
