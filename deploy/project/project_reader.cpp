#include "deploy/project/project_reader.h"

#include <fmt/format.h>

#include "deploy/project/cloud_assembly.h"
#include "deploy/project/template_project.h"

namespace tombola::deploy {

namespace fs = std::filesystem;

Project read_project(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) {
    return read_template_project(path);
  }
  if (!fs::is_directory(path, ignored)) {
    throw ProjectError(fmt::format("{}: there is no such file or folder", path.string()));
  }
  if (fs::exists(path / "manifest.json", ignored)) {
    return read_cloud_assembly(path);
  }
  for (const char* name : {"template.yaml", "template.yml", "template.json"}) {
    if (fs::exists(path / name, ignored)) {
      return read_template_project(path / name);
    }
  }
  if (fs::exists(path / "cdk.out/manifest.json", ignored)) {
    return read_cloud_assembly(path / "cdk.out");
  }
  if (fs::exists(path / "cdk.json", ignored)) {
    throw ProjectError(fmt::format(
        "{}: it is a CDK project that was not synthesised yet; run cdk synth", path.string()));
  }
  throw ProjectError(fmt::format(
      "{}: it is no project: there is neither a cdk.out nor a template.yaml in it", path.string()));
}

}  // namespace tombola::deploy
