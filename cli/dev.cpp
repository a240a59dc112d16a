#include "cli/dev.h"

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/file_watch.h"
#include "cli/project_source.h"
#include "cli/serve.h"
#include "cli/served_urls.h"
#include "cli/stop_signal.h"
#include "deploy/project/project_deployment.h"
#include "deploy/project/project_reader.h"
#include "server/console_log.h"
#include "server/service.h"
#include "server/temporary_directory.h"

namespace tombola::cli {
namespace {

namespace fs = std::filesystem;
using deploy::Project;
using deploy::ProjectError;
using deploy::ProjectLocation;

// So often in a row a project is read again because it changed while it was read: an app that writes
// something new each time would otherwise be run for ever.
constexpr int rereads_max = 3;

// Where what a CDK app writes is kept: with the data, so that what runs from there does after a
// restart; otherwise in a folder that goes with us.
fs::path synthesis_folder(const server::Options& options, const fs::path& project,
                          std::optional<server::TemporaryDirectory>& temporary) {
  if (!options.data_directory) {
    return temporary.emplace().path() / "cdk.out";
  }
  const std::size_t which = std::hash<std::string>()(fs::weakly_canonical(project).string());
  return fs::absolute(*options.data_directory) / "work" / fmt::format("cdk-{:016x}.out", which);
}

class Follower {
 public:
  struct Parts {
    ProjectSource& source;
    server::Service& service;
    deploy::ProjectDeployment& deployment;
    server::ConsoleLog& log;
    int stop_descriptor;
  };
  explicit Follower(Parts parts) : parts_(parts) {}

  // Until the stop is asked for. Throws ProjectError when the project cannot be read the first time.
  void follow() {
    tell_urls();
    watch_.follow(parts_.source.files(std::nullopt));
    for (std::optional<Project> project = read(); project; project = read_next()) {
      bring(*project);
    }
  }

 private:
  void bring(const Project& project) {
    using Outcome = deploy::ProjectDeployment::Outcome;
    const Outcome outcome = parts_.deployment.bring(project);
    if (outcome == Outcome::Stopped) {
      return;
    }
    const bool is_up = outcome == Outcome::Up;
    if (is_up) {
      parts_.source.brought();
    }
    tell_urls();
    // For whoever waits for it, or has mended it.
    if (std::exchange(was_up_, is_up) != is_up || !is_up) {
      parts_.log.say(is_up ? "the project is up"
                           : "not all of the project is up; correct it and save");
    }
  }

  // As it is after a change that leaves it readable: what was saved half-done is no reason to end, the
  // next save is another try. None: stopped.
  std::optional<Project> read_next() {
    refusal_.clear();
    while (wait()) {
      try {
        return read();
      } catch (const std::exception& error) {  // a file that is gone by the time it is read, too
        if (std::exchange(refusal_, error.what()) != error.what()) {
          parts_.log.say(error.what());
        }
        was_up_ = false;
        watch_.follow(parts_.source.files_around());
      }
    }
    return std::nullopt;
  }

  // First watched, then read: what changes in between is a change. None: stopped.
  std::optional<Project> read() {
    std::optional<Project> project = parts_.source.read(parts_.stop_descriptor);
    for (int again = 0; project && again < rereads_max; ++again) {
      const bool watches_more = watch_.follow(parts_.source.files(project));
      if (!parts_.source.concerns(watch_.changes()) && !watches_more) {
        break;
      }
      project = parts_.source.read(parts_.stop_descriptor);
    }
    return project;
  }

  // Where to go, whenever that has changed.
  void tell_urls() {
    operations::OperationContext context = parts_.service.stacks_context();
    std::vector<std::string> urls = served_urls(context, parts_.service.url());
    if (urls != urls_) {
      for (const std::string& url : urls) {
        parts_.log.say("http", url);
      }
      urls_ = std::move(urls);
    }
  }

  // For a change that matters. False: stopped.
  bool wait() {
    for (;;) {
      const auto changes = watch_.wait(parts_.stop_descriptor);
      if (!changes || parts_.source.concerns(*changes)) {
        return changes.has_value();
      }
    }
  }

  Parts parts_;
  FileWatch watch_;
  bool was_up_ = false;
  std::string refusal_;  // that was told last
  std::vector<std::string> urls_;
};

}  // namespace

int dev(const server::Options& options, const DevOptions& dev) {
  const ProjectLocation location = deploy::find_project(dev.project);
  const deploy::RunFrom run =
      dev.runs_bundles ? deploy::RunFrom::Bundles : deploy::RunFrom::Sources;
  server::ConsoleLog log(server::ConsoleLog::for_this_process());
  std::optional<server::TemporaryDirectory> temporary;
  std::unique_ptr<ProjectSource> source;
  if (location.kind == ProjectLocation::Kind::CdkApp) {
    WatchedFiles::Paths unrelated;
    if (options.data_directory) {
      unrelated.push_back(fs::weakly_canonical(*options.data_directory));
    }
    source = std::make_unique<CdkProject>(
        CdkSynthesis::Parts{
            location.path,
            {synthesis_folder(options, location.path, temporary), options.name_space.account,
             options.name_space.region},
            run,
            [&log](std::string_view speaker, std::string_view line) { log.say(speaker, line); }},
        std::move(unrelated));
  } else {
    source = std::make_unique<WrittenProject>(location, run);
  }
  source->check();

  StopSignal stop_signal;
  server::Service service(options, log);
  service.start();
  log.print(greeting(options, service));
  deploy::ProjectDeployment deployment(service.stacks(), service.stacks_context(),
                                       [&log](const std::string& line) { log.say(line); });
  {
    const WhenStopped gives_up(stop_signal, [&service] { service.stacks().stop(); });
    Follower({*source, service, deployment, log, stop_signal.descriptor()}).follow();
  }
  service.stop(stop_grace);
  return 0;
}

}  // namespace tombola::cli
