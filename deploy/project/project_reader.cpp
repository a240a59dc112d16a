#include "deploy/project/project_reader.h"

#include <fmt/format.h>

#include "deploy/project/cdk_app.h"
#include "deploy/project/cloud_assembly.h"
#include "deploy/project/handlers_project.h"
#include "deploy/project/template_project.h"

namespace tombola::deploy {

namespace fs = std::filesystem;
using Kind = ProjectLocation::Kind;

ProjectLocation find_project(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) {
    if (path.filename() == "cdk.json") {
      return {Kind::CdkApp, fs::absolute(path).parent_path()};
    }
    return {path.filename() == "tombola.json" ? Kind::Handlers : Kind::Template, path};
  }
  if (!fs::is_directory(path, ignored)) {
    throw ProjectError(fmt::format("{}: there is no such file or folder", path.string()));
  }
  if (fs::exists(path / "manifest.json", ignored)) {
    return {Kind::CloudAssembly, path};
  }
  if (fs::exists(path / "tombola.json", ignored)) {
    return {Kind::Handlers, path / "tombola.json"};
  }
  if (has_cdk_app(path)) {
    return {Kind::CdkApp, path};
  }
  for (const char* name : {"template.yaml", "template.yml", "template.json"}) {
    if (fs::exists(path / name, ignored)) {
      return {Kind::Template, path / name};
    }
  }
  if (fs::exists(path / "cdk.out/manifest.json", ignored)) {
    return {Kind::CloudAssembly, path / "cdk.out"};
  }
  throw ProjectError(
      fmt::format("{}: it is no project: there is neither a cdk.json with an app, a cdk.out, a "
                  "template.yaml nor a tombola.json in it",
                  path.string()));
}

Project read_project(const ProjectLocation& location, RunFrom run) {
  switch (location.kind) {
    case Kind::Template:
      return read_template_project(location.path);
    case Kind::Handlers:
      return read_handlers_project(location.path);
    default:
      return read_cloud_assembly(location.path, run);
  }
}

}  // namespace tombola::deploy
