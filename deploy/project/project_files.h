// What the readers of projects have in common: files of this machine, and what their names come to.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "deploy/template/template.h"

namespace tombola::deploy {

// None: it is not there, or cannot be read.
std::optional<std::string> text_of_file(const std::filesystem::path& file);

// The folder itself, too. As the names say, without a look at the disk.
bool is_within(const std::filesystem::path& path, const std::filesystem::path& folder);

// By its name: a file or folder that editors and tools keep to themselves, where nobody writes
// handlers.
bool is_private(const std::string& name);

// The member of an object, where it is a text; otherwise empty.
std::string text_member(const Json& object, const char* name);

// The member where it is a path of this machine, and no URL; otherwise empty.
std::string local_path(const Json& object, const char* name);

// A stack's name has letters, digits and hyphens, and begins with a letter.
std::string stack_name_of(std::string name);

}  // namespace tombola::deploy
