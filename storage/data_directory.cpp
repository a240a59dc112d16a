#include "storage/data_directory.h"

#include <charconv>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace tombola::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view format_file = "FORMAT";
// Written first and renamed: a crash leaves either no FORMAT or a whole one.
constexpr std::string_view unfinished_format_file = "FORMAT.new";
constexpr std::string_view format_name = "tombola ";

// The version that FORMAT's text states; nothing if it is not ours.
std::optional<int> parse_format(std::string_view text) {
  if (!text.starts_with(format_name)) {
    return std::nullopt;
  }
  text.remove_prefix(format_name.size());
  while (text.ends_with('\n')) {
    text.remove_suffix(1);
  }
  int version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  return error == std::errc() && end == text.data() + text.size() && version >= 0
             ? std::optional(version)
             : std::nullopt;
}

void check_format(const fs::path& path) {
  std::ifstream file(path / format_file);
  std::string line;
  if (!file || !std::getline(file, line)) {
    throw DataDirectoryError(fmt::format(
        "{}: its file FORMAT cannot be read; choose another directory with --data", path.string()));
  }
  const std::optional<int> version = parse_format(line);
  if (!version) {
    throw DataDirectoryError(
        fmt::format("{}: its file FORMAT is not Tombola's; choose another directory with --data",
                    path.string()));
  }
  if (*version > DataDirectory::format_version) {
    throw DataDirectoryError(fmt::format(
        "{}: written by a newer Tombola (format {}, this one reads {}); use that one, or another "
        "directory with --data",
        path.string(), *version, DataDirectory::format_version));
  }
  if (*version < DataDirectory::format_version) {
    throw DataDirectoryError(fmt::format(
        "{}: written by an older Tombola (format {}, this one reads {}); remove the directory to "
        "start anew, or choose another with --data",
        path.string(), *version, DataDirectory::format_version));
  }
}

void write_format(const fs::path& path) {
  const fs::path unfinished = path / unfinished_format_file;
  {
    std::ofstream file(unfinished, std::ios::trunc);
    file << format_name << DataDirectory::format_version << '\n';
    file.close();
    if (!file) {
      throw DataDirectoryError(
          fmt::format("{}: cannot be written to; check its permissions and "
                      "the space on its disk, or choose another with --data",
                      path.string()));
    }
  }
  fs::rename(unfinished, path / format_file);
}

}  // namespace

DataDirectory DataDirectory::open(const fs::path& path) {
  try {
    fs::create_directories(path);
    if (!fs::is_directory(path)) {
      throw DataDirectoryError(fmt::format("{}: is not a directory", path.string()));
    }
    if (fs::exists(path / format_file)) {
      check_format(path);
      return DataDirectory(path);
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
      // A server whose directory was deleted while it ran makes its work folder anew.
      const fs::path name = entry.path().filename();
      if (name != unfinished_format_file && name != work_folder) {
        throw DataDirectoryError(fmt::format(
            "{}: is not a Tombola data directory and not empty; choose another with --data",
            path.string()));
      }
    }
    write_format(path);
    return DataDirectory(path);
  } catch (const fs::filesystem_error& error) {
    throw DataDirectoryError(fmt::format("{}: {}; choose another directory with --data",
                                         path.string(), error.code().message()));
  }
}

}  // namespace tombola::storage
