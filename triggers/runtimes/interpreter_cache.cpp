#include "triggers/runtimes/interpreter_cache.h"

#include <cstdlib>
#include <fstream>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "triggers/runtimes/identifiers.h"
#include "triggers/runtimes/source_files.h"

namespace tombola::triggers {

namespace fs = std::filesystem;

namespace {

constexpr int format_version = 1;

nlohmann::json to_row(const std::string& program, const FileStamp& stamp) {
  return {{"version", format_version},
          {"program", program},
          {"size_bytes", stamp.size_bytes},
          {"modified_ns", stamp.modified_ns},
          {"inode", stamp.inode}};
}

bool is_same_file(const std::string& left, const std::string& right) {
  std::error_code missing;
  return fs::equivalent(left, right, missing);
}

}  // namespace

fs::path InterpreterCache::file_of(const std::string& program) const {
  return folder_ / fmt::format("interpreter-{}.json", fs::path(program).filename().string());
}

std::optional<Interpreter> InterpreterCache::find(const std::string& program) const {
  std::ifstream file(file_of(program));
  nlohmann::json row = nlohmann::json::parse(file, nullptr, false);
  if (!row.is_object() || !row.contains("answer")) {
    return std::nullopt;
  }
  const nlohmann::json answer = row["answer"];
  row.erase("answer");
  const FileStamp stamp = stamp_of(program);
  if (!stamp.exists() || row != to_row(program, stamp)) {
    return std::nullopt;
  }
  try {
    Interpreter interpreter;
    answer.at("program").get_to(interpreter.program);
    answer.at("major").get_to(interpreter.major);
    answer.at("minor").get_to(interpreter.minor);
    return interpreter;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

// Under a name of its own first: other servers may share the folder.
void InterpreterCache::keep(const std::string& program, const Interpreter& answer) const {
  const FileStamp stamp = stamp_of(program);
  if (folder_.empty() || !stamp.exists() || !is_same_file(program, answer.program)) {
    return;
  }
  nlohmann::json row = to_row(program, stamp);
  row["answer"] = {{"program", answer.program}, {"major", answer.major}, {"minor", answer.minor}};
  std::error_code failed;
  fs::create_directories(folder_, failed);
  const fs::path draft = fmt::format("{}.{}", file_of(program).string(), random_hex(8));
  std::ofstream file(draft);
  file << row.dump();
  file.close();
  if (file) {
    fs::rename(draft, file_of(program), failed);
  }
  if (!file || failed) {
    fs::remove(draft, failed);
  }
}

fs::path user_cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && fs::path(cache).is_absolute()) {
    return fs::path(cache) / "tombola";
  }
  const char* home = std::getenv("HOME");
  return home != nullptr && fs::path(home).is_absolute() ? fs::path(home) / ".cache" / "tombola"
                                                         : fs::path();
}

}  // namespace tombola::triggers
