// The directory that holds a server's data: a file FORMAT that says what wrote it, and the engine's
// own directory `db` beside it.
//
//   FORMAT   "tombola 1\n": the format version
//   db/      the engine's files
//   code/    the code of functions made through the API
//   work/    what can be made anew: bundled handlers and the like
//
// A directory of a newer or an older format is refused by name, and so is one that holds something
// else, so that a mistyped --data neither harms strange files nor scatters ours among them.
#pragma once

#include <filesystem>
#include <stdexcept>

namespace tombola::storage {

class DataDirectoryError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class DataDirectory {
 public:
  // Of keys, values and positions as this binary writes them; see layout.h.
  static constexpr int format_version = 1;
  // What is made for handlers while they run, and again when it is missing.
  static constexpr std::string_view work_folder = "work";

  // Opens the directory or makes it, parents included. Throws DataDirectoryError that names the
  // path, what is wrong and what to do. Whether another process has it, the engine finds out.
  static DataDirectory open(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path engine_path() const { return path_ / "db"; }
  std::filesystem::path code_path() const { return path_ / "code"; }
  std::filesystem::path work_path() const { return path_ / work_folder; }

 private:
  explicit DataDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

}  // namespace tombola::storage
