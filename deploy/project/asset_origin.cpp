#include "deploy/project/asset_origin.h"

#include <algorithm>
#include <string>
#include <vector>

#include "deploy/project/project_files.h"

namespace tombola::deploy {
namespace {

namespace fs = std::filesystem;

// Who has more is told by the copy.
constexpr std::size_t folders_max = 4096;
constexpr std::size_t files_max = 1000;
constexpr std::uintmax_t bytes_max = 64 * 1024 * 1024;

struct CopiedFile {
  fs::path name;  // below the asset
  std::uintmax_t size = 0;
};

// Empty: it has none, or more than is worth the time.
std::vector<CopiedFile> files_of(const fs::path& asset) {
  std::vector<CopiedFile> files;
  std::uintmax_t bytes = 0;
  std::error_code error;
  fs::recursive_directory_iterator entries(asset, error);
  for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
    if (entries->is_regular_file(error)) {
      files.push_back({entries->path().lexically_relative(asset), entries->file_size(error)});
      bytes += files.back().size;
    }
    if (files.size() > files_max || bytes > bytes_max) {
      return {};
    }
  }
  return error ? std::vector<CopiedFile>() : files;
}

bool is_origin(const fs::path& folder, const fs::path& asset,
               const std::vector<CopiedFile>& files) {
  const auto is_there = [&](const CopiedFile& file) {
    std::error_code error;
    return fs::file_size(folder / file.name, error) == file.size && !error;
  };
  return std::all_of(files.begin(), files.end(), is_there) &&
         std::all_of(files.begin(), files.end(), [&](const CopiedFile& file) {
           return text_of_file(folder / file.name) == text_of_file(asset / file.name);
         });
}

// What no handler's author writes in.
bool is_of_tools(const fs::path& folder) {
  std::error_code ignored;
  return is_private(folder.filename().string()) ||
         fs::is_regular_file(folder / "cdk.out", ignored);  // the mark of a cloud assembly
}

}  // namespace

std::optional<fs::path> origin_of_asset(const fs::path& asset, const fs::path& app) {
  const std::vector<CopiedFile> files = files_of(asset);
  if (files.empty()) {
    return std::nullopt;
  }
  std::vector<fs::path> origins;
  std::vector<fs::path> folders = {app};
  for (std::size_t i = 0; i < folders.size() && folders.size() <= folders_max; ++i) {
    if (is_origin(folders[i], asset, files)) {
      origins.push_back(folders[i]);
    }
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folders[i], ignored)) {
      if (entry.symlink_status(ignored).type() == fs::file_type::directory &&
          !is_of_tools(entry.path())) {
        folders.push_back(entry.path());
      }
    }
  }
  return origins.size() == 1 ? std::optional(origins.front()) : std::nullopt;
}

}  // namespace tombola::deploy
