// A template of CloudFormation or SAM with the code of its functions beside it, as `sam build` and
// `aws cloudformation package` take it.
#pragma once

#include <filesystem>

#include "deploy/project/project.h"

namespace tombola::deploy {

// One stack, called like the file, or like its folder where the file is called template.
// CodeUri (SAM) and Code that name a folder run in place; layers, OpenAPI documents and templates of
// nested stacks that are named by a path are assets. Throws ProjectError.
Project read_template_project(const std::filesystem::path& file);

}  // namespace tombola::deploy
