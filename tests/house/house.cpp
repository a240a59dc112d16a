#include "tests/house/house.h"

#include <algorithm>
#include <fstream>
#include <string_view>

namespace tombola::test {

namespace fs = std::filesystem;

fs::path source_root() {
  return TOMBOLA_SOURCE_DIR;
}

std::vector<std::string> source_files(const std::vector<std::string>& folders) {
  std::vector<std::string> files;
  for (const std::string& folder : folders) {
    if (!fs::exists(source_root() / folder)) {
      continue;
    }
    const fs::recursive_directory_iterator all(source_root() / folder);
    for (auto at = fs::begin(all); at != fs::end(all); ++at) {
      const fs::directory_entry& entry = *at;
      if (entry.path().filename() == "node_modules") {
        at.disable_recursion_pending();
      }
      const std::string extension = entry.path().extension().string();
      if (entry.is_regular_file() && (extension == ".h" || extension == ".cpp")) {
        files.push_back(fs::relative(entry.path(), source_root()).string());
      }
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream stream(source_root() / file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::vector<Include> includes_of(const std::string& file) {
  constexpr std::string_view directive = "#include ";
  std::vector<Include> includes;
  int number = 0;
  for (const std::string& line : lines_of(file)) {
    ++number;
    if (!line.starts_with(directive) || line.size() <= directive.size()) {
      continue;
    }
    const char open = line[directive.size()];
    const std::size_t begin = directive.size() + 1;
    const std::size_t end = line.find(open == '<' ? '>' : '"', begin);
    if ((open == '<' || open == '"') && end != std::string::npos) {
      includes.push_back({file, number, line.substr(begin, end - begin), open == '"'});
    }
  }
  return includes;
}

}  // namespace tombola::test
