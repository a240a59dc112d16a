// Finds out what kind of project a path is, and reads it.
#pragma once

#include <filesystem>

#include "deploy/project/cloud_assembly.h"
#include "deploy/project/project.h"

namespace tombola::deploy {

struct ProjectLocation {
  enum class Kind {
    CloudAssembly,  // a cdk.out: a folder
    Template,       // of CloudFormation or SAM: a file
    Handlers,       // a folder of handlers with a tombola.json: that file
    CdkApp,         // a folder with a cdk.json; its app has to be run first (cdk_app.h)
  };
  Kind kind;
  std::filesystem::path path;
};

// What `path` names: a folder, or a file that says what the folder is. Throws ProjectError.
ProjectLocation find_project(const std::filesystem::path& path);
// Not of a CdkApp. Throws ProjectError.
Project read_project(const ProjectLocation& location, RunFrom run = RunFrom::Sources);

}  // namespace tombola::deploy
