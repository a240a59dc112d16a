// `tombola serve`: runs a server in the foreground until it is told to stop.
#pragma once

#include "server/options.h"

namespace tombola::cli {

// The exit code. Throws std::exception with one line that says why the server cannot start.
int serve(const server::Options& options);

}  // namespace tombola::cli
