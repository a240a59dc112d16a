// The folder that stands in for /opt: a function's layers, each over those before it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace tombola::triggers {

// Makes `target` of the trees: a file of a later one takes the place of an earlier one's. Files are
// shared with their tree where the file system can, and are as read-only as they are there.
void lay_over(const std::vector<std::filesystem::path>& trees, const std::filesystem::path& target);

// The sizes of all files below it.
std::uint64_t tree_size_bytes(const std::filesystem::path& tree);

}  // namespace tombola::triggers
