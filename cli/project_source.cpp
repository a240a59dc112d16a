#include "cli/project_source.h"

#include <functional>
#include <set>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/project/project_files.h"

namespace tombola::cli {
namespace {

namespace fs = std::filesystem;
using deploy::Project;

// Of files that are longer, time and size have to do.
constexpr std::uintmax_t read_bytes_max = 1024 * 1024;

// Of a folder by what lies in it. 0: there is no such file.
std::size_t hash_of(const fs::path& file) {
  std::error_code error;
  if (fs::is_directory(file, error)) {
    std::set<std::string> names = {"."};
    fs::directory_iterator entries(file, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      names.insert(entries->path().filename().string());
    }
    return std::hash<std::string>()(fmt::format("{}", fmt::join(names, "/")));
  }
  if (fs::file_size(file, error) > read_bytes_max && !error) {
    return static_cast<std::size_t>(fs::last_write_time(file, error).time_since_epoch().count());
  }
  const auto text = deploy::text_of_file(file);
  return text ? std::hash<std::string>()(*text) : 0;
}

}  // namespace

std::optional<Project> WrittenProject::read(int /*stop_descriptor*/) {
  return deploy::read_project(location_, run_);
}

WatchedFiles WrittenProject::files(const std::optional<Project>& project) {
  if (!project) {
    return {WatchedFiles::Paths{fs::absolute(location_.path)}};
  }
  return {project->read_from, project->read_below};
}

WatchedFiles WrittenProject::files_around() {
  const fs::path path = fs::absolute(location_.path);
  return {{path}, {path.parent_path()}};
}

CdkProject::CdkProject(CdkSynthesis::Parts parts, WatchedFiles::Paths unrelated)
    : folder_(std::filesystem::weakly_canonical(parts.folder)),
      unrelated_(std::move(unrelated)),
      synthesis_(std::move(parts)) {}

std::optional<Project> CdkProject::read(int stop_descriptor) {
  return synthesis_.run(stop_descriptor);
}

WatchedFiles CdkProject::files(const std::optional<Project>& project) {
  const deploy::CdkApp app = deploy::read_cdk_app(folder_);
  if (app.assembly) {  // somebody else runs the app
    WatchedFiles files{{app.folder / "cdk.json", *app.assembly}};
    if (project) {
      files.paths.insert(files.paths.end(), project->read_from.begin(), project->read_from.end());
    }
    return files;
  }
  WatchedFiles files{{}, {app.folder}, unrelated_};
  files.ignored.push_back(app.output);
  if (project) {
    files.ignored.insert(files.ignored.end(), project->run_from.begin(), project->run_from.end());
  }
  return files;
}

bool CdkProject::concerns(const FileWatch::Changes& changes) {
  bool any = false;
  for (const fs::path& file : changes) {
    const std::size_t now = hash_of(file);
    const auto [known, is_new] = contents_.emplace(file, now);
    // The whole folder is said to have changed when there was more than could be told.
    any = any || is_new || known->second != now || file == folder_;
    known->second = now;
  }
  return any;
}

}  // namespace tombola::cli
