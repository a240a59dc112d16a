#include "cli/cdk_synthesis.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <future>
#include <memory>
#include <system_error>

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "deploy/project/project_files.h"
#include "http/file_descriptor.h"
#include "triggers/runtimes/child_process.h"

namespace tombola::cli {
namespace {

namespace fs = std::filesystem;
using deploy::CdkApp;
using deploy::ProjectError;
using triggers::ChildProcess;

constexpr std::string_view speaker = "cdk";
// A shell's word for a command that is not there.
constexpr int exit_code_not_found = 127;

// The developer's own environment, which the app is a part of, and what the CLI adds. Commands of the
// project's packages are found as npm finds them.
std::map<std::string, std::string> environment_of(const CdkApp& app,
                                                  const deploy::CdkEnvironment& environment) {
  std::map<std::string, std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) {
      variables[std::string(text.substr(0, equals))] = text.substr(equals + 1);
    }
  }
  std::string path;
  for (fs::path folder = app.folder;; folder = folder.parent_path()) {
    path += (folder / "node_modules/.bin").string() + ":";
    if (folder == folder.parent_path()) {
      break;
    }
  }
  variables["PATH"] = path + variables["PATH"];
  for (auto& [name, value] : deploy::cdk_variables(app, environment)) {
    variables[name] = value;
  }
  return variables;
}

fs::path error_file(const deploy::CdkEnvironment& environment) {
  return environment.output / "synthesis-errors.log";
}

// As one word of a shell's.
std::string quoted(const fs::path& path) {
  std::string text = "'";
  for (const char letter : path.string()) {
    text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  }
  return text + "'";
}

}  // namespace

std::optional<deploy::Project> CdkSynthesis::run(int stop_descriptor) {
  const CdkApp app = deploy::read_cdk_app(parts_.folder);
  if (app.assembly) {
    return deploy::read_cloud_assembly(*app.assembly, parts_.run);
  }
  fs::create_directories(parts_.environment.output);
  fs::remove(parts_.environment.output / "manifest.json");  // one that is there is this run's
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& command : {app.build, app.command}) {
    if (!command.empty() && !done(command, app, stop_descriptor)) {
      return std::nullopt;
    }
  }
  deploy::Project project =
      deploy::read_synthesised_app(parts_.environment.output, app.folder, parts_.run);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  parts_.print(speaker, fmt::format("synthesised in {:.1f} s", took.count()));
  return project;
}

// False: stopped.
bool CdkSynthesis::done(const std::string& command, const CdkApp& app, int stop_descriptor) {
  parts_.print(speaker, command);
  const auto status = run_command(command, app, stop_descriptor);
  if (!status) {
    return false;
  }
  if (*status == 0) {
    return true;
  }
  print_errors();
  const std::string how = ChildProcess::Exit{*status}.description();
  if (WIFEXITED(*status) && WEXITSTATUS(*status) == exit_code_not_found) {
    throw ProjectError(fmt::format(
        "{}: '{}' could not be run, see above; install what it names (npm install), or correct "
        "\"app\" in cdk.json",
        app.folder.string(), command));
  }
  throw ProjectError(fmt::format("{}: '{}' ended with {}, see above; correct it",
                                 app.folder.string(), command, how));
}

std::optional<int> CdkSynthesis::run_command(const std::string& command, const CdkApp& app,
                                             int stop_descriptor) {
  const http::FileDescriptor ended(eventfd(0, EFD_CLOEXEC));
  if (!ended.valid()) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  // What both threads see; the process lives on the loop's.
  struct Run {
    std::unique_ptr<ChildProcess> process;
    int status = 0;
    std::string refusal;
    std::promise<void> released;
  };
  const auto run = std::make_shared<Run>();
  const auto tell = [descriptor = ended.get()] {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(descriptor, &one, sizeof one);
  };
  ChildProcess::Command program;
  program.arguments = {
      "/bin/sh", "-c",
      fmt::format("( {}\n) 2>{}", command, quoted(error_file(parts_.environment)))};
  program.environment = environment_of(app, parts_.environment);
  program.directory = app.folder.string();
  loop_.post([this, run, program, tell] {
    try {
      run->process = std::make_unique<ChildProcess>(
          loop_, program, [this](std::string_view line) { parts_.print(speaker, line); },
          [run, tell](ChildProcess::Exit exit) {
            run->status = exit.status;
            tell();
          });
    } catch (const std::system_error& error) {
      run->refusal = error.what();
      tell();
    }
  });
  std::array<pollfd, 2> sources = {{{ended.get(), POLLIN, 0}, {stop_descriptor, POLLIN, 0}}};
  while (poll(sources.data(), sources.size(), -1) < 0 && errno == EINTR) {
  }
  const bool stopped = sources[0].revents == 0;
  loop_.post([run] {
    run->process.reset();  // ended where it lives
    run->released.set_value();
  });
  run->released.get_future().wait();
  if (!run->refusal.empty()) {
    throw ProjectError(run->refusal);
  }
  return stopped ? std::nullopt : std::optional(run->status);
}

void CdkSynthesis::print_errors() const {
  std::ifstream errors(error_file(parts_.environment));
  for (std::string line; std::getline(errors, line);) {
    parts_.print(speaker, line);
  }
}

void CdkSynthesis::remove_unused_assets() const {
  std::error_code ignored;
  std::string named;
  std::vector<fs::path> assets;
  fs::recursive_directory_iterator entries(parts_.environment.output, ignored);
  for (; entries != fs::recursive_directory_iterator(); entries.increment(ignored)) {
    const fs::path& path = entries->path();
    const std::string name = path.filename().string();
    if (name.starts_with("asset.")) {
      assets.push_back(path);
      entries.disable_recursion_pending();
    } else if (name.ends_with(".assets.json")) {
      named += deploy::text_of_file(path).value_or("");
    }
  }
  for (const fs::path& asset : assets) {
    if (named.find(asset.filename().string()) == std::string::npos) {
      fs::remove_all(asset, ignored);
    }
  }
}

}  // namespace tombola::cli
