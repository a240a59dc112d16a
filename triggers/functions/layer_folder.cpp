#include "triggers/functions/layer_folder.h"

#include <system_error>

namespace tombola::triggers {

namespace fs = std::filesystem;

namespace {

// What was there before gives way, unless both are folders.
void make_way(const fs::path& place, bool for_folder) {
  const fs::file_status there = fs::symlink_status(place);
  if (fs::exists(there) && !(for_folder && fs::is_directory(there))) {
    fs::remove_all(place);
  }
}

void put(const fs::directory_entry& entry, const fs::path& place) {
  const bool is_folder = entry.is_directory() && !entry.is_symlink();
  make_way(place, is_folder);
  if (is_folder) {
    fs::create_directory(place);
    return;
  }
  if (entry.is_symlink()) {
    fs::copy_symlink(entry.path(), place);
    return;
  }
  std::error_code cannot_link;
  fs::create_hard_link(entry.path(), place, cannot_link);
  if (cannot_link) {
    fs::copy_file(entry.path(), place);
  }
}

}  // namespace

void lay_over(const std::vector<fs::path>& trees, const fs::path& target) {
  fs::create_directories(target);
  for (const fs::path& tree : trees) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(tree)) {
      put(entry, target / entry.path().lexically_relative(tree));
    }
  }
}

std::uint64_t tree_size_bytes(const fs::path& tree) {
  std::uint64_t size_bytes = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(tree)) {
    if (entry.is_regular_file() && !entry.is_symlink()) {
      size_bytes += entry.file_size();
    }
  }
  return size_bytes;
}

}  // namespace tombola::triggers
