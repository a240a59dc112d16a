// A server under measurement: started on a free port, ended with the object.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <sys/types.h>

namespace tombola::bench {

class ServerProcess {
 public:
  // Runs a command, in which "{port}" stands for the port, and waits for its first answer to a
  // request; in `folder`, unless that is empty. Throws std::runtime_error.
  explicit ServerProcess(std::vector<std::string> command, const std::string& folder = "");
  // `tombola serve` with the arguments.
  ServerProcess(const std::string& binary, const std::vector<std::string>& arguments);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  std::uint16_t port() const { return port_; }
  // From the start of the process to its first answer.
  double ready_ms() const { return ready_ms_; }
  double resident_mb() const;
  // The processor time it has taken so far.
  double processor_ms() const;
  // The next line that it printed, also to say what is wrong, that contains `text`; earlier lines are passed over.
  std::string next_line_with(const std::string& text);

 private:
  void start(std::vector<std::string> command, const std::string& folder);
  void wait_for_answer() const;
  void end();
  bool has_ended() const;
  std::string printed() const;
  // Takes what it prints, so that it never waits for a reader.
  void read_output();

  pid_t pid_ = -1;
  std::FILE* output_ = nullptr;
  mutable std::mutex mutex_;
  std::condition_variable printed_;
  std::deque<std::string> lines_;
  bool ended_ = false;
  std::thread reader_;
  std::uint16_t port_ = 0;
  double ready_ms_ = 0;
};

}  // namespace tombola::bench
