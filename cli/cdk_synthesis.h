// Runs a CDK project's app as the CDK CLI does, and gives what it wrote: a cloud assembly.
//
// What the app prints on standard output is shown as it comes, for that is what its author says; what
// its tools say on standard error (which asset they bundle, what is deprecated) only when it fails.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "deploy/project/cdk_app.h"
#include "deploy/project/cloud_assembly.h"
#include "deploy/project/project.h"
#include "http/event_loop.h"

namespace tombola::cli {

class CdkSynthesis {
 public:
  using Print = std::function<void(std::string_view speaker, std::string_view line)>;
  struct Parts {
    std::filesystem::path folder;        // the project
    deploy::CdkEnvironment environment;  // its `output` is ours alone
    deploy::RunFrom run;
    Print print;
  };
  explicit CdkSynthesis(Parts parts) : parts_(std::move(parts)) {}

  // None: `stop_descriptor` became readable first. Throws deploy::ProjectError when the app cannot be
  // run, fails or writes what cannot be used; the reasons that it gave are printed by then.
  std::optional<deploy::Project> run(int stop_descriptor);
  // Removes what earlier runs have left, once nothing runs from it any more.
  void remove_unused_assets() const;

 private:
  // As waitpid tells it. None: stopped.
  std::optional<int> run_command(const std::string& command, const deploy::CdkApp& app,
                                 int stop_descriptor);
  bool done(const std::string& command, const deploy::CdkApp& app, int stop_descriptor);
  void print_errors() const;

  Parts parts_;
  http::EventLoop loop_{"cdk", 1};
};

}  // namespace tombola::cli
