#include "cli/dev.h"

#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/file_watch.h"
#include "cli/serve.h"
#include "cli/stop_signal.h"
#include "deploy/project/project_deployment.h"
#include "deploy/project/project_reader.h"
#include "server/console_log.h"
#include "server/service.h"

namespace tombola::cli {
namespace {

namespace fs = std::filesystem;

// A template that was saved half-done is no reason to end: the next save is another try.
bool read_again(const fs::path& path, deploy::Project& project, server::ConsoleLog& log) {
  try {
    project = deploy::read_project(path);
    return true;
  } catch (const deploy::ProjectError& error) {
    log.say(error.what());
    return false;
  }
}

}  // namespace

int dev(const server::Options& options, const fs::path& path) {
  deploy::Project project = deploy::read_project(path);
  StopSignal stop_signal;
  server::ConsoleLog log(server::ConsoleLog::for_this_process());
  server::Service service(options, log);
  service.start();
  log.print(greeting(options, service));
  deploy::ProjectDeployment deployment(service.stacks(), service.stacks_context(),
                                       [&log](const std::string& line) { log.say(line); });
  std::optional<FileWatch> watch;
  std::vector<fs::path> watched;
  for (bool is_read = true;;) {
    // First watched, then read: what changes in between is a change.
    if (watched != project.read_from) {
      watched = project.read_from;
      watch.emplace(watched);
      is_read = read_again(path, project, log);
      continue;
    }
    if (is_read) {
      deployment.bring(project);
    }
    if (!watch->wait(stop_signal.descriptor())) {
      break;
    }
    is_read = read_again(path, project, log);
  }
  service.stop(stop_grace);
  return 0;
}

}  // namespace tombola::cli
