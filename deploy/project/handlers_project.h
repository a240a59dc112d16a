// A tombola.json: a folder of handlers with the few things around them, for who has no template
// (docs/dev.md has its settings). It becomes a template of CloudFormation, so all that follows is the
// same for every kind of project.
#pragma once

#include <filesystem>

#include "deploy/project/project.h"

namespace tombola::deploy {

// One stack, whose functions run in place. Throws ProjectError, which names what is wrong by its path
// in the file.
Project read_handlers_project(const std::filesystem::path& file);

}  // namespace tombola::deploy
