// The source tree as text: what the rules about the house are checked against.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tombola::test {

struct Include {
  std::string file;  // "server/router.cpp", from the root
  int line = 0;
  std::string header;  // as written, without quotes or brackets
  bool quoted = false;
};

std::filesystem::path source_root();

// .h and .cpp files below these folders, from the root, sorted. A folder that is not there has
// none.
std::vector<std::string> source_files(const std::vector<std::string>& folders);

std::vector<std::string> lines_of(const std::string& file);
std::vector<Include> includes_of(const std::string& file);

}  // namespace tombola::test
