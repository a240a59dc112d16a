// `tombola dev`: a server with a project on it, which follows the project as it changes.
#pragma once

#include <filesystem>

#include "server/options.h"

namespace tombola::cli {

struct DevOptions {
  std::filesystem::path project;
  // Functions run as a CDK app bundled them, even if their sources are there.
  bool runs_bundles = false;
};

// The exit code. Throws std::exception with one line that says why the server cannot start or the
// project cannot be read.
int dev(const server::Options& options, const DevOptions& dev);

}  // namespace tombola::cli
