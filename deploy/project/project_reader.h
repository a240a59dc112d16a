// Finds out what kind of project a path is.
#pragma once

#include <filesystem>

#include "deploy/project/project.h"

namespace tombola::deploy {

// A cdk.out, a folder with a template (template.yaml, .yml or .json), or a template itself.
// Throws ProjectError.
Project read_project(const std::filesystem::path& path);

}  // namespace tombola::deploy
