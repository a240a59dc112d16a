// What a template names by a path of this machine and AWS wants in a bucket: layers, OpenAPI documents,
// templates of nested stacks. They are uploaded as `aws cloudformation package` does; the code of
// functions is not among them, it runs in place.
// https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
#pragma once

#include <filesystem>
#include <functional>

#include "deploy/project/project.h"
#include "deploy/template/template.h"

namespace tombola::deploy {

// Puts places of objects into the template in place of paths, and what belongs there, and what to watch,
// into the project. `template_of`: the whole document of a nested stack's template. Throws ProjectError,
// which names resource and property.
struct TemplateFile {
  std::filesystem::path file;  // absolute: paths begin at its folder
  std::function<Json(const std::filesystem::path&)> template_of;
};
void package_artifacts(const TemplateFile& in, Json& document, Project& project);

}  // namespace tombola::deploy
