// A project as it is by now, read again whenever it may have changed: what was written down is read,
// a CDK app is run.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "cli/cdk_synthesis.h"
#include "cli/file_watch.h"
#include "deploy/project/project.h"
#include "deploy/project/project_reader.h"

namespace tombola::cli {

class ProjectSource {
 public:
  virtual ~ProjectSource() = default;
  // Before anything is started for it. Throws deploy::ProjectError.
  virtual void check() = 0;
  // None: `stop_descriptor` became readable first. Throws deploy::ProjectError.
  virtual std::optional<deploy::Project> read(int stop_descriptor) = 0;
  // What to watch for changes, of a project as it was read; none: it was not read yet.
  virtual WatchedFiles files(const std::optional<deploy::Project>& project) = 0;
  // And of one that cannot be read: what would mend it may lie anywhere around.
  virtual WatchedFiles files_around() = 0;
  // Whether these may change what is read.
  virtual bool concerns(const FileWatch::Changes& changes) = 0;
  // The stacks are as the project says.
  virtual void brought() {}
};

// A cdk.out or a template: quickly read.
class WrittenProject : public ProjectSource {
 public:
  WrittenProject(deploy::ProjectLocation location, deploy::RunFrom run)
      : location_(std::move(location)), run_(run) {}

  void check() override { deploy::read_project(location_, run_); }
  std::optional<deploy::Project> read(int stop_descriptor) override;
  WatchedFiles files(const std::optional<deploy::Project>& project) override;
  WatchedFiles files_around() override;
  bool concerns(const FileWatch::Changes& changes) override { return !changes.empty(); }

 private:
  const deploy::ProjectLocation location_;
  const deploy::RunFrom run_;
};

// A CDK app: running it takes seconds, so what cannot matter does not. All files of the project may,
// but for handlers that run in place.
class CdkProject : public ProjectSource {
 public:
  // `unrelated`: what lies in the project and is no part of it.
  CdkProject(CdkSynthesis::Parts parts, WatchedFiles::Paths unrelated);

  void check() override { deploy::read_cdk_app(folder_); }
  std::optional<deploy::Project> read(int stop_descriptor) override;
  WatchedFiles files(const std::optional<deploy::Project>& project) override;
  WatchedFiles files_around() override { return {{}, {folder_}, unrelated_}; }
  bool concerns(const FileWatch::Changes& changes) override;
  void brought() override { synthesis_.remove_unused_assets(); }

 private:
  const std::filesystem::path folder_;
  const WatchedFiles::Paths unrelated_;
  CdkSynthesis synthesis_;
  // What files that have changed had in them: an app may write some itself, each time the same.
  std::map<std::filesystem::path, std::size_t> contents_;
};

}  // namespace tombola::cli
