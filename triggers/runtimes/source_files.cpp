// One search for both languages: a list of files that grows while it is walked; each file's text
// names candidates, and those that exist and are new join the list.
#include "triggers/runtimes/source_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include <sys/stat.h>

#include "dynamodb/limits.h"

namespace tombola::triggers {

namespace fs = std::filesystem;

namespace {

using Paths = std::vector<fs::path>;

std::string read_source(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error || size > limits::handler_source_bytes_max) return {};
  std::ifstream file(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  file.read(text.data(), static_cast<std::streamsize>(size));
  return text;
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

SourceFiles search(const std::string& handler_file,
                   const std::function<Paths(const fs::path&, std::string_view)>& candidates_in) {
  SourceFiles found;
  std::set<std::string> known;
  const auto add = [&](const fs::path& path) {
    const std::string name = path.lexically_normal().string();
    if (!known.insert(name).second) return;
    found.add(name, stamp_of(name));  // before it is read: a change in between is then seen
  };
  add(handler_file);
  for (std::size_t i = 0; i < found.files().size(); ++i) {
    const fs::path path = found.files()[i].path;
    for (const fs::path& candidate : candidates_in(path, read_source(path))) {
      if (found.files().size() >= limits::handler_source_files_max) return found;
      if (is_file(candidate)) add(candidate);
    }
  }
  return found;
}

// Any quoted text that starts with ./ or ../ may be the name of a module.
Paths javascript_candidates(const fs::path& path, std::string_view text) {
  constexpr std::size_t name_length_max = 300;
  Paths candidates;
  for (std::size_t at = 0; (at = text.find_first_of("'\"`", at)) != std::string_view::npos; ++at) {
    const std::string_view name = text.substr(at + 1, name_length_max);
    if (name.substr(0, 2) != "./" && name.substr(0, 3) != "../") continue;
    const std::size_t end = name.find_first_of("'\"`\n");
    if (end == std::string_view::npos) continue;
    const std::string target = (path.parent_path() / name.substr(0, end)).string();
    for (const char* ending : {"", ".js", ".mjs", ".cjs", ".json", "/index.js", "/package.json"}) {
      candidates.emplace_back(target + ending);
    }
  }
  return candidates;
}

std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t(,"), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(" \t\r,();#\\"));
  line.remove_prefix(word.size());
  return word;
}

// The module `name` ("a.b"; "" for the folder itself) below `folder`: a/b.py, a/b/__init__.py, and
// the packages on the way.
void add_python_module(Paths& candidates, fs::path folder, std::string_view name) {
  while (!name.empty()) {
    const std::size_t dot = name.find('.');
    const std::string part(name.substr(0, dot));
    candidates.push_back(folder / (part + ".py"));
    folder /= part;
    candidates.push_back(folder / "__init__.py");
    name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
  }
}

// from a import b, c; from ..a import b: the module itself, and each name that may be a module in
// it.
void add_python_from(Paths& candidates, fs::path folder, std::string_view rest,
                     const fs::path& root) {
  std::string_view module = take_word(rest);
  if (module.substr(0, 1) != ".") {
    folder = root;
  } else {
    module.remove_prefix(1);
    for (; module.substr(0, 1) == "."; module.remove_prefix(1)) folder = folder.parent_path();
    candidates.push_back(folder / "__init__.py");
  }
  add_python_module(candidates, folder, module);
  take_word(rest);  // "import"
  const std::string inside = module.empty() ? "" : std::string(module) + ".";
  for (std::string_view name; !(name = take_word(rest)).empty();) {
    add_python_module(candidates, folder, inside + std::string(name));
  }
}

// import a.b, c as d; and "from". `root` is where absolute names start. Names on further lines
// within parentheses are not read.
Paths python_candidates(const fs::path& path, std::string_view text, const fs::path& root) {
  Paths candidates;
  std::istringstream lines{std::string(text)};
  for (std::string buffer; std::getline(lines, buffer);) {
    std::string_view line = buffer;
    const std::string_view keyword = take_word(line);
    if (keyword == "import") {
      for (std::string_view name; !(name = take_word(line)).empty();) {
        add_python_module(candidates, root, name);
      }
    } else if (keyword == "from") {
      add_python_from(candidates, path.parent_path(), line, root);
    }
  }
  return candidates;
}

}  // namespace

FileStamp stamp_of(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return {};
  constexpr std::int64_t nanoseconds = 1'000'000'000;
  return {status.st_mtim.tv_sec * nanoseconds + status.st_mtim.tv_nsec, status.st_size,
          static_cast<std::int64_t>(status.st_ino)};
}

void SourceFiles::add(std::string path, FileStamp stamp) {
  files_.push_back({std::move(path), stamp});
}

bool SourceFiles::changed() const {
  for (const File& file : files_) {
    if (stamp_of(file.path) != file.stamp) return true;
  }
  return false;
}

SourceFiles find_javascript_sources(const std::string& handler_file) {
  return search(handler_file, javascript_candidates);
}

SourceFiles find_python_sources(const std::string& handler_file, const std::string& root) {
  const fs::path start = root.empty() ? fs::path(handler_file).parent_path() : fs::path(root);
  return search(handler_file, [&start](const fs::path& path, std::string_view text) {
    return python_candidates(path, text, start);
  });
}

}  // namespace tombola::triggers
