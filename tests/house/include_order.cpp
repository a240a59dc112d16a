// The folders stand in one order (docs/architecture.md): a file includes its own folder and those
// it hangs from, nothing else. Look left only.
#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

#include "tests/house/house.h"

using tombola::test::Include;

namespace {

// What each folder hangs from; "embedded" is what the build makes from the folder's own files.
const std::map<std::string, std::vector<std::string>>& house() {
  static const std::map<std::string, std::vector<std::string>> edges = {
      {"dynamodb", {}},
      {"http", {}},
      {"storage/engine", {}},
      {"storage", {"dynamodb", "storage/engine"}},
      {"streams", {"dynamodb", "storage/engine", "storage"}},
      {"services", {"dynamodb", "storage/engine", "storage"}},
      {"triggers",
       {"dynamodb", "storage/engine", "storage", "streams", "services", "http", "embedded"}},
      {"operations",
       {"dynamodb", "storage/engine", "storage", "streams", "services", "triggers", "http"}},
      {"deploy",
       {"dynamodb", "storage/engine", "storage", "streams", "services", "triggers", "operations"}},
      {"server",
       {"dynamodb", "storage/engine", "storage", "streams", "services", "triggers", "http",
        "operations", "deploy"}},
      {"cli",
       {"dynamodb", "storage/engine", "storage", "streams", "services", "triggers", "http",
        "operations", "deploy", "server"}},
      {"console", {}},
  };
  return edges;
}

// The folder of the house that a path belongs to: the longest that fits.
std::string folder_of(const std::string& path) {
  if (path.starts_with("storage/engine/")) {
    return "storage/engine";
  }
  const std::size_t slash = path.find('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::vector<std::string> folders() {
  std::vector<std::string> names;
  for (const auto& [folder, hangs_from] : house()) {
    if (folder != "storage/engine") {  // found with storage
      names.push_back(folder);
    }
  }
  return names;
}

std::string edge(const Include& include, const std::string& why) {
  return include.file + ":" + std::to_string(include.line) + " includes " + include.header + ": " +
         why;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Which system headers would break a folder's promise, and which promise that is.
struct Promise {
  std::vector<std::string> header_starts;
  std::vector<std::string> kept_by;  // the only files or folders that may
  std::string why;
};

}  // namespace

TEST_CASE("every include looks left") {
  std::vector<std::string> offending;
  std::size_t checked = 0;
  for (const std::string& file : tombola::test::source_files(folders())) {
    const std::string from = folder_of(file);
    for (const Include& include : tombola::test::includes_of(file)) {
      if (!include.quoted) {
        continue;
      }
      ++checked;
      const std::string to = folder_of(include.header);
      if (from != to && !contains(house().at(from), to)) {
        offending.push_back(edge(include, from + " does not hang from " + to));
      }
    }
  }
  CHECK(offending == std::vector<std::string>{});
  CHECK(checked > 100);  // it did read the tree
}

TEST_CASE("quotes are for our own headers, brackets for everybody else's") {
  std::vector<std::string> offending;
  std::vector<std::string> everywhere = folders();
  everywhere.push_back("tests");
  everywhere.push_back("bench");
  for (const std::string& file : tombola::test::source_files(everywhere)) {
    for (const Include& include : tombola::test::includes_of(file)) {
      const std::string folder = folder_of(include.header);
      const bool ours =
          house().count(folder) > 0 || contains({"tests", "bench", "cmake", "embedded"}, folder);
      if (ours != include.quoted) {
        offending.push_back(
            edge(include, ours ? "ours, so with quotes" : "not ours, so in brackets"));
      }
    }
  }
  CHECK(offending == std::vector<std::string>{});
}

TEST_CASE("a library stays behind the door that was made for it") {
  const std::vector<Promise> promises = {
      {{"simdjson"}, {"dynamodb/json/", "bench/"}, "only dynamodb/json/ knows simdjson"},
      {{"rocksdb/"},
       {"storage/engine/", "tests/storage/engine/", "bench/"},
       "only storage/engine/ knows RocksDB"},
      {{"boost/beast"}, {"http/", "tests/", "bench/"}, "only http/ knows Beast"},
      {{"CLI/"}, {"cli/", "bench/"}, "only cli/ knows CLI11"},
      {{"zlib"}, {"http/", "tests/http/"}, "only http/ knows zlib"},
      {{"libdeflate"}, {"http/"}, "only http/ knows libdeflate"},
      {{"zstd"}, {"http/", "tests/http/"}, "only http/ knows zstd"},
      {{"openssl/"},
       {"server/", "triggers/functions/", "services/digest.cpp"},
       "only signatures, the names of code and digests need OpenSSL"},
      {{"pugixml"},
       {"services/s3/", "server/", "tests/services/", "tests/server/"},
       "only wires and S3's documents are XML"},
      {{"zip.h"},
       {"triggers/functions/", "tests/triggers/functions/"},
       "only triggers/functions/ knows libzip"},
      {{"yaml-cpp/"}, {"deploy/template/yaml_document.cpp"}, "only one file knows yaml-cpp"},
  };
  std::vector<std::string> everywhere = folders();
  everywhere.push_back("tests");
  everywhere.push_back("bench");
  std::vector<std::string> offending;
  for (const std::string& file : tombola::test::source_files(everywhere)) {
    for (const Include& include : tombola::test::includes_of(file)) {
      for (const Promise& promise : promises) {
        const auto starts = [](const std::string& text) {
          return [&text](const std::string& start) { return text.starts_with(start); };
        };
        if (std::any_of(promise.header_starts.begin(), promise.header_starts.end(),
                        starts(include.header)) &&
            std::none_of(promise.kept_by.begin(), promise.kept_by.end(), starts(file))) {
          offending.push_back(edge(include, promise.why));
        }
      }
    }
  }
  CHECK(offending == std::vector<std::string>{});
}

TEST_CASE("dynamodb/ is pure: no files, threads, clocks, random numbers") {
  const std::vector<std::string> impure = {"atomic", "chrono",     "condition_variable",
                                           "ctime",  "filesystem", "fstream",
                                           "future", "iostream",   "mutex",
                                           "random", "thread",     "time.h",
                                           "cstdio", "sys/time.h", "unistd.h",
                                           "fcntl.h"};
  std::vector<std::string> offending;
  for (const std::string& file : tombola::test::source_files({"dynamodb"})) {
    for (const Include& include : tombola::test::includes_of(file)) {
      if (!include.quoted &&
          (contains(impure, include.header) || include.header.starts_with("boost/"))) {
        offending.push_back(edge(include, "values in, values out"));
      }
    }
  }
  CHECK(offending == std::vector<std::string>{});
}

TEST_CASE("a .cpp file includes its own header first, and every header has #pragma once") {
  const auto files = tombola::test::source_files(folders());
  std::vector<std::string> offending;
  for (const std::string& file : files) {
    if (file.ends_with(".h")) {
      const auto lines = tombola::test::lines_of(file);
      if (std::find(lines.begin(), lines.end(), "#pragma once") == lines.end()) {
        offending.push_back(file + " lacks #pragma once");
      }
      continue;
    }
    const std::string own = file.substr(0, file.size() - 4) + ".h";
    const auto includes = tombola::test::includes_of(file);
    if (std::binary_search(files.begin(), files.end(), own) &&
        (includes.empty() || includes.front().header != own)) {
      offending.push_back(file + " does not include its own header first");
    }
  }
  CHECK(offending == std::vector<std::string>{});
}
