// The server as a whole: opens what it needs, wires it, and takes it down again in the right order.
// One per process is usual, several work (tests).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "operations/cloudformation/stack_engine.h"
#include "operations/operation_context.h"
#include "server/console_log.h"
#include "server/options.h"

namespace tombola::server {

class Service {
 public:
  // Checks the handlers, opens the data directory and takes the port; answers nobody yet. Throws
  // std::exception with one line that names what is in the way and what to do about it. The log
  // must outlive the service.
  Service(const Options& options, ConsoleLog& log);
  ~Service();  // stops
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // From here on the port answers and triggers run.
  void start();
  // Lets invocations under way and then requests under way end, each at most for `grace`; ends the
  // handlers' processes. The second call does nothing.
  void stop(std::chrono::milliseconds grace);

  std::uint16_t port() const;
  // http://127.0.0.1:8000: where a client on this machine finds us.
  std::string url() const;

  // For who makes stacks within this process: the engine, and what its calls work with.
  operations::StackEngine& stacks();
  operations::OperationContext stacks_context() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tombola::server
