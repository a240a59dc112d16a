// Unpacking an uploaded deployment package, and packing one. libzip stands behind it.
//
// What a package may hold is what Lambda takes: files, folders and symbolic links. An entry that
// would land outside the target (an absolute name, "..", a link that leads out) is refused.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tombola::triggers {

// The bytes are no archive that can be unpacked.
class BrokenArchive : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
// It holds nothing.
class EmptyArchive : public std::runtime_error {
 public:
  EmptyArchive() : std::runtime_error("the archive is empty") {}
};
// Unpacked it would be larger than limits::function_code_unzipped_bytes_max.
class ArchiveTooLarge : public std::runtime_error {
 public:
  ArchiveTooLarge() : std::runtime_error("the archive is too large when unpacked") {}
};

// Into `target`, which is made. Files and folders are read-only then; a file that was executable
// stays so. Throws one of the above, or std::filesystem::filesystem_error.
void unpack_zip(std::string_view zip, const std::filesystem::path& target);

// The archive of a folder: all files below it, in order of their names, with their modes; links as
// links. Throws std::filesystem::filesystem_error or std::runtime_error.
std::string pack_zip(const std::filesystem::path& folder);

// Removes a tree, read-only folders included.
void remove_tree(const std::filesystem::path& path);

}  // namespace tombola::triggers
