// What all runtimes of a server share: their event loop, where their lines go, the tools found on
// this machine, a private folder. Thread-safe; outlives the runtimes.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>

#include "http/event_loop.h"
#include "triggers/lambda_runtime.h"
#include "triggers/runtimes/interpreter.h"

namespace tombola::triggers {

struct RuntimeOptions {
  // How long a handler's file may take to load. AWS: 10 s.
  std::chrono::milliseconds init_limit{10'000};
  // How long esbuild may take.
  std::chrono::milliseconds bundle_limit{30'000};
  // An environment that was not needed for so long ends, unless it is the function's last.
  std::chrono::milliseconds idle_limit{60'000};
  // Environments of a function that start at once; 0: one per core, at least two. A burst on a cold
  // function is often done by the first ones before more would have started.
  int starting_max = 0;
  // PATH: where node, python3 and esbuild are looked for, and what handlers get. Empty: the
  // server's.
  std::string search_path;
  // From this folder upwards Tombola's own esbuild is looked for. Empty: this program's.
  std::string program_directory;
  // Where it is kept what interpreters say of themselves. Empty: the work directory.
  std::string cache_directory;
  // AWS_SECRET_ACCESS_KEY of every handler; any will do unless the server verifies signatures.
  std::string secret_access_key = "tombola";
};

class RuntimeContext {
 public:
  // Makes the work directory (private to the user) and lays the bootstraps in it. Throws
  // std::system_error. `loop` has one thread.
  RuntimeContext(http::EventLoop& loop, LogSink& log, std::string work_directory,
                 RuntimeOptions options = {});

  http::EventLoop& loop() { return loop_; }
  LogSink& log() { return log_; }
  const RuntimeOptions& options() const { return options_; }

  // AWS_ENDPOINT_URL of environments that start from now on. The server's port may be known late.
  void set_endpoint_url(std::string url);
  std::string endpoint_url() const;

  const std::string& runtime_directory() const { return runtime_directory_; }  // the bootstraps
  const std::string& bundle_directory() const { return bundle_directory_; }
  const std::string& home() const { return home_; }
  // The node_modules that come with Tombola, absolute; empty when there is none.
  const std::string& packages() const { return packages_; }

  // Looked up once, on first call; may run the interpreter for its version and block for that (40
  // ms).
  const Interpreter& node();
  const Interpreter& python();
  // esbuild of the handler's own project, else of Tombola's, else on PATH.
  std::optional<std::string> esbuild_for(const std::string& handler_file) const;

 private:
  http::EventLoop& loop_;
  LogSink& log_;
  RuntimeOptions options_;
  std::string runtime_directory_;
  std::string bundle_directory_;
  std::string home_;
  std::string packages_;

  mutable std::mutex mutex_;
  std::string endpoint_url_;
  std::once_flag node_once_;
  std::once_flag python_once_;
  Interpreter node_;
  Interpreter python_;
};

}  // namespace tombola::triggers
