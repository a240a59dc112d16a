// A process that the server runs: a handler's environment, or esbuild. It is started, read and
// reaped on the one-thread event loop given, and none of its functions may be called elsewhere.
//
// The process is alone: its own process group, /dev/null for input, one pipe for output and errors
// (one, so that they keep their order), no other descriptor of the server but fd 3, the death pipe,
// which it can read the server's end from. It does not outlive the server: see child_process.cpp.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "http/event_loop.h"

namespace tombola::triggers {

class ChildProcess {
 public:
  struct Command {
    std::vector<std::string> arguments;              // [0]: absolute path of the program
    std::map<std::string, std::string> environment;  // all of it; nothing is inherited
    std::string directory;
  };
  struct Exit {
    int status = 0;  // as waitpid tells it
    // As Lambda words it: "exit status 1", "signal: killed"; empty for a plain exit(0).
    std::string description() const;
  };
  using OnLine = std::function<void(std::string_view line)>;
  using OnExit = std::function<void(Exit)>;

  // Throws std::system_error when the program cannot be started. `on_line` gets each line of
  // output; `on_exit` comes once, after the last line, unless end() came first. Neither may destroy
  // the ChildProcess.
  ChildProcess(http::EventLoop& loop, const Command& command, OnLine on_line, OnExit on_exit);
  // Kills it if it still runs, and waits for that.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Hands out what it has written so far, a line without newline included. Does not wait.
  void drain_output();
  // SIGKILL to the whole process group. `on_exit` follows.
  void kill();
  // Kills and reaps it here and now; no callback follows.
  void end();

  pid_t pid() const;
  // Resident memory now; 0 when it is gone.
  int memory_mb() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace tombola::triggers
