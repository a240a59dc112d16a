// `tombola serve`: runs a server in the foreground until it is told to stop.
#pragma once

#include <chrono>
#include <string>

#include "server/options.h"
#include "server/service.h"

namespace tombola::cli {

// Invocations under way may end, then requests; together with what it takes to end processes and
// close files, about two seconds at most.
constexpr std::chrono::milliseconds stop_grace{1000};

// What is printed once the server answers: for the person who started it, or one line for the
// program that did with --port 0.
std::string greeting(const server::Options& options, const server::Service& service);

// The exit code. Throws std::exception with one line that says why the server cannot start.
int serve(const server::Options& options);

}  // namespace tombola::cli
