// Ctrl-C and SIGTERM. The first asks the server to stop, the second ends the process at once. One
// per process; made before any thread, so that all of them share it.
#pragma once

#include <functional>
#include <thread>

#include "http/file_descriptor.h"

namespace tombola::cli {

class StopSignal {
 public:
  // Takes over SIGINT and SIGTERM, and ignores SIGPIPE: whoever reads our output may go away.
  StopSignal();

  // Returns when the first signal comes.
  void wait();
  // Readable once the first signal came, for who waits for other things as well.
  int descriptor() const { return read_end_; }

 private:
  int read_end_ = -1;
};

// While it lives, does `work` once the first signal has come, on a thread of its own.
class WhenStopped {
 public:
  WhenStopped(const StopSignal& signal, std::function<void()> work);
  ~WhenStopped();
  WhenStopped(const WhenStopped&) = delete;
  WhenStopped& operator=(const WhenStopped&) = delete;

 private:
  http::FileDescriptor ended_;
  std::thread thread_;
};

}  // namespace tombola::cli
